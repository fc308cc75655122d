"""One entry of the record as a whole page, and the person."""

import base64
from dataclasses import replace

import pytest
from sqlalchemy import select

from portal_app.access.actor import SYSTEM, Actor
from portal_app.errors import NotFound, Refused
from portal_app.models import Group, Resource, Shelf
from portal_app.services import records
from portal_app.services.records import SheetCard
from portal_app.wiring import begin
from tests.chart.charts import everything
from tests.people import uid
from tests.services.records.test_medicines import order
from tests.services.records.test_visit import id_of
from tests.services.test_records import as_patient, chart, facts, problem, switch_off, vaccine


def read(actor: Actor, name: str, **asked: object) -> SheetCard:
    with begin(actor, reads=True) as work:
        return records.item(work, id_of(name), **asked)


@pytest.mark.parametrize("who", ["nobody", "priya", "ben", "sam"])
def test_nobody_but_the_patient_reads_it(request, house, who):
    chart(vaccine(1))
    with pytest.raises(Refused):
        read(request.getfixturevalue(who), "vaccine-1", through=uid("ana"))
    assert facts("ChartRead") == []


def test_another_patients_entry_is_not_found(house, stranger, ben):
    chart(vaccine(1))
    with pytest.raises(NotFound):
        read(stranger, "vaccine-1", through=uid("ana"))
    with pytest.raises(NotFound):
        read(as_patient(ben, "stranger"), "vaccine-1", through=uid("stranger"))


def test_what_is_wrong_held_or_switched_off_is_not_found(house, ana):
    chart(vaccine(1), vaccine(2, status="entered-in-error"), vaccine(3), problem("asthma"))
    with begin(SYSTEM) as work:
        work.one(select(Resource).where(Resource.fhir_id == "vaccine-3")).release.visible_from = None
    for name in ("vaccine-2", "vaccine-3"):
        with pytest.raises(NotFound):
            read(ana, name)
    assert read(ana, "vaccine-1").title == "Vaccine 1"
    switch_off(Shelf.VACCINES)
    with pytest.raises(NotFound):
        read(ana, "vaccine-1")
    assert read(ana, "asthma").shelf == "problems"


def test_messages_forms_and_bills_have_pages_of_their_own(house, ana):
    chart(
        {"resourceType": "Communication", "id": "message", "status": "completed"},
        {"resourceType": "QuestionnaireResponse", "id": "form", "status": "completed"},
        {"resourceType": "Claim", "id": "claim", "status": "active"},
        {"resourceType": "Coverage", "id": "insured", "status": "active", "payor": [{"display": "Blue Sky"}]},
    )
    for name in ("message", "form", "claim"):
        with pytest.raises(NotFound):
            read(ana, name)
    assert read(ana, "insured").shelf == "insurance"


def test_a_look_is_a_fact_that_names_the_page_and_not_the_entry(house, ana):
    chart(vaccine(1))
    read(ana, "vaccine-1")
    fact = facts("ChartRead")[0]
    assert (fact.patient_id, fact.data) == (uid("ana"), '{"part":"vaccines","reason":"own"}')


def test_what_a_note_says_is_shown_and_its_markup_can_run_nothing(house, ana):
    written = b"<p onclick='x()'>Keep <script>alert(1)</script><b>going</b></p>"
    chart(
        {
            "resourceType": "DocumentReference",
            "id": "note",
            "status": "current",
            "type": {"text": "Progress note"},
            "content": [{"attachment": {"contentType": "text/html", "data": base64.b64encode(written).decode()}}],
        }
    )
    shown = str(read(ana, "note"))
    assert "<script" not in shown
    assert "alert(1)" not in shown
    assert "onclick" not in shown


@pytest.mark.parametrize("kind", sorted({member.type for member in everything() if member.type != "Patient"}))
def test_an_entry_of_every_kind_of_the_demo_has_a_page_without_ids_in_both_languages(house, ana, kind):
    found = next(member for member in everything() if member.type == kind)
    chart(found.resource)
    with begin(SYSTEM, reads=True) as work:
        group = work.one(select(Resource).where(Resource.fhir_id == found.fhir_id)).group
    if group in (Group.BILLING, Group.DIRECTORY):
        with pytest.raises(NotFound):
            read(ana, found.fhir_id)
        return
    for language in ("en", "es"):
        card = read(replace(ana, language=language), found.fhir_id)
        assert card.title
        shown = replace(card, id="", files=[])
        assert found.fhir_id not in str(shown)
        assert "urn:" not in str(shown)


@pytest.mark.parametrize("who", ["nobody", "priya", "ben", "sam"])
def test_nobody_but_the_patient_reads_the_personal_details(request, house, who):
    with pytest.raises(Refused), begin(request.getfixturevalue(who), reads=True) as work:
        records.me(work, through=uid("ana"))


def test_the_personal_details_are_ones_own_even_before_a_chart_has_come(house, ana, stranger):
    with begin(ana, reads=True) as work:
        shown = str(records.me(work))
    assert "Ana Rivera" in shown
    assert "(502) 555-0118" in shown
    with begin(stranger, reads=True) as work:
        assert "Ana" not in str(records.me(work, uid("ana")))


def test_what_a_part_of_the_page_says_is_not_said_twice(house, ana):
    dose = {"dosageInstruction": [{"text": "1 tablet with dinner"}], "reasonCode": [{"text": "Blood sugar"}]}
    chart(order("m", requester={"display": "Dr. Amara Osei"}, **dose))
    card = read(ana, "m")
    assert card.notes == []
    assert "1 tablet with dinner" in str(card.passages)
    assert "Dr. Amara Osei" in str(card.passages)
