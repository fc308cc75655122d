from collections import Counter
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings

from portal_app.chart.index import index
from portal_app.models.kinds import Group
from tests.chart.charts import everything
from tests.chart.mutated import resources


@settings(max_examples=400, deadline=None)
@given(resources())
def test_garbage_anywhere_gives_columns_that_a_database_takes(resource):
    found = index(resource)
    for column, longest in (("type", 64), ("fhir_id", 128), ("title", 400), ("status", 64), ("encounter", 160)):
        value = getattr(found, column)
        assert isinstance(value, str)
        assert len(value) <= longest or column in {"type", "fhir_id"}
        assert "\x00" not in value
        value.encode()
    assert found.clinical_at is None or found.clinical_at.tzinfo is UTC


def test_every_resource_of_the_demo_charts_is_understood_and_knows_its_patient():
    found = [index(member.resource) for member in everything()]
    assert all(item.understood for item in found)
    assert {item.type for item in found if not item.patient} == {"Practitioner", "Organization"}
    groups = Counter(item.group for item in found)
    assert groups[Group.PROBLEMS] == 96
    assert groups[Group.VACCINES] == 199
    assert groups[Group.DIRECTORY] == 42
    assert groups[Group.LABS] == 1488


def test_a_clinical_date_is_never_the_date_of_import():
    lab = {"resourceType": "Observation", "id": "o", "meta": {"lastUpdated": "2026-01-01T00:00:00Z"}}
    assert index(lab).clinical_at is None
    assert index({**lab, "effectiveDateTime": "2015-04"}).clinical_at == datetime(2015, 4, 1, tzinfo=UTC)
    assert index({**lab, "effectiveDateTime": "2015-04"}).precision == "month"


@pytest.mark.parametrize(
    "resource",
    [
        {"resourceType": "Observation", "status": "entered-in-error"},
        {"resourceType": "Condition", "verificationStatus": {"coding": [{"code": "entered-in-error"}]}},
        {"resourceType": "Condition", "verificationStatus": {"coding": [{"code": "refuted"}]}},
    ],
)
def test_what_the_chart_calls_an_error_is_marked_so(resource):
    assert index(resource).entered_in_error


def test_half_a_blood_pressure_and_a_survey_question_are_no_lab_results():
    lab = {"resourceType": "Observation", "category": [{"coding": [{"code": "laboratory"}]}]}
    loinc = {"system": "http://loinc.org"}
    assert index({**lab, "code": {"coding": [{**loinc, "code": "8480-6"}]}}).group is Group.OTHER
    assert index({**lab, "code": {"text": "Are you a refugee?"}}).group is Group.OTHER
    assert index({**lab, "code": {"text": "Race"}, "valueCodeableConcept": {"coding": [{"code": "LA1-1"}]}}).group is (
        Group.OTHER
    )
    assert index({**lab, "code": {"coding": [{**loinc, "code": "2339-0"}]}}).group is Group.LABS


@pytest.mark.parametrize(
    "reference",
    ["Patient/ana", "urn:uuid:ana", "https://ehr.example/fhir/Patient/ana", "Patient/ana/_history/2"],
)
def test_a_patient_is_found_however_the_reference_is_written(reference):
    assert index({"resourceType": "Goal", "subject": {"reference": reference}}).patient == "ana"


def test_a_group_or_a_device_is_not_a_patient():
    assert index({"resourceType": "Goal", "subject": {"reference": "Group/all"}}).patient == ""


def test_a_booked_visit_is_called_by_its_kind():
    booked = {"resourceType": "Appointment", "status": "booked", "appointmentType": {"text": "Check-up"}}
    assert index(booked).title == "Check-up"


HIV_TEST = {"code": {"coding": [{"system": "http://loinc.org", "code": "56888-1"}]}, "valueString": "Detected"}


@pytest.mark.parametrize(
    "resource",
    [
        {"resourceType": "Observation", "component": [HIV_TEST]},
        {"resourceType": "DiagnosticReport", "contained": [{"resourceType": "Observation", "id": "t", **HIV_TEST}]},
        {"resourceType": "DiagnosticReport", "contained": [{"resourceType": "Observation", "component": [HIV_TEST]}]},
    ],
    ids=["a part of an observation", "a test in a report", "a part of a test in a report"],
)
def test_what_has_a_sensitive_test_inside_is_as_sensitive(resource):
    assert index({**resource, "id": "one", "status": "final", "code": {"text": "Panel"}}).flags == "hiv"
