"""What waits for a review or a comment is one task, due when the wait ends, and settles itself."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from portal_app.access.actor import SYSTEM, Actor
from portal_app.models import Pool, Task, TaskEvent, TaskKind, TaskState
from portal_app.services import choices, reviews, tasks
from portal_app.wiring import House, begin
from tests.people import person, uid
from tests.services.arrivals import WORD, arrive, decide, id_of, item, lab, report, run_jobs
from tests.services.conversations import key
from tests.services.doors import do

ON_REVIEW = {"key": "wait", "when": "reviewed", "hours": 72, "classes": ["labs"]}


def asked() -> list[Task]:
    with begin(SYSTEM) as work:
        return list(work.all(select(Task).where(Task.kind == TaskKind.RESULT)))


def history() -> list[str]:
    with begin(SYSTEM) as work:
        return list(work.session.scalars(select(TaskEvent.verb).order_by(TaskEvent.at, TaskEvent.id)))


def test_what_is_shown_at_once_asks_nobody(house: House) -> None:
    arrive(report("panel", "a"), lab("a"))
    assert asked() == []


def test_a_rule_that_waits_for_a_review_asks_the_prescribers_once(house: House) -> None:
    decide(ON_REVIEW)
    arrive(report("panel", "a"), lab("a"))
    arrive(lab("a", valueQuantity={"value": 6.1, "unit": "mmol/L"}))
    (task,) = asked()
    assert (task.about_id, task.pool_id, task.state) == (id_of("panel"), uid("prescribers"), TaskState.OPEN)
    assert (task.due_at, task.site_id) == (item("panel").allowed_from, uid("maple"))
    assert WORD not in task.gist
    assert history() == ["arrived"]


def test_where_there_are_no_prescribers_the_nurses_are_asked(house: House) -> None:
    with begin(SYSTEM) as work:
        (pool,) = work.all(select(Pool).where(Pool.slug == "prescribers"))
        pool.slug = "doctors"
    decide(ON_REVIEW)
    arrive(lab("k"))
    assert [task.pool_id for task in asked()] == [uid("nurses")]


def test_the_review_itself_closes_the_task(house: House, amara: Actor) -> None:
    decide(ON_REVIEW)
    arrive(lab("k"))
    do(amara, reviews.review, id_of("k"), "", "", key())
    run_jobs()
    (task,) = asked()
    assert task.state is TaskState.CLOSED
    assert history() == ["arrived", "reviewed"]


def test_an_own_wait_asks_for_a_comment_until_the_patient_ends_it(house: House, ana: Actor) -> None:
    do(ana, choices.choose, "labs", "comment")
    arrive(lab("k"), lab("other"))
    assert {task.about_id for task in asked()} == {id_of("k"), id_of("other")}
    do(ana, choices.show_now, id_of("k"))
    run_jobs()
    assert {task.about_id: task.state for task in asked()} == {
        id_of("k"): TaskState.CLOSED,
        id_of("other"): TaskState.OPEN,
    }
    do(ana, choices.choose, "labs", "now")
    run_jobs()
    assert {task.state for task in asked()} == {TaskState.CLOSED}


def test_what_only_time_has_shown_stays_asked_for(house: House) -> None:
    decide(ON_REVIEW)
    arrive(lab("k"))
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=73)):
        arrive(lab("later"))
    assert {task.state for task in asked() if task.about_id == id_of("k")} == {TaskState.OPEN}


def test_what_was_closed_by_hand_is_not_asked_again_but_what_a_rule_change_settled_is(
    house: House, amara: Actor
) -> None:
    decide(ON_REVIEW)
    arrive(lab("k"))
    (task,) = asked()
    decide()
    with begin(SYSTEM) as work:
        reviews.ask(work, uid("ana"))
    assert asked()[0].state is TaskState.CLOSED
    decide({**ON_REVIEW, "hours": 100})
    with begin(SYSTEM) as work:
        reviews.ask(work, uid("ana"))
    assert (asked()[0].state, asked()[0].due_at) == (TaskState.OPEN, item("k").allowed_from)
    with begin(amara) as work:
        tasks.close(work, task.id, asked()[0].version)
    with begin(SYSTEM) as work:
        reviews.ask(work, uid("ana"))
    assert asked()[0].state is TaskState.CLOSED


def test_what_the_lab_takes_back_is_not_asked_for_any_more(house: House) -> None:
    decide(ON_REVIEW)
    arrive(lab("k"))
    arrive(lab("k", status="entered-in-error"))
    assert [task.state for task in asked()] == [TaskState.CLOSED]


@pytest.mark.parametrize(("who", "sees"), [("amara", True), ("priya", False), ("dana", False), ("lena", False)])
def test_only_the_pool_at_the_patients_site_finds_it(house: House, who: str, sees: bool) -> None:
    decide(ON_REVIEW)
    arrive(lab("k"))
    (task,) = asked()
    with begin(person(who)) as work:
        card = tasks.redraw(work, task.id)
    assert bool(card.id) is sees
    if sees:
        with begin(person(who)) as work:
            card = tasks.look(work, task.id)
        assert (card.kind, card.about_id, "review" in card.verbs) == ("result", str(id_of("k")), True)
