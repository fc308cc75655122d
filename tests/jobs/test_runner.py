"""A job commits with its fact or not at all, outlives its worker, and is run by one worker at a time."""

import subprocess
import sys
import threading
import time
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal_app.access.actor import Actor
from portal_app.access.permissions import Permission
from portal_app.errors import NeverAgain, Refused
from portal_app.jobs import runner, schedule
from portal_app.models import Job, JobState
from portal_app.wiring import House, begin


def ask(actor: Actor, name: str = "ring", key: str | None = None, count: int = 1) -> None:
    with begin(actor) as work:
        for n in range(count):
            work.enqueue(name, {"n": n}, key=key)


def jobs(house: House) -> list[Job]:
    with Session(house.engine) as session:
        return list(session.scalars(select(Job).order_by(Job.run_at)))


def later(house: House, **values: object) -> None:
    """Let time pass for all jobs."""
    with Session(house.engine) as session:
        session.execute(update(Job).values(**values))
        session.commit()


def fail(n: int) -> None:
    raise RuntimeError("the words of an error are kept nowhere")


def test_a_job_of_a_refused_work_does_not_exist(house: House, ana: Actor) -> None:
    with pytest.raises(Refused), begin(ana) as work:
        work.enqueue("ring", {})
        work.permit(Permission.AUDIT_READ)
    assert jobs(house) == []


@pytest.mark.parametrize("key", [None, "a key"])
def test_a_job_of_a_work_that_breaks_does_not_exist(house: House, ana: Actor, key: str | None) -> None:
    with pytest.raises(ZeroDivisionError), begin(ana) as work:
        work.enqueue("ring", {}, key=key)
        raise ZeroDivisionError
    assert jobs(house) == []


def test_a_committed_job_runs_once(house: House, ana: Actor) -> None:
    rung: list[int] = []
    ask(ana)
    assert runner.run_due({"ring": lambda n: rung.append(n)}) == 1
    assert runner.run_due({"ring": lambda n: rung.append(n)}) == 0
    assert (rung, jobs(house)[0].state) == ([0], JobState.DONE)


def test_the_same_key_is_asked_for_once_and_breaks_no_work(house: House, ana: Actor, ben: Actor) -> None:
    ask(ana, key="welcome:ana", count=2)
    ask(ben, key="welcome:ana")
    assert len(jobs(house)) == 1


