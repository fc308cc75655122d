"""Through whose eyes a record is read: every service behind the patient's pages, read by staff who said why."""

import contextlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from portal_app.access.actor import Actor
from portal_app.errors import NotFound, Refused
from portal_app.services import education, records, results, view_as, vitals
from portal_app.services.records import VisitCard
from portal_app.wiring import House, begin
from tests.doors.belongings import snapshot
from tests.people import person, uid
from tests.services.doors import do
from tests.services.records.test_medicines import order
from tests.services.records.test_plans import goal, plan
from tests.services.records.test_visit import CHECKUP, DONE
from tests.services.results.panels import a_test, chart, commented, id_of, keep_waiting, panel
from tests.services.test_records import facts, vaccine
from tests.services.test_vitals import pressure

WHY = ("asked", "She called and cannot find her result.")
DUE = {
    "resourceType": "ImmunizationRecommendation",
    "id": "due",
    "date": "2020-01-01",
    "recommendation": [
        {
            "vaccineCode": [{"text": "Flu shot"}],
            "forecastStatus": {"coding": [{"code": "due"}]},
            "dateCriterion": [{"code": {"coding": [{"code": "30980-7"}]}, "value": "2020-02-01"}],
        }
    ],
}
DIABETES = {
    "resourceType": "Condition",
    "id": "diabetes",
    "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "E11.9"}], "text": "Diabetes"},
}
PLAIN = (
    {"resourceType": "AllergyIntolerance", "id": "nuts", "code": {"text": "Nuts"}},
    {"resourceType": "DocumentReference", "id": "letter", "status": "current", "description": "Letter"},
    {"resourceType": "CareTeam", "id": "team", "status": "active", "name": "Your team"},
    {"resourceType": "Device", "id": "aid", "deviceName": [{"name": "Hearing aid", "type": "other"}]},
    {"resourceType": "Coverage", "id": "plan", "status": "active", "payor": [{"display": "Blue Plan"}]},
    {"resourceType": "FamilyMemberHistory", "id": "mother", "status": "completed", "relationship": {"text": "Mother"}},
    {"resourceType": "Basic", "id": "strange", "code": {"text": "Something else"}},
)
Read = Callable[..., Any]

READS: dict[str, Read] = {
    "hub": records.hub,
    "medicines": records.medicines,
    "care": records.care,
    "care that is over": lambda work, **eyes: records.care(work, "past", **eyes),
    "vaccines that are due": records.vaccines_due,
    "visits": records.visits,
    "past visits": lambda work, **eyes: records.past_visits(work, **eyes),
    "a visit": lambda work, **eyes: records.visit(work, id_of("checkup"), **eyes),
    "an entry": lambda work, **eyes: records.item(work, id_of("diabetes"), **eyes),
    "the person": records.me,
    "results": results.see,
    "results outside": lambda work, **eyes: results.see(work, "outside", **eyes),
    "a result": lambda work, **eyes: results.read(work, id_of("new"), **eyes),
    "a test over time": lambda work, **eyes: results.over_time(work, id_of("new-2823-3"), **eyes),
    "the tests there are": results.names,
    "every value of a test": lambda work, **eyes: results.values(work, "Potassium", **eyes),
    "measurements": vitals.overview,
    "a measurement": lambda work, **eyes: vitals.read(work, id_of("bp-1"), **eyes),
    "more of a measurement": lambda work, **eyes: vitals.more(work, id_of("bp-2"), id_of("bp-2"), **eyes),
    "what to read about it": lambda work, **eyes: education.about(work, id_of("diabetes"), **eyes),
    "a page to read": lambda work, **eyes: education.read(work, _first_page(), **eyes),
    **{shelf: lambda work, shelf=shelf, **eyes: records.see(work, shelf, **eyes) for shelf in records.LISTS},
}
"""Every read behind the patient's pages."""


def _without_own_mark(card: Any) -> Any:
    """That a visit was read is said by the patient's account, which nobody else has."""
    return replace(card, sheet=replace(card.sheet, can_mark=False)) if isinstance(card, VisitCard) else card


def _first_page() -> str:
    with begin(person("ana"), reads=True) as work:
        return education.about(work, id_of("diabetes"))[0].path.removeprefix("/learn/")


@pytest.fixture
def furniture() -> Callable[[], None]:
    """Her record stands in the house."""
    return _her_record


@pytest.fixture
def hers(house: House) -> None:
    """The house, with her record in it."""


def _her_record() -> None:
    """Ana's record: something on each page, and a result that waits because she asked for it."""
    for name, day, value in (("old", "2025-11-12", 4.7), ("new", "2026-06-02", 5.3)):
        chart(*panel(name, day, value))
    commented("new", "A little high. Nothing to fear.", "Come back in a week")
    chart(a_test("waits", "2345-7", 80, "2026-06-03"))
    keep_waiting("waits")
    chart(
        CHECKUP,
        *DONE,
        DIABETES,
        vaccine(1),
        DUE,
        order("m"),
        plan("asthma"),
        goal("walk"),
        goal("over", "completed"),
        *PLAIN,
    )
    chart(pressure("bp-1", "2024-12-03", 124, 80), pressure("bp-2", "2026-06-02", 138, 86))


def _opened(who: str) -> Actor:
    do(person(who), view_as.open, uid("ana"), *WHY)
    return person(who)


def _read(actor: Actor, name: str, **eyes: Any) -> Any:
    with begin(actor, reads=True) as work:
        return READS[name](work, **eyes)


@pytest.mark.parametrize("name", READS)
def test_who_has_no_view_of_this_patient_now_reads_nothing(hers, name: str) -> None:
    of_another = person("ben")
    do(of_another, view_as.open, uid("stranger"), *WHY)
    for who in ("nobody", "priya", "dana", "sam", "amara", "ben"):
        with pytest.raises(Refused):
            _read(person(who), name, through=uid("ana"))
    looker = _opened("ben")
    with pytest.raises(Refused):
        _read(looker, name)
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=31)), pytest.raises(Refused):
        _read(person("ben"), name, through=uid("ana"))


@pytest.mark.parametrize("name", READS)
def test_staff_who_look_get_the_very_card_of_the_patient(hers, name: str) -> None:
    card = _without_own_mark(_read(person("ana"), name))
    for who in ("ben", "amara"):
        assert _read(_opened(who), name, through=uid("ana")) == card


@pytest.mark.parametrize("name", sorted(READS.keys() - {"a page to read"}))
def test_there_is_something_of_hers_in_each_that_could_have_been_kept_back(hers, house: House, name: str) -> None:
    hers_now, others = _read(person("ana"), name), None
    with contextlib.suppress(NotFound):
        others = _read(person("stranger"), name)
    assert hers_now != others


def test_a_look_leaves_facts_and_changes_nothing(hers, house: House) -> None:
    looker = _opened("ben")
    before = snapshot(house.engine)
    for name in READS:
        _read(looker, name, through=uid("ana"))
    assert snapshot(house.engine) == before
    looks = facts("ChartRead")
    assert {(fact.account_id, fact.patient_id) for fact in looks} == {(uid("account ben"), uid("ana"))}
    assert all("as_patient" in fact.data for fact in looks)
