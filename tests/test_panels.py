"""A report and its tests: whatever comes first, they are as sensitive as the most sensitive, and no test is earlier."""

from datetime import UTC, datetime, timedelta
from threading import Event, Thread
from time import sleep

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, undefer_group

from portal_app import releasing
from portal_app.access.actor import SYSTEM
from portal_app.applying import Applying
from portal_app.chart.identity import Names
from portal_app.chart.members import member
from portal_app.models import RELEASE, ReleaseRules, Resource, Shelf
from portal_app.rules.release_plan import planned
from portal_app.services import importing
from portal_app.wiring import House, begin

NOW = datetime.now(UTC)
LOINC = "http://loinc.org"


def observed(name: str, code: str, category: str = "laboratory") -> dict:
    return {
        "resourceType": "Observation", "id": name, "status": "final", "subject": {"reference": "Patient/p"},
        "category": [{"coding": [{"code": category}]}], "code": {"coding": [{"system": LOINC, "code": code}]},
        "valueQuantity": {"value": 1, "unit": "mg/dL"}, "effectiveDateTime": NOW.isoformat(),
    }  # fmt: skip


HIV, SUGAR, PULSE = observed("hiv", "56888-1"), observed("sugar", "2339-0"), observed("pulse", "8867-4", "vital-signs")
PATIENT = {"resourceType": "Patient", "id": "p", "birthDate": "1980-01-01"}
REPORT = {
    "resourceType": "DiagnosticReport", "id": "report", "status": "final", "subject": {"reference": "Patient/p"},
    "category": [{"coding": [{"code": "LAB"}]}], "code": {"coding": [{"system": LOINC, "code": "51990-0"}]},
    "effectiveDateTime": NOW.isoformat(), "conclusion": "What the tests say.",
    "result": [{"reference": f"Observation/{name}"} for name in ("hiv", "sugar", "pulse")],
}  # fmt: skip


def came(*parcels: list[dict]) -> None:
    """Each parcel is an import of its own."""
    for parcel in parcels:
        with begin(SYSTEM) as work:
            importing.store(work, [member({"resource": row}, Names()) for row in parcel])


def rule(**said: object) -> None:
    with begin(SYSTEM) as work:
        body = planned({"rules": [{"key": "a", "when": "after", "hours": 48, **said}]}).model_dump(mode="json")
        work.add(ReleaseRules(edition=1, body=body, made_at=NOW))


_EVERYTHING = select(Resource).where(Resource.type != "Patient").options(undefer_group(RELEASE))


def stored(house: House) -> dict[str, Resource]:
    with Session(house.engine) as session:
        return {row.fhir_id: row for row in session.scalars(_EVERYTHING)}


ORDERS = {
    "together": [[PATIENT, REPORT, HIV, SUGAR, PULSE]],
    "the report first": [[PATIENT, REPORT], [SUGAR], [PULSE], [HIV]],
    "the report last": [[PATIENT, HIV], [SUGAR, PULSE], [REPORT]],
    "the sensitive test last, and the report again": [
        [PATIENT, REPORT, SUGAR, PULSE],
        [HIV],
        [{**REPORT, "note": "x"}],
    ],
}


@pytest.mark.parametrize("parcels", ORDERS.values(), ids=ORDERS)
def test_a_report_waits_as_its_most_sensitive_test_does_and_so_do_its_other_tests(house: House, parcels: list):
    rule(flags=["hiv"])
    came(*parcels)
    found = stored(house)
    assert set(found) == {"report", "hiv", "sugar", "pulse"}
    assert {row.flags for row in found.values()} == {"hiv"}
    assert found["report"].visible_from == found["report"].arrived_at + timedelta(hours=48)
    assert all(row.visible_from >= found["report"].visible_from for row in found.values())


@pytest.mark.parametrize("which", [{"classes": ["labs"]}, {"codes": ["51990-0"]}], ids=str)
@pytest.mark.parametrize("parcels", ORDERS.values(), ids=ORDERS)
def test_no_test_is_seen_before_its_report_whatever_the_rule_looks_at(house: House, which: dict, parcels: list):
    rule(**which)
    came(*parcels)
    found = stored(house)
    assert found["report"].visible_from == found["report"].arrived_at + timedelta(hours=48)
    assert all(row.visible_from >= found["report"].visible_from for row in found.values())
    assert found["pulse"].decided_by == "a"


