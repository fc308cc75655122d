"""One line a medicine: what is taken now apart from what is over, joined with what the pharmacy did."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from portal_app.access.actor import SYSTEM, Actor
from portal_app.chart.identity import Names
from portal_app.chart.members import member
from portal_app.errors import NotFound, Refused
from portal_app.models import Resource
from portal_app.services import importing, records
from portal_app.services.records import MedicineCard, MedicinesPage
from portal_app.wiring import begin
from tests.people import uid
from tests.services.test_records import as_patient, chart, facts, problem

METFORMIN = "Metformin 500 MG Oral Tablet"


def day(days: int) -> str:
    """So many days from now."""
    return (datetime.now(UTC) + timedelta(days=days)).date().isoformat()


def order(name: str, drug: str = METFORMIN, **more: object) -> dict:
    return {
        "resourceType": "MedicationRequest",
        "id": name,
        "status": "active",
        "intent": "order",
        "medicationCodeableConcept": {"text": drug},
        **more,
    }


def fill(name: str, of: str | None, drug: str = METFORMIN, **more: object) -> dict:
    named = {"authorizingPrescription": [{"reference": f"MedicationRequest/{of}"}]} if of else {}
    given = {"resourceType": "MedicationDispense", "id": name, "status": "completed"}
    return {**given, "medicationCodeableConcept": {"text": drug}, **named, **more}


def read(actor: Actor, **asked: object) -> MedicinesPage:
    with begin(actor, reads=True) as work:
        return records.medicines(work, **asked)


def only(page: MedicinesPage) -> MedicineCard:
    assert (len(page.now.cards), page.now.total) == (1, 1)
    return page.now.cards[0]


@pytest.mark.parametrize("who", ["nobody", "priya", "ben", "sam"])
def test_nobody_but_the_patient_reads_them(request, house, who):
    chart(order("m"))
    with pytest.raises(Refused):
        read(request.getfixturevalue(who), through=uid("ana"))
    with pytest.raises(Refused), begin(request.getfixturevalue(who), reads=True) as work:
        records.more_medicines(work, "now", str(uid("ana")), uid("ana"))
    assert facts("ChartRead") == []


def test_another_patient_reads_their_own(house, stranger):
    chart(order("m"))
    assert read(stranger, through=uid("ana")).now.total == 0


def test_a_nurse_with_an_open_view_sees_the_same_as_the_patient(house, ana, ben):
    chart(order("m"), order("hidden", "Lisinopril"))
    with begin(SYSTEM) as work:
        work.one(select(Resource).where(Resource.fhir_id == "hidden")).release.visible_from = None
    assert read(as_patient(ben), through=uid("ana")).now == read(ana).now
    assert read(ana).now.total == 1


@pytest.mark.parametrize("after", ["x", "", "00000000-0000-0000-0000-000000000000"])
def test_a_card_that_is_not_there_is_no_place_to_go_on_from(house, ana, after):
    chart(order("m"))
    with pytest.raises(NotFound), begin(ana, reads=True) as work:
        records.more_medicines(work, "now", after)


def test_a_medicine_that_was_prescribed_again_is_one_line_with_the_newest_words(house, ana):
    chart(
        order("old", authoredOn=day(-400), status="completed"),
        order("new", authoredOn=day(-10), dosageInstruction=[{"text": "1 tablet with dinner"}]),
        order("other", "Lisinopril 10 MG Oral Tablet", authoredOn=day(-20), status="stopped"),
    )
    page = read(ana)
    card = only(page)
    assert (card.title, card.doses, card.how) == ("Metformin 500 mg tablet", ["1 tablet with dinner"], "meal")
    assert [past.title for past in page.past.cards] == ["Lisinopril 10 mg tablet"]
    assert page.past.cards[0].status == "Stopped"


def test_two_orders_that_both_hold_show_both_ways_to_take_it(house, ana):
    chart(
        order("a", authoredOn=day(-10), dosageInstruction=[{"text": "1 tablet in the morning"}]),
        order("b", authoredOn=day(-20), dosageInstruction=[{"text": "2 tablets at night"}]),
    )
    assert only(read(ana)).doses == ["1 tablet in the morning", "2 tablets at night"]


def test_an_order_that_still_holds_is_never_hidden_by_a_newer_one_that_is_over(house, ana):
    chart(order("a", authoredOn=day(-10), status="stopped"), order("b", authoredOn=day(-20)))
    page = read(ana)
    assert (page.now.total, page.past.total) == (1, 0)


def test_what_the_pharmacy_gave_out_is_joined_and_not_listed_twice(house, ana):
    chart(
        order("m", authoredOn=day(-80), dispenseRequest={"numberOfRepeatsAllowed": 3}),
        fill("one", "m", whenHandedOver=day(-54)),
        fill("two", "m", whenHandedOver=day(-24), daysSupply={"value": 30, "unit": "day", "code": "d"}),
    )
    card = only(read(ana))
    assert card.next == "You have 2 refills left."
    assert "days left" in card.status
    with begin(ana, reads=True) as work:
        assert records.see(work, "other").total == 0
        assert records.hub(work).counts["medicines"] == 1


@pytest.mark.parametrize(
    ("status", "more", "words"),
    [
        ("in-progress", {"whenPrepared": day(-2)}, "Ready to pick up"),
        ("on-hold", {}, "hold"),
    ],
)
def test_what_the_pharmacy_does_now_is_said(house, ana, status, more, words):
    chart(order("m", authoredOn=day(-80)), fill("f", "m", status=status, **more))
    card = only(read(ana))
    assert words in card.status
    assert card.next


def test_what_only_a_pharmacy_knows_of_is_a_line_of_its_own(house, ana):
    chart(order("m"), fill("f", None, "Warfarin 5 MG Oral Tablet", whenHandedOver=day(-3)))
    page = read(ana)
    assert {card.title for card in page.now.cards} == {"Metformin 500 mg tablet", "Warfarin 5 mg tablet"}


def test_every_state_says_what_to_do_next(house, ana):
    states = ["active", "on-hold", "completed", "stopped", "cancelled", "draft", "unknown", "something new", ""]
    chart(*[order(f"m{n}", f"Drug {n} tablet", status=state) for n, state in enumerate(states)])
    page = read(ana)
    cards = [*page.now.cards, *page.past.cards]
    assert len(cards) == len(states)
    assert all(card.status and card.next for card in cards)


def test_a_medicine_that_is_named_elsewhere_has_its_name(house, ana):
    chart(order("m") | {"medicationCodeableConcept": None, "medicationReference": {"reference": "Medication/drug"}})
    with begin(SYSTEM) as work:
        drug = {"resourceType": "Medication", "id": "drug", "code": {"text": "Insulin glargine"}}
        importing.store(work, [member({"resource": drug}, Names())])
    assert only(read(ana)).title == "Insulin glargine"


def test_many_medicines_come_in_parts_and_none_is_missed_or_twice(house, ana):
    chart(
        *[order(f"m{n}", f"Drug {n} tablet", authoredOn=day(-n)) for n in range(45)],
        *[order(f"p{n}", f"Old drug {n} tablet", status="stopped", authoredOn=day(-n)) for n in range(25)],
    )
    page = read(ana)
    for show, part in (("now", page.now), ("past", page.past)):
        cards = list(part.cards)
        while len(cards) < part.total:
            with begin(ana, reads=True) as work:
                cards += records.more_medicines(work, show, cards[-1].id).cards
        assert len({card.id for card in cards}) == part.total
    assert (page.now.total, page.past.total) == (45, 25)


def test_the_pharmacy_that_the_patient_named_stands_below(house, ana):
    assert read(ana).pharmacy.name == ""
    place = {"resourceType": "Organization", "id": "pharmacy", "name": "Corner Drugs", "address": [{"text": "Elm St"}]}
    chart({"resourceType": "Patient", "id": "ana-of-the-chart", "contained": [place]})
    page = read(ana)
    assert (page.pharmacy.name, page.pharmacy.where) == ("Corner Drugs", "Elm St")


def test_the_words_are_in_the_language_of_the_reader(house, ana):
    chart(order("m", status="on-hold"))
    card = only(read(replace(ana, language="es")))
    assert card.status != only(read(ana)).status


def test_a_reason_that_may_not_be_seen_yet_is_not_named_by_the_medicine(house, ana):
    named = {"reference": "Condition/reason", "display": "Hidden reason"}
    plan = {"resourceType": "CarePlan", "id": "plan", "status": "active", "title": "Plan", "intent": "plan"}
    chart({**problem("hidden"), "id": "reason"})
    chart(order("m", reasonReference=[named]), {**plan, "addresses": [named], "activity": [{"reference": named}]})
    assert only(read(ana)).why == ["For: Hidden reason"]
    with begin(ana, reads=True) as work:
        assert "Hidden reason" in str(records.care(work))
    with begin(SYSTEM) as work:
        work.one(select(Resource).where(Resource.fhir_id == "reason")).release.visible_from = None
    assert only(read(ana)).why == []
    with begin(ana, reads=True) as work:
        assert "Hidden reason" not in str(records.care(work))
