"""Moving a task: who may, who was first, and what is written down."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy import select

from portal_app.access.actor import Actor
from portal_app.catalogue import speaking
from portal_app.errors import BadInput, Conflict, NotFound, Refused
from portal_app.models import FactRow, Task, TaskEvent, TaskState
from portal_app.services import tasks
from portal_app.wiring import House, begin
from portal_app.work import Work
from tests.people import person, uid
from tests.services.tasks import sent

MOVES: dict[str, Callable[[Work, UUID], object]] = {
    "claim": lambda work, id: tasks.claim(work, id, 1),
    "release": lambda work, id: tasks.release(work, id, 1),
    "pool": lambda work, id: tasks.hand_to_pool(work, id, 1, uid("billing")),
    "person": lambda work, id: tasks.hand_to_person(work, id, 1, uid("amara")),
    "note": lambda work, id: tasks.note(work, id, "Called her."),
    "close": lambda work, id: tasks.close(work, id, 1),
    "reopen": lambda work, id: tasks.reopen(work, id, 1),
}


def task_of(id: UUID) -> Task:
    with begin(person("ben"), reads=True) as work:
        task = work.session.get_one(Task, id)
        work.session.expunge(task)
        return task


def told(id: UUID) -> list[tuple[str, str, str]]:
    with begin(person("ben"), reads=True) as work:
        query = select(TaskEvent).where(TaskEvent.task_id == id).order_by(TaskEvent.at, TaskEvent.id)
        return [(event.verb, event.by_name, event.whom) for event in work.session.scalars(query)]


@pytest.mark.parametrize("name", ["nobody", "ana", "stranger", "sam", "priya", "dana", "lena"])
def test_who_may_not_see_it_cannot_move_it(house: House, name: str) -> None:
    task = sent.message()
    for move in MOVES.values():
        with pytest.raises(Refused), begin(person(name)) as work:
            move(work, task)
    assert (task_of(task).version, len(told(task))) == (1, 1)
    with begin(person("sam"), reads=True) as work:
        assert [fact.kind for fact in work.all(select(FactRow))] == ["Refused"] * len(MOVES)


def test_claiming_and_putting_back_is_told(house: House, ben: Actor) -> None:
    task = sent.message()
    with begin(ben) as work:
        card = tasks.claim(work, task, 1)
    assert (card.version, card.owner, card.mine) == (2, "You", True)
    with begin(ben) as work:
        card = tasks.release(work, task, 2)
    assert (card.version, card.owner) == (3, "")
    assert [verb for verb, _, _ in told(task)] == ["opened", "claimed", "released"]
    with begin(person("sam"), reads=True) as work:
        facts = [fact.kind for fact in work.all(select(FactRow).order_by(FactRow.seq))]
    assert facts == ["TaskClaimed", "TaskReleased"]


def test_a_colleagues_task_cannot_be_put_back_but_taken_over(house: House, ben: Actor, amara: Actor) -> None:
    task = sent.message()
    with begin(ben) as work:
        tasks.claim(work, task, 1)
    with pytest.raises(BadInput), begin(amara) as work:
        tasks.release(work, task, 2)
    with begin(amara) as work:
        assert tasks.claim(work, task, 2).mine


def test_two_nurses_claim_at_once_and_one_is_told_who_was_first(house: House, ben: Actor, amara: Actor) -> None:
    task = sent.message()
    together = Barrier(2)

    def claim(actor: Actor) -> str:
        together.wait()
        try:
            with begin(actor) as work:
                return tasks.claim(work, task, 1).owner
        except Conflict as conflict:
            return conflict.sentence

    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(claim, (ben, amara)))
    assert answers.count("You") == 1
    winner = "Ben Ruiz" if answers[0] == "You" else "Dr. Amara Osei"
    assert any(answer.startswith(f"{winner} took this.") for answer in answers)
    assert (task_of(task).version, len(told(task))) == (2, 2)


def test_handing_to_a_pool_takes_it_out_of_sight(house: House, ben: Actor, dana: Actor) -> None:
    task = sent.message()
    with begin(ben) as work:
        tasks.hand_to_pool(work, task, 1, uid("billing"))
        assert {f"pool:{uid('nurses')}", f"pool:{uid('billing')}", f"task:{task}"} <= work.topics
    with pytest.raises(NotFound), begin(ben) as work:
        tasks.look(work, task)
    with begin(dana) as work:
        assert tasks.look(work, task).owner == ""
    assert told(task)[-1] == ("handed", "Ben Ruiz", "Billing")


@pytest.mark.parametrize("whom", ["lena", "sam", "ana", "nothing"])
def test_a_task_goes_only_to_who_works_there(house: House, ben: Actor, whom: str) -> None:
    task = sent.message()
    with pytest.raises(NotFound), begin(ben) as work:
        tasks.hand_to_person(work, task, 1, uid(whom))
    with begin(ben, reads=True) as work:
        assert {place.name for place in tasks.places(work, task).people} == {
            "Ben Ruiz",
            "Dana Cole",
            "Dr. Amara Osei",
            "Priya Shah",
        }


def test_a_made_up_pool_is_not_found(house: House, ben: Actor) -> None:
    task = sent.message()
    with pytest.raises(NotFound), begin(ben) as work:
        tasks.hand_to_pool(work, task, 1, uid("nothing"))


def test_a_closed_task_leaves_the_list_and_comes_back_where_it_was(house: House, ben: Actor) -> None:
    task = sent.message()
    rank = task_of(task).rank_at
    with begin(ben) as work:
        card = tasks.close(work, task, 1)
    assert card.verbs == ("note", "reopen")
    with pytest.raises(Refused), begin(ben) as work:
        tasks.claim(work, task, 2)
    with begin(ben) as work:
        tasks.reopen(work, task, 2)
    again = task_of(task)
    assert (again.state, again.closed_at, again.rank_at) == (TaskState.OPEN, None, rank)


def test_what_the_patient_adds_stops_a_close_on_the_old_version(house: House, ben: Actor) -> None:
    task = sent.message()
    sent.more(task)
    with pytest.raises(Conflict) as told, begin(ben) as work:
        tasks.close(work, task, 1)
    assert told.value.sentence.startswith("The patient wrote again.")


def test_a_note_is_kept_once_and_no_patient_reads_it(house: House, ben: Actor, ana: Actor) -> None:
    task = sent.message()
    for _ in range(2):
        with begin(ben) as work:
            card = tasks.note(work, task, "Called her.")
    assert [(entry.sort, entry.body) for entry in card.story] == [
        ("patient", "May I take it with food?"),
        ("note", "Called her."),
    ]
    assert card.version == 1
    with pytest.raises(Refused), begin(ana) as work:
        tasks.look(work, task)
    with pytest.raises(BadInput), begin(ben) as work:
        tasks.note(work, task, "   ")


def test_the_places_a_task_can_go_to_are_in_the_readers_language(house: House, ben: Actor) -> None:
    task = sent.message()
    with begin(ben, reads=True) as work, speaking("es"):
        found = tasks.places(work, task)
    assert "Facturación" in {place.name for place in found.pools}
    assert "Recepción" in {place.beside for place in found.people}
