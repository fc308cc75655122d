"""What features file stands once in the chart, and what it said before is kept."""

import orjson
import pytest
from sqlalchemy import select

from portal_app import filing
from portal_app.access import visible
from portal_app.access.actor import SYSTEM, Actor
from portal_app.models import Resource, ResourceVersion
from portal_app.wiring import House, begin
from tests.people import person, uid

ALLERGY = {
    "resourceType": "AllergyIntolerance",
    "id": "a1",
    "clinicalStatus": {"coding": [{"code": "active"}]},
    "code": {"text": "Ibuprofen"},
    "patient": {"reference": "Patient/ana"},
}


def test_the_same_content_is_filed_once(house: House) -> None:
    for _ in range(2):
        with begin(SYSTEM) as work:
            filing.put(work, ALLERGY, uid("ana"), from_patient=True)
    with begin(SYSTEM, reads=True) as work:
        (row,) = work.all(select(Resource))
        assert (row.title, row.version, row.from_patient, row.patient_id) == ("Ibuprofen", 1, True, uid("ana"))
        assert work.all(select(ResourceVersion)) == []


def test_a_changed_entry_keeps_what_it_said_before(house: House) -> None:
    changed = ALLERGY | {"clinicalStatus": {"coding": [{"code": "inactive"}]}}
    for body in (ALLERGY, changed):
        with begin(SYSTEM) as work:
            filing.put(work, body, uid("ana"))
    with begin(SYSTEM, reads=True) as work:
        (row,) = work.all(select(Resource))
        (before,) = work.all(select(ResourceVersion))
        assert (row.version, row.status, orjson.loads(row.body)) == (2, "inactive", changed)
        assert orjson.loads(before.body) == ALLERGY


@pytest.mark.parametrize("who", ["stranger", "nobody"])
def test_only_the_patient_sees_what_was_filed(house: House, ana: Actor, who: str) -> None:
    with begin(SYSTEM) as work:
        filing.put(work, ALLERGY, uid("ana"))
    other = person(who)
    with begin(other, reads=True) as work:
        assert work.all(visible.resources(other, work.now)) == []
    with begin(ana, reads=True) as work:
        assert len(work.all(visible.resources(ana, work.now))) == 1
