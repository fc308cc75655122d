"""Goals and plans: steps with their progress."""

import pytest

from portal_app.access.actor import Actor
from portal_app.errors import NotFound, Refused
from portal_app.services import records
from portal_app.services.records import CarePage
from portal_app.wiring import begin
from tests.people import uid
from tests.services.test_records import chart


def plan(name: str, status: str = "active", **more: object) -> dict:
    steps = [
        {"detail": {"description": "Learn to use the inhaler", "status": "completed"}},
        {"detail": {"description": "Keep a diary", "status": "in-progress"}},
        {"detail": {"description": "See the dietitian", "status": "cancelled"}},
    ]
    return {
        "resourceType": "CarePlan",
        "id": name,
        "status": status,
        "title": f"Plan {name}",
        "activity": steps,
        **more,
    }


def goal(name: str, life: str = "active", **more: object) -> dict:
    return {
        "resourceType": "Goal",
        "id": name,
        "lifecycleStatus": life,
        "description": {"text": f"Goal {name}"},
        **more,
    }


def read(actor: Actor, show: str = "now", **asked: object) -> CarePage:
    with begin(actor, reads=True) as work:
        return records.care(work, show, **asked)


@pytest.mark.parametrize("who", ["nobody", "priya", "ben", "sam"])
def test_nobody_but_the_patient_reads_them(request, house, who):
    chart(plan("one"), goal("one"))
    for read_it in (records.care, lambda work, **asked: records.more_care(work, "goals", "now", "", **asked)):
        with pytest.raises(Refused), begin(request.getfixturevalue(who), reads=True) as work:
            read_it(work, through=uid("ana"))


def test_another_patient_reads_their_own(house, stranger):
    chart(plan("one"), goal("one"))
    page = read(stranger, through=uid("ana"))
    assert (page.goals.total, page.plans.total) == (0, 0)


def test_a_plan_is_steps_and_how_many_are_done_and_what_was_dropped_does_not_count(house, ana):
    chart(plan("a"))
    card = read(ana).plans.cards[0]
    assert (card.title, card.done, card.of) == ("Plan a", 1, 2)
    assert [(step.words, step.done) for step in card.steps] == [
        ("Learn to use the inhaler", True),
        ("Keep a diary", False),
        ("See the dietitian", False),
    ]


def test_a_goal_says_how_far_it_is_and_what_to_reach(house, ana):
    target = {"measure": {"text": "Steps a day"}, "detailQuantity": {"value": 7000}, "dueDate": "2999-01-24"}
    achieved = {"coding": [{"code": "achieved"}]}
    chart(goal("walk", target=[target], achievementStatus=achieved))
    card = read(ana).goals.cards[0]
    assert (card.title, card.status) == ("Goal walk", "Reached")
    assert "7,000" in " ".join(card.notes)
    assert "January 24, 2999" in " ".join(card.notes)


def test_what_is_over_stands_apart(house, ana):
    chart(plan("a"), plan("b", "completed"), goal("c"), goal("d", "cancelled"), goal("e", "completed"))
    now, past = read(ana), read(ana, "past")
    assert (now.goals.total, now.plans.total, past.goals.total, past.plans.total) == (1, 1, 2, 1)


def test_many_come_in_parts_and_a_strange_place_is_not_found(house, ana):
    chart(*[plan(str(n)) for n in range(15)], *[goal(str(n)) for n in range(12)])
    page = read(ana)
    with begin(ana, reads=True) as work:
        plans = records.more_care(work, "plans", "now", page.plans.cards[-1].id)
        goals = records.more_care(work, "goals", "now", page.goals.cards[-1].id)
    assert len({card.id for card in (*page.plans.cards, *plans.cards)}) == page.plans.total == 15
    assert len({card.id for card in (*page.goals.cards, *goals.cards)}) == page.goals.total == 12
    with pytest.raises(NotFound), begin(ana, reads=True) as work:
        records.more_care(work, "plans", "now", page.goals.cards[0].id)