def test_the_same_key_in_two_works_at_once_is_one_job(house: House, ana: Actor) -> None:
    both = [threading.Thread(target=ask, args=(ana, "ring", "key")) for _ in range(8)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert len(jobs(house)) == 1


def test_a_failed_job_is_tried_again_later_and_then_kept_for_a_person(house: House, ana: Actor) -> None:
    ask(ana)
    for tries in range(1, runner.TRIES + 1):
        assert runner.run_due({"ring": fail}) == 1
        assert runner.run_due({"ring": fail}) == 0
        (job,) = jobs(house)
        assert (job.tries, job.problem) == (tries, "RuntimeError")
        later(house, run_at=datetime.now(UTC))
    assert jobs(house)[0].state is JobState.FAILED


def test_what_was_refused_for_good_is_kept_for_a_person_at_once(house: House, ana: Actor) -> None:
    def refuse(n: int) -> None:
        raise NeverAgain("The address does not take mail.")

    ask(ana)
    runner.run_due({"ring": refuse})
    assert (jobs(house)[0].state, jobs(house)[0].problem) == (JobState.FAILED, "NeverAgain")


def test_a_job_that_nobody_knows_fails_and_holds_up_nothing(house: House, ana: Actor) -> None:
    rung: list[int] = []
    ask(ana, "unknown")
    ask(ana)
    runner.run_due({"ring": lambda n: rung.append(n)})
    assert rung == [0]


def test_a_killed_worker_s_job_runs_again_after_its_lease_and_not_before(house: House, ana: Actor) -> None:
    ask(ana)
    assert len(runner.claim()) == 1  # and the worker dies here
    assert runner.claim() == []
    later(house, leased_until=datetime.now(UTC) - timedelta(seconds=1))
    rung: list[int] = []
    assert runner.run_due({"ring": lambda n: rung.append(n)}) == 1
    assert rung == [0]


def test_a_worker_that_lost_its_lease_settles_nothing(house: House, ana: Actor) -> None:
    ask(ana)
    (job,) = runner.claim()
    later(house, leased_by="another worker")
    runner.claim([runner.run(job, {"ring": lambda n: None})])
    assert jobs(house)[0].state is JobState.WAITING


def test_workers_share_the_jobs_and_never_run_one_twice(house: House, ana: Actor) -> None:
    ask(ana, count=60)
    rung: list[int] = []

    def ring(n: int) -> None:
        time.sleep(0.002)
        rung.append(n)

    workers = [threading.Thread(target=runner.run_due, args=({"ring": ring},)) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert Counter(rung) == Counter(range(60))


WORKER = """
import os, pathlib, sys, time
from portal_app import keys, wiring
from portal_app.jobs import runner
from portal_app.settings import Settings
home = pathlib.Path(sys.argv[1])
wiring.move_in(wiring.House(Settings(home=home, database_url=sys.argv[2]), keys.Keys(sys.stdin.buffer.read(32))))
def ring(n):
    with open(home / "rung", "a") as file:
        file.write(f"{n}\\n")
    if len(sys.argv) > 3:
        os.kill(os.getpid(), 9)
runner.run_due({"ring": ring})
"""


def work_elsewhere(house: House, *dies: str) -> int:
    """Another process works off the jobs; it may kill itself in the middle of the first."""
    command = [sys.executable, "-c", WORKER, str(house.settings.home), house.settings.database_url, *dies]
    return subprocess.run(command, input=house.keys._master, check=False).returncode


@pytest.mark.slow
def test_kill_9_in_the_middle_of_a_job_loses_nothing(house: House, ana: Actor) -> None:
    ask(ana, count=3)
    assert work_elsewhere(house, "dies") == -9
    assert all(job.state is JobState.WAITING for job in jobs(house))
    later(house, leased_until=datetime.now(UTC) - timedelta(seconds=1))
    assert work_elsewhere(house) == 0
    rung = Counter((house.settings.home / "rung").read_text().split())
    assert set(rung) == {"0", "1", "2"}
    assert sum(rung.values()) == 4  # the one in the middle ran again: reactions are made for that
    assert all(job.state is JobState.DONE for job in jobs(house))


def test_what_is_done_again_and_again_is_planted_once_and_comes_back(house: House) -> None:
    schedule.plant()
    schedule.plant()
    assert {job.name for job in jobs(house)} == set(schedule.RHYTHM)
    reactions = {name: (lambda: None) for name in schedule.RHYTHM}
    assert runner.run_due(reactions) == len(reactions)
    assert runner.run_due(reactions) == 0
    now = datetime.now(UTC)
    assert all(job.state is JobState.WAITING and job.run_at > now for job in jobs(house))


def test_what_is_done_again_and_again_never_gives_up(house: House) -> None:
    schedule.plant()
    for _ in range(runner.TRIES + 1):
        later(house, run_at=datetime.now(UTC))
        runner.run_due({})
    assert {job.state for job in jobs(house)} == {JobState.WAITING}
    assert {job.problem for job in jobs(house)} == {"KeyError"}


def test_done_jobs_are_forgotten_after_their_time_and_failed_ones_are_kept(house: House, ana: Actor) -> None:
    ask(ana)
    ask(ana, "unknown")
    runner.run_due({"ring": lambda n: None})
    runner.forget(timedelta(days=1))
    assert len(jobs(house)) == 2
    runner.forget(timedelta(seconds=-1))
    assert [job.name for job in jobs(house)] == ["unknown"]
