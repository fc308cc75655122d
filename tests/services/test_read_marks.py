"""A patient says with one tap that they have read something."""

from datetime import datetime
from uuid import UUID

import pytest
from sqlalchemy import select

from portal_app.access.actor import SYSTEM
from portal_app.errors import NotFound, Refused
from portal_app.models import ItemRead, Resource
from portal_app.services import read_marks, records
from portal_app.wiring import begin
from tests.people import uid
from tests.services.records.test_visit import CHECKUP, DONE, id_of
from tests.services.test_records import as_patient, chart, facts


def marks() -> list[datetime]:
    with begin(SYSTEM, reads=True) as work:
        return [mark.at for mark in work.all(select(ItemRead))]


@pytest.mark.parametrize("who", ["nobody", "priya", "ben", "amara", "sam"])
def test_nobody_says_it_for_the_patient(request, house, who):
    chart(CHECKUP)
    actor = request.getfixturevalue(who)
    with pytest.raises(Refused), begin(actor) as work:
        read_marks.mark_read(work, id_of("checkup"))
    with pytest.raises(Refused), begin(as_patient(actor)) as work:
        read_marks.mark_read(work, id_of("checkup"))
    assert marks() == []
    assert facts("SummaryRead") == []


def test_another_patients_visit_is_not_found(house, stranger):
    chart(CHECKUP)
    with pytest.raises(NotFound), begin(stranger) as work:
        read_marks.mark_read(work, id_of("checkup"))
    assert marks() == []


def test_what_is_hidden_wrong_or_no_summary_is_not_found(house, ana):
    chart(CHECKUP, *DONE, CHECKUP | {"id": "wrong", "status": "entered-in-error"})
    with begin(SYSTEM) as work:
        work.one(select(Resource).where(Resource.fhir_id == "checkup")).release.visible_from = None
    for wanted in (id_of("checkup"), id_of("flu"), id_of("wrong"), UUID(int=0)):
        with pytest.raises(NotFound), begin(ana) as work:
            read_marks.mark_read(work, wanted)
    assert marks() == []


def test_the_first_tap_counts_and_the_second_changes_nothing(house, ana):
    chart(CHECKUP)
    with begin(ana) as work:
        day = read_marks.mark_read(work, id_of("checkup"))
        assert f"patient:{uid('ana')}" in work.topics
    first = marks()
    with begin(ana) as work:
        assert read_marks.mark_read(work, id_of("checkup")) == day
    assert marks() == first
    fact = facts("SummaryRead")
    assert [one.patient_id for one in fact] == [uid("ana")]
    with begin(ana, reads=True) as work:
        assert records.visit(work, id_of("checkup")).sheet.read_on == day
