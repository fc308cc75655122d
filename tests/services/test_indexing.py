"""The columns of the chart, made again after an upgrade."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal_app.access.actor import SYSTEM, Actor
from portal_app.errors import Refused
from portal_app.models import Patient, Resource, ResourceVersion
from portal_app.services import indexing
from portal_app.wiring import House, begin
from tests.people import uid
from tests.services.arrivals import arrive, decide, item, lab

FOR_WOMEN = {"appliesTo": [{"text": "female"}], "low": {"value": 1}, "high": {"value": 2}}


def again() -> None:
    with begin(SYSTEM) as work:
        indexing.again(work, None)


@pytest.mark.parametrize("who", ["nobody", "ana", "ben", "amara", "sam"])
def test_nobody_but_the_portal_itself_does_it(request: pytest.FixtureRequest, house: House, who: str) -> None:
    with pytest.raises(Refused), begin(request.getfixturevalue(who)) as work:
        indexing.again(work, None)


def test_what_was_corrected_counts_from_when_it_first_came(house: House) -> None:
    """Else what the patient sees already would be hidden from them again."""
    decide({"key": "a", "when": "after", "hours": 48})
    arrive(lab("k"))
    arrive(lab("k", status="corrected"))
    with begin(SYSTEM) as work:
        long_ago = work.now - timedelta(days=30)
        work.one(select(ResourceVersion)).received_at = long_ago
    again()
    assert item("k").arrived_at == long_ago
    assert item("k").visible_from == long_ago + timedelta(hours=48)


def test_a_range_by_sex_is_still_the_patients(house: House, ana: Actor) -> None:
    with begin(SYSTEM) as work:
        work.one(select(Patient).where(Patient.id == uid("ana"))).gender = "female"
    arrive(lab("k", referenceRange=[FOR_WOMEN]))
    before = item("k").standing
    again()
    assert before
    assert item("k").standing == before


def test_again_changes_nothing_that_was_right(house: House) -> None:
    arrive(lab("k"), lab("l"))
    with begin(SYSTEM, reads=True) as work:
        before = {row.id: (row.shelf, row.flags, row.arrived_at) for row in work.all(select(Resource))}
    again()
    with begin(SYSTEM, reads=True) as work:
        assert {row.id: (row.shelf, row.flags, row.arrived_at) for row in work.all(select(Resource))} == before
