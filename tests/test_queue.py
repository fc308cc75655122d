"""The queue: one task a thing, brought back by what is new, with its history."""

from sqlalchemy import select

from portal_app import queue
from portal_app.access.actor import Actor
from portal_app.models import Patient, Task, TaskEvent, TaskKind, TaskState
from portal_app.wiring import House, begin
from portal_app.work import Work
from tests.people import uid


def put(work: Work, gist: str) -> Task:
    patient = work.session.get(Patient, uid("ana"))
    about = uid("a thread")
    return queue.put(work, TaskKind.MESSAGE, about, patient=patient, pool_id=uid("nurses"), gist=gist, due_at=None)


def history(work: Work) -> list[str]:
    return list(work.session.scalars(select(TaskEvent.verb).order_by(TaskEvent.at, TaskEvent.id)))


def test_the_same_thing_put_twice_is_one_task_with_the_newest_gist(house: House, ana: Actor) -> None:
    for gist in ("first", "second"):
        with begin(ana) as work:
            put(work, gist)
    with begin(ana, reads=True) as work:
        (task,) = work.all(select(Task))
        assert (task.gist, task.version, task.state) == ("second", 2, TaskState.OPEN)
        assert history(work) == ["opened"]


def test_what_was_answered_comes_back_with_a_new_wait_and_its_owner(house: House, ana: Actor, ben: Actor) -> None:
    with begin(ana) as work:
        began = put(work, "first").since
    with begin(ben) as work:
        task = queue.of(work, uid("a thread"))
        task.owner_id = ben.staff_id
        queue.wait(work, task)
    with begin(ana) as work:
        task = put(work, "again")
        assert (task.state, task.owner_id, task.site_id) == (TaskState.OPEN, ben.staff_id, uid("maple"))
        assert task.since > began
        work.session.flush()
        assert history(work) == ["opened", "reopened"]
