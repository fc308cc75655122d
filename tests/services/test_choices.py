"""A patient may wait for a comment, class by class, never longer than ten days, and can always end that wait."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from portal_app.access import visible
from portal_app.access.actor import SYSTEM, Actor
from portal_app.errors import BadInput, NotFound, Refused
from portal_app.models import FactRow, Harm, Hold, ReleaseChoice, Resource, ShownNow
from portal_app.services import choices
from portal_app.wiring import House, begin
from tests.people import person, uid
from tests.services.arrivals import WORD, arrive, decide, id_of, item, lab, report
from tests.services.doors import do

OTHERS = ["nobody", "priya", "ben", "amara", "dana", "sam"]


def seen_by(who: str, later: timedelta = timedelta()) -> set[str]:
    with begin(person(who), reads=True) as work:
        rows = work.all(visible.resources(work.actor, work.now + later).where(Resource.type != "Patient"))
        return {row.fhir_id for row in rows}


def waiting_for(who: str) -> set[str]:
    with begin(person(who), reads=True) as work:
        return {row.fhir_id for row in work.all(visible.own_waits(work.actor, work.now))}


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_reads_or_makes_a_patients_choice(house: House, ana: Actor, who: str) -> None:
    do(ana, choices.choose, "labs", "comment")
    arrive(lab("k"))
    for verb, args in (
        (choices.read, ()), (choices.choose, ("labs", "now")), (choices.show_now, (id_of("k"),)),
    ):  # fmt: skip
        with pytest.raises(Refused), begin(person(who)) as work:
            verb(work, *args)
    assert waiting_for("ana") == {"k"}


def test_a_stranger_cannot_end_anas_wait(house: House, ana: Actor, stranger: Actor) -> None:
    do(ana, choices.choose, "labs", "comment")
    arrive(lab("k"))
    for wanted in (id_of("k"), uuid4()):
        with pytest.raises(NotFound), begin(stranger) as work:
            choices.show_now(work, wanted)
    assert (waiting_for("ana"), waiting_for("stranger")) == ({"k"}, set())
    with begin(SYSTEM, reads=True) as work:
        assert work.all(select(ShownNow)) == []


@pytest.mark.parametrize(
    ("what", "wait"), [("own", "comment"), ("medicines", "comment"), ("", "now"), ("labs", "ever")]
)
def test_what_is_not_offered_cannot_be_chosen(house: House, ana: Actor, what: str, wait: str) -> None:
    with pytest.raises(BadInput), begin(ana) as work:
        choices.choose(work, what, wait)


def test_a_choice_holds_for_what_arrives_from_then_on(house: House, ana: Actor) -> None:
    arrive(lab("before"))
    card = do(ana, choices.choose, "labs", "comment")
    assert {line.release_class for line in card.lines if line.waits} == {"labs"}
    arrive(lab("after"), report("scan", category=[{"coding": [{"code": "RAD"}]}]))
    assert (seen_by("ana"), waiting_for("ana")) == ({"before", "scan"}, {"after"})
    assert seen_by("ana", timedelta(days=10)) == {"before", "scan", "after"}
    assert seen_by("ana", timedelta(days=9, hours=23)) == {"before", "scan"}


def test_the_same_choice_again_shows_nothing_early(house: House, ana: Actor) -> None:
    do(ana, choices.choose, "labs", "comment")
    arrive(lab("k"))
    do(ana, choices.choose, "labs", "comment")
    assert waiting_for("ana") == {"k"}
    with begin(SYSTEM, reads=True) as work:
        assert len(work.all(select(FactRow).where(FactRow.kind == "ChoiceMade"))) == 1


def test_choosing_now_shows_what_waits(house: House, ana: Actor) -> None:
    do(ana, choices.choose, "labs", "comment")
    arrive(lab("k"))
    do(ana, choices.choose, "labs", "now")
    assert (seen_by("ana"), waiting_for("ana")) == ({"k"}, set())


def test_show_now_ends_the_wait_of_one_result_with_all_its_tests_once(house: House, ana: Actor) -> None:
    do(ana, choices.choose, "labs", "comment")
    arrive(report("panel", "a", "b"), lab("a"), lab("b"), lab("other"))
    assert waiting_for("ana") == {"panel", "a", "b", "other"}
    do(ana, choices.show_now, id_of("a"))
    do(ana, choices.show_now, id_of("panel"))
    assert (seen_by("ana"), waiting_for("ana")) == ({"panel", "a", "b"}, {"other"})
    with begin(SYSTEM, reads=True) as work:
        (fact,) = work.all(select(FactRow).where(FactRow.kind == "ShownNow"))
        assert str(id_of("panel")) in fact.data
        assert WORD not in fact.data
        assert fact.patient_id == uid("ana")


def held(resource_id: UUID, days: int) -> None:
    with begin(SYSTEM) as work:
        work.add(
            Hold(
                resource_id=resource_id, patient_id=uid("ana"), staff_id=uid("amara"), staff_name="Dr. Amara Osei",
                harm=Harm.LIFE_OR_SAFETY, reason="She is alone tonight.", at=work.now,
                until=work.now + timedelta(days=days),
            )
        )  # fmt: skip


def test_show_now_ends_no_wait_but_ones_own(house: House, ana: Actor) -> None:
    do(ana, choices.choose, "labs", "comment")
    arrive(lab("held"), lab("ruled"))
    held(id_of("held"), 2)
    decide({"key": "wait", "when": "reviewed", "hours": 72, "classes": ["labs"]})
    for name in ("held", "ruled"):
        with pytest.raises(NotFound), begin(ana) as work:
            choices.show_now(work, id_of(name))
    assert (seen_by("ana"), waiting_for("ana")) == (set(), set())
    item_id = id_of("ruled")
    with begin(ana) as work:
        # when the rule lets it go, their own wait is all that is left
        work.now += timedelta(hours=73)
        later = work.now
        choices.show_now(work, item_id)
    assert item("ruled").visible_from == later


def test_a_class_that_is_switched_off_is_not_offered(house: House, ana: Actor) -> None:
    decide(off_classes=["genetics"])
    with begin(ana, reads=True) as work:
        assert "genetics" not in {line.release_class for line in choices.read(work).lines}
        assert work.all(select(ReleaseChoice)) == []