def test_a_test_that_is_an_error_makes_its_report_wait_for_nothing(house: House):
    rule(flags=["hiv"])
    came([PATIENT, REPORT, SUGAR, {**HIV, "status": "entered-in-error"}])
    assert stored(house)["report"].flags == ""
    assert stored(house)["report"].visible_from == stored(house)["report"].arrived_at


OTHER = {"resourceType": "Patient", "id": "q", "birthDate": "1990-01-01"}
THEIRS = {**SUGAR, "subject": {"reference": "Patient/q"}}
MIXED: dict[str, list] = {
    "together": [[PATIENT, OTHER, REPORT, HIV, THEIRS]],
    "the report first": [[PATIENT, OTHER, REPORT, HIV], [THEIRS]],
    "the report last": [[PATIENT, OTHER, THEIRS], [HIV, REPORT]],
    "whose it is was corrected": [[PATIENT, OTHER, REPORT, HIV, SUGAR], [THEIRS]],
    "its patient last": [[PATIENT, REPORT, HIV, THEIRS], [OTHER]],
}


@pytest.mark.parametrize("parcels", MIXED.values(), ids=MIXED)
def test_a_report_of_one_patient_takes_no_test_of_another(house: House, parcels: list):
    rule(flags=["hiv"])
    came(*parcels)
    with begin(SYSTEM) as work:
        importing.adopt(work, None)
    found = stored(house)
    assert found["hiv"].panel_id == found["report"].id
    assert found["sugar"].panel_id is None
    assert found["sugar"].shelf is Shelf.RESULTS
    assert found["sugar"].visible_from is not None


def test_whose_test_waits_does_not_make_the_report_of_another_wait(house: House):
    rule(flags=["hiv"])
    came([PATIENT, OTHER, {**HIV, "subject": {"reference": "Patient/q"}}, SUGAR, REPORT])
    found = stored(house)
    assert found["report"].visible_from == found["report"].arrived_at
    assert found["hiv"].visible_from > found["hiv"].arrived_at


def test_a_report_and_its_test_that_come_at_the_same_moment_find_each_other(house: House):
    rule(flags=["hiv"])
    came([PATIENT])
    stored_first = Event()

    def bring(*rows: dict, until: float = 0) -> None:
        with begin(SYSTEM) as work:
            importing.store(work, [member({"resource": row}, Names()) for row in rows])
            stored_first.set()
            sleep(until)

    first = Thread(target=bring, args=(REPORT, SUGAR), kwargs={"until": 0.5})
    first.start()
    stored_first.wait(5)
    bring(HIV)
    first.join()
    found = stored(house)
    assert {row.flags for row in found.values()} == {"hiv"}
    assert found["hiv"].panel_id == found["report"].id
    assert found["report"].visible_from > found["report"].arrived_at


def test_each_report_of_a_test_that_a_rule_names_waits_for_it(house: House):
    """A first and a last report of one test: the first goes on telling of it."""
    rule(codes=["56888-1"])
    early = {**REPORT, "id": "early", "effectiveDateTime": (NOW - timedelta(days=2)).isoformat()}
    came([PATIENT, early, HIV, SUGAR], [REPORT], [{**early, "note": "x"}])
    found = stored(house)
    assert {name: row.decided_by for name, row in found.items() if name != "sugar"} == dict.fromkeys(
        ("early", "report", "hiv"), "a"
    )
    with begin(SYSTEM) as work:
        assert Applying(work, releasing.rules_now(work)).differing(releasing.patients_after(work, None, 9)).rows == []


def test_a_test_that_comes_last_makes_each_of_its_reports_wait(house: House):
    rule(codes=["56888-1"])
    early = {**REPORT, "id": "early", "effectiveDateTime": (NOW - timedelta(days=2)).isoformat()}
    came([PATIENT, early, REPORT, SUGAR], [HIV])
    assert {name for name, row in stored(house).items() if row.decided_by == "a"} >= {"early", "report", "hiv"}
