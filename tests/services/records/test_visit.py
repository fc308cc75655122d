"""A visit with everything that was said and done there, as far as its patient may see it."""

from uuid import UUID

import pytest
from sqlalchemy import select

from portal_app.access.actor import SYSTEM, Actor
from portal_app.errors import NotFound, Refused
from portal_app.models import Resource, Shelf
from portal_app.services import records
from portal_app.services.records import VisitCard
from portal_app.wiring import begin
from tests.people import uid
from tests.services.test_records import as_patient, chart, switch_off, visit

THERE = {"encounter": {"reference": "Encounter/checkup"}}
CHECKUP = visit("checkup", "2020-05-04T13:30:00Z", reasonCode=[{"text": "Cough"}])
DONE = (
    {"resourceType": "Condition", "id": "flu", "code": {"text": "Flu"}, **THERE},
    {"resourceType": "Procedure", "id": "swab", "status": "completed", "code": {"text": "Throat swab"}, **THERE},
    {
        "resourceType": "MedicationRequest",
        "id": "pill",
        "status": "active",
        "medicationCodeableConcept": {"text": "Oseltamivir"},
        **THERE,
    },
    {"resourceType": "Procedure", "id": "else", "status": "completed", "code": {"text": "From another visit"}},
)


def id_of(name: str) -> UUID:
    with begin(SYSTEM, reads=True) as work:
        return work.one(select(Resource).where(Resource.fhir_id == name)).id


def read(actor: Actor, name: str = "checkup", **asked: object) -> VisitCard:
    with begin(actor, reads=True) as work:
        return records.visit(work, id_of(name), **asked)


def titles(card: VisitCard) -> set[str]:
    return {link.title for part in card.sections for link in part.links}


@pytest.mark.parametrize("who", ["nobody", "priya", "ben", "sam"])
def test_nobody_but_the_patient_reads_it(request, house, who):
    chart(CHECKUP, *DONE)
    with pytest.raises(Refused):
        read(request.getfixturevalue(who), through=uid("ana"))


def test_another_patients_visit_is_not_found(house, stranger):
    chart(CHECKUP, *DONE)
    with pytest.raises(NotFound):
        read(stranger, through=uid("ana"))


@pytest.mark.parametrize("name", ["flu", "pill"])
def test_what_is_no_visit_is_not_found_as_one(house, ana, name):
    chart(CHECKUP, *DONE)
    with pytest.raises(NotFound):
        read(ana, name)


def test_it_shows_what_was_found_done_and_prescribed_there_and_nothing_of_other_visits(house, ana):
    chart(CHECKUP, *DONE)
    card = read(ana)
    assert titles(card) == {"Flu", "Throat swab", "Oseltamivir"}
    said = {part.heading: part.sentences for part in card.sheet.passages}
    assert said["Why you came"] == ["Cough"]
    assert said["What we found"] == ["Flu"]
    assert said["What was done"] == ["Throat swab"]
    assert said["Medicines"] == ["Prescribed: Oseltamivir"]
    assert not card.coming


def test_what_the_patient_may_not_see_is_not_in_the_summary(house, ana, ben):
    chart(CHECKUP, *DONE)
    switch_off(Shelf.PROCEDURES)
    with begin(SYSTEM) as work:
        work.one(select(Resource).where(Resource.fhir_id == "flu")).release.visible_from = None
    assert titles(read(ana)) == {"Oseltamivir"}
    assert "Flu" not in str(read(ana))
    assert "swab" not in str(read(ana))
    assert titles(read(as_patient(ben), through=uid("ana"))) == {"Oseltamivir"}


def test_another_patients_entries_with_the_same_visit_stay_theirs(house, ana):
    chart(CHECKUP)
    chart(DONE[0], of="stranger")
    assert titles(read(ana)) == set()


def test_a_booked_visit_has_nothing_to_mark_as_read(house, ana):
    chart({"resourceType": "Appointment", "id": "next", "status": "booked", "start": "2999-05-04T13:30:00Z"})
    card = read(ana, "next")
    assert (card.coming, card.sheet.can_mark, card.sections) == (True, False, [])


def test_a_long_stay_says_how_much_more_there_is(house, ana):
    swab = DONE[1]
    chart(CHECKUP, *[swab | {"id": f"swab-{n}"} for n in range(20)])
    part = read(ana).sections[0]
    assert (len(part.links), part.left) == (12, "and 8 more in your records")
