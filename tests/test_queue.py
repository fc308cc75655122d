"""The queue: one task a thing, brought back by what is new, with its history."""

import pytest
from sqlalchemy import select

from portal_app import queue
from portal_app.access.actor import Actor
from portal_app.errors import Conflict, NotFound
from portal_app.models import Patient, Pool, Staff, Task, TaskEvent, TaskKind, TaskState
from portal_app.wiring import House, begin
from portal_app.work import Work
from tests.people import person, uid


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


def test_who_acts_on_what_has_changed_is_told_who_did_what(house: House, ana: Actor, ben: Actor, amara: Actor) -> None:
    with begin(ana) as work:
        task = put(work, "first")
    with begin(amara) as work:
        held = queue.hold(work, task.id, 1)
        queue.hand_to_person(work, held, work.session.get(Staff, uid("amara")))
    with pytest.raises(Conflict) as told, begin(ben) as work:
        queue.hold(work, task.id, 1)
    assert told.value.sentence.startswith("Dr. Amara Osei handed this to Dr. Amara Osei.")
    with begin(ana) as work:
        put(work, "second")
    with pytest.raises(Conflict) as told, begin(ben) as work:
        queue.hold(work, task.id, 2)
    assert told.value.sentence.startswith("The patient wrote again.")


@pytest.mark.parametrize("name", ["nobody", "ana", "dana", "lena", "sam"])
def test_a_task_of_other_pools_or_sites_cannot_be_held(house: House, ana: Actor, name: str) -> None:
    with begin(ana) as work:
        task = put(work, "first")
    with pytest.raises(NotFound), begin(person(name)) as work:
        queue.hold(work, task.id, 1)


@pytest.mark.parametrize(
    ("after", "state", "owner", "pool"),
    [("keep", "waiting", "ben", "nurses"), ("hand", "open", None, "prescribers"), ("close", "closed", "ben", "nurses")],
)
def test_an_answered_task_is_kept_or_handed_or_closed(
    house: House, ana: Actor, ben: Actor, after: str, state: str, owner: str | None, pool: str
) -> None:
    with begin(ana) as work:
        task = put(work, "first")
    with begin(ben) as work:
        held = queue.hold(work, task.id, 1)
        queue.answered(work, held, queue.After(after), work.session.get(Pool, uid("prescribers")))
        assert (held.state, held.owner_id, held.pool_id) == (state, owner and uid(owner), uid(pool))
        assert held.version == 2
