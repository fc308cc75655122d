"""A prescriber of the patient holds one whole item for a risk of harm, for a while; nothing runs when it ends."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import select

from portal_app import releasing
from portal_app.access import visible
from portal_app.access.actor import SYSTEM, Actor
from portal_app.applying import Applying
from portal_app.errors import BadInput, NotFound, Refused
from portal_app.models import FactRow, Hold, Role, StaffRole
from portal_app.services import break_glass, choices, holds, reviews
from portal_app.wiring import House, begin
from tests.people import person, uid
from tests.services.arrivals import WORD, arrive, decide, id_of, item, lab, report
from tests.services.doors import do

WHY = "She is alone tonight and has spoken of ending her life."
SOON = timedelta(days=3)


def hold_it(who: Actor, name: str, *, reason: str = WHY, harm: str = "life_or_safety", end: timedelta = SOON) -> UUID:
    wanted = id_of(name)
    with begin(who) as work:
        return holds.hold(work, wanted, harm, reason, work.now + end)


def seen(who: str | Actor, later: timedelta = timedelta()) -> set[str]:
    with begin(person(who) if isinstance(who, str) else who, reads=True) as work:
        rows = work.all(visible.resources(work.actor, work.now + later))
        return {row.fhir_id for row in rows if row.type != "Patient"}


@pytest.mark.parametrize("who", ["nobody", "ana", "stranger", "priya", "ben", "dana", "sam", "lena"])
def test_only_a_prescriber_holds_or_ends_a_hold(house: House, amara: Actor, who: str) -> None:
    arrive(lab("k"), lab("free"))
    made = hold_it(amara, "k")
    with pytest.raises(Refused):
        hold_it(person(who), "free")
    with pytest.raises(Refused), begin(person(who)) as work:
        holds.end(work, made)
    assert seen("ana") == {"free"}


def test_the_portal_itself_never_holds(house: House) -> None:
    arrive(lab("k"))
    with pytest.raises(Refused):
        hold_it(SYSTEM, "k")
    assert seen("ana") == {"k"}


def test_a_record_of_another_site_is_not_theirs_to_hold_even_through_broken_glass(house: House, amara: Actor) -> None:
    arrive(lab("r"), who="rosa")
    with pytest.raises(NotFound):
        hold_it(amara, "r")
    do(amara, break_glass.open_record, "RV-2001", "1992-04-11", "emergency", "She collapsed at our desk.")
    with pytest.raises(Refused) as told:
        hold_it(person("amara"), "r")
    assert not isinstance(told.value, NotFound)
    assert seen("rosa") == {"r"}


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("harm", {"harm": "distress"}),
        ("reason", {"reason": "Too sad"}),
        ("until", {"end": timedelta(days=10, minutes=1)}),
        ("until", {"end": timedelta(minutes=-1)}),
    ],
)
def test_what_the_law_does_not_allow_is_refused_at_its_field(house: House, amara: Actor, field: str, changes) -> None:
    arrive(lab("k"))
    with pytest.raises(BadInput) as told:
        hold_it(amara, "k", **changes)
    assert told.value.field == field
    assert seen("ana") == {"k"}


def test_a_day_that_is_none_is_refused(house: House, amara: Actor) -> None:
    arrive(lab("k"))
    wanted = id_of("k")
    with pytest.raises(BadInput), begin(amara) as work:
        holds.hold(work, wanted, "life_or_safety", WHY, "next week")


def test_a_hold_keeps_the_whole_result_and_ends_by_itself(house: House, ana: Actor, amara: Actor) -> None:
    arrive(report("panel", "a", "b"), lab("a"), lab("b"), lab("free"))
    hold_it(amara, "a")
    assert seen("ana") == {"free"}
    # nothing runs when the moment comes
    assert seen("ana", SOON + timedelta(seconds=1)) == {"free", "panel", "a", "b"}
    with begin(ana, reads=True) as work:
        assert work.all(visible.own_waits(ana, work.now)) == []
    kept = item("b").hold
    with time_machine.travel(kept - timedelta(seconds=1), tick=False):
        assert seen(ana) == {"free"}
    with time_machine.travel(kept, tick=False):
        assert seen(ana) == {"free", "panel", "a", "b"}


def test_an_end_in_the_clinics_own_time(house: House, amara: Actor) -> None:
    arrive(lab("k"))
    wanted = id_of("k")
    with begin(amara) as work:
        there = (work.now + timedelta(days=1)).astimezone(work.zone)
        holds.hold(work, wanted, "life_or_safety", WHY, there.strftime("%Y-%m-%dT%H:%M"))
    assert item("k").hold == there.replace(second=0, microsecond=0).astimezone(UTC)


def test_the_same_hold_sent_twice_is_one_and_a_longer_one_needs_a_fresh_reason(house: House, amara: Actor) -> None:
    arrive(lab("k"))
    assert hold_it(amara, "k") == hold_it(amara, "k", end=timedelta(days=4))
    later = datetime.now(UTC) + timedelta(days=2)
    with time_machine.travel(later, tick=False):
        with pytest.raises(BadInput):
            hold_it(amara, "k", end=timedelta(days=9))
        hold_it(amara, "k", end=timedelta(days=9), reason="Her sister comes to be with her next week.")
    assert item("k").hold == later + timedelta(days=9)
    with time_machine.travel(later + timedelta(days=28, hours=23), tick=False), pytest.raises(BadInput) as told:
        hold_it(amara, "k", reason="She has not been reached by anybody yet.", end=timedelta(days=2))
    assert told.value.field == "until"


def test_ended_by_hand_it_is_seen_as_the_rules_and_the_choice_say(house: House, ana: Actor, amara: Actor) -> None:
    do(ana, choices.choose, "labs", "comment")
    arrive(lab("k"))
    made = hold_it(amara, "k")
    for _ in range(2):
        do(amara, holds.end, made)
    with begin(ana, reads=True) as work:
        assert [row.fhir_id for row in work.all(visible.own_waits(ana, work.now))] == ["k"]
    with begin(SYSTEM) as work:
        assert [fact.kind for fact in work.all(select(FactRow).where(FactRow.kind == "HoldEnded"))] == ["HoldEnded"]
        (row,) = work.all(select(Hold))
        assert (row.ended_by, row.staff_name) == (uid("amara"), "Dr. Amara Osei")


def test_a_hold_from_a_representative_keeps_nothing_from_the_patient(house: House, amara: Actor) -> None:
    arrive(lab("k"))
    hold_it(amara, "k", harm="representative")
    assert seen("ana") == {"k"}
    assert item("k").proxy_from > datetime.now(UTC)


def test_a_hold_stands_above_every_rule_and_names_nothing(house: House, amara: Actor) -> None:
    decide({"key": "soon", "when": "after", "hours": 1, "classes": ["labs"]})
    arrive(lab("k"))
    hold_it(amara, "k")
    decide()
    assert item("k").visible_from == item("k").hold
    with begin(SYSTEM) as work:
        (fact,) = work.all(select(FactRow).where(FactRow.kind == "ResultHeld"))
        assert not {WORD, "alone", "life"} & set(fact.data.lower().split())


def test_who_lost_the_role_holds_no_more(house: House) -> None:
    arrive(lab("k"))
    with begin(SYSTEM) as work:
        (row,) = work.all(select(StaffRole).where(StaffRole.staff_id == uid("amara")))
        work.session.delete(row)
        work.add(StaffRole(staff_id=uid("amara"), role=Role.NURSE))
    with pytest.raises(Refused):
        hold_it(person("amara"), "k")


def test_a_report_that_comes_after_the_hold_tells_nothing_of_the_test_that_is_held(
    house: House, ana: Actor, amara: Actor
) -> None:
    arrive(lab("k"))
    held = hold_it(amara, "k")
    arrive(lab("n"), report("r", "k", "n", conclusion="The k is bad."))
    end = item("k").hold
    assert {item(name).visible_from for name in ("r", "k", "n")} == {end}
    with begin(SYSTEM) as work:
        Applying(work, releasing.rules_now(work)).store([uid("ana")])
    assert {item(name).visible_from for name in ("r", "k", "n")} == {end}
    assert [one.id for one in do(amara, reviews.look, id_of("r")).holds if one.active] == [str(held)]
    do(amara, holds.end, held)
    assert all(item(name).visible_from == item(name).arrived_at for name in ("r", "n"))


def test_the_days_of_a_hold_are_counted_on_when_a_report_comes_for_the_test(
    house: House, ana: Actor, amara: Actor
) -> None:
    arrive(lab("k"))
    hold_it(amara, "k")
    arrive(lab("n"), report("r", "k", "n"))
    with time_machine.travel(datetime.now(UTC) + timedelta(days=25), tick=False):
        with pytest.raises(BadInput) as again:
            hold_it(amara, "r")
        with pytest.raises(BadInput) as longer:
            hold_it(amara, "r", reason="She is still alone and has said so again.", end=timedelta(days=6))
    assert (again.value.field, longer.value.field) == ("reason", "until")


@pytest.mark.parametrize(
    "later",
    [
        [report("r", "n")],
        [report("r", "k", "n", status="entered-in-error")],
        [report("q", "k", "n", effectiveDateTime="2026-11-20"), report("r", "k", "n", status="entered-in-error")],
    ],
    ids=["taken out of its report", "its report is an error", "another report in its place"],
)
def test_a_test_that_leaves_a_held_report_stays_held(
    house: House, ana: Actor, amara: Actor, later: list[dict[str, object]]
) -> None:
    arrive(lab("k"), lab("n"), report("r", "k", "n"))
    hold_it(amara, "r")
    end = item("k").visible_from
    for one in later:
        arrive(one)
    assert seen("ana") == set()
    assert item("k").visible_from == end
    arrive(*later)
    with begin(SYSTEM, reads=True) as work:
        assert len(work.all(select(Hold).where(Hold.resource_id == id_of("k")))) == 1
