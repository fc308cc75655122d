import re

import pytest
from hypothesis import given, settings

from portal_app.catalogue import speaking
from portal_app.chart.index import index
from portal_app.chart.record import Context
from portal_app.chart.records import READERS, read
from portal_app.models.kinds import Group
from tests.chart.charts import everything
from tests.chart.mutated import resources

HERE = Context("America/New_York", {"osei": "Dr. Amara Osei"})
MACHINE = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-|https?:|urn:|\d\.\d{6,}|\((disorder|finding|procedure|situation)\)|mm\[Hg\]|\{score\}"
    r"|\b(Condition|Observation|MedicationRequest|AllergyIntolerance|CarePlan)\b"
)
LOINC = "http://loinc.org"


def lab(**members: object) -> dict:
    return {"resourceType": "Observation", "status": "final", "code": {"text": "Iron"}, **members}


def words(record: object) -> str:
    return " | ".join([record.title, record.when, record.value, record.status, *record.notes])


@settings(max_examples=400, deadline=None)
@given(resources())
def test_garbage_anywhere_still_gives_a_record_with_a_title(resource):
    for group in READERS:
        record = read(group, resource, HERE)
        assert record.title
        assert all(isinstance(note, str) and note for note in record.notes)


def test_no_record_of_the_demo_charts_shows_a_code_an_id_or_an_unrounded_number():
    for member in everything():
        group = index(member.resource).group
        if group in READERS:
            said = words(read(group, member.resource, HERE))
            assert not MACHINE.search(said), said
            assert "without a name" not in said


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (79.64261676417885, "mg/dL", "79.6 mg/dL"),
        (0.00705407629136891, "kU/L", "0.00705 kU/L"),
        (1450.6212345, "10*3/uL", "1,451 thousand/mcL"),
        (6.364049302065611, "%", "6.36%"),
        (4.1, "g/dL", "4.1 g/dL"),
        (100.0, "mg/dL", "100 mg/dL"),
        (3.4, "{score}", "3"),
        (12, "ug/L", "12 mcg/L"),
    ],
)
def test_a_number_is_rounded_as_a_lab_prints_it(value, unit, said):
    assert read(Group.LABS, lab(valueQuantity={"value": value, "unit": unit}), HERE).value == said


def test_a_common_test_is_rounded_to_the_decimals_that_labs_use():
    glucose = lab(
        code={"coding": [{"system": LOINC, "code": "2339-0"}]},
        valueQuantity={"value": 79.64261676417885, "unit": "mg/dL"},
    )
    record = read(Group.LABS, glucose, HERE)
    assert (record.title, record.value) == ("Glucose (blood sugar)", "80 mg/dL")


def test_a_sign_before_the_number_is_kept():
    measured = lab(valueQuantity={"value": 0.5, "comparator": "<", "unit": "ng/mL"})
    assert read(Group.LABS, measured, HERE).value == "< 0.5 ng/mL"


def test_the_labs_own_judgement_wins_over_the_range():
    found = {
        "valueQuantity": {"value": 5, "unit": "g/L"},
        "referenceRange": [{"low": {"value": 1}, "high": {"value": 9}}],
    }
    assert read(Group.LABS, lab(**found), HERE).status == "In the usual range"
    judged = lab(**found, interpretation=[{"coding": [{"code": "HH"}]}])
    record = read(Group.LABS, judged, HERE)
    assert record.status == "Very high"
    assert "Usual range: 1 to 9" in record.notes


def test_ranges_in_another_unit_or_several_of_them_judge_nothing():
    value = {"value": 5, "unit": "g/L"}
    other = lab(valueQuantity=value, referenceRange=[{"high": {"value": 1, "unit": "mg/dL"}}])
    several = lab(valueQuantity=value, referenceRange=[{"high": {"value": 1}}, {"high": {"value": 9}}])
    assert read(Group.LABS, other, HERE).status == ""
    assert read(Group.LABS, several, HERE).status == ""


def test_a_blood_pressure_is_one_reading():
    record = read(
        Group.VITALS,
        {
            "resourceType": "Observation",
            "code": {"coding": [{"system": LOINC, "code": "85354-9"}]},
            "component": [
                {"code": {"coding": [{"system": LOINC, "code": "8462-4"}]}, "valueQuantity": {"value": 85.6}},
                {"code": {"coding": [{"system": LOINC, "code": "8480-6"}]}, "valueQuantity": {"value": 138.2}},
            ],
        },
        HERE,
    )
    assert (record.title, record.value) == ("Blood pressure", "138/86 mmHg")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2015-04-07T02:30:00Z", "April 6, 2015"),
        ("2015-04-07", "April 7, 2015"),
        ("2015-04", "April 2015"),
        ("2015", "2015"),
        ("yesterday", ""),
        ("2015-13-41", ""),
    ],
)
def test_a_day_is_said_in_the_clinics_zone_as_exactly_as_it_is_known(written, said):
    assert read(Group.LABS, lab(effectiveDateTime=written), HERE).when == said


def test_a_day_is_said_in_spanish_too():
    with speaking("es"):
        assert read(Group.LABS, lab(effectiveDateTime="2015-04-07"), HERE).when == "7 de abril de 2015"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("diphenhydrAMINE Hydrochloride 25 MG Oral Tablet", "Diphenhydramine hydrochloride 25 mg tablet"),
        ("NDA020800 0.3 ML Epinephrine 1 MG/ML Auto-Injector", "Epinephrine 1 mg/mL Auto-Injector (0.3 mL)"),
        ("Ibuprofen 400 MG Oral Tablet [Ibu]", "Ibuprofen 400 mg tablet (Ibu)"),
    ],
)
def test_a_medicine_is_called_as_its_label_says(written, said):
    record = read(Group.MEDICINES, {"medicationCodeableConcept": {"text": written}, "status": "active"}, HERE)
    assert record.title.lower() == said.lower()
    assert record.status == "Take now"


def test_how_to_take_a_medicine_is_said_in_words():
    repeat = {"frequency": 2, "period": 1, "periodUnit": "d"}
    dosage = {"doseAndRate": [{"doseQuantity": {"value": 1, "unit": "tablet"}}], "timing": {"repeat": repeat}}
    record = read(
        Group.MEDICINES, {"status": "active", "dosageInstruction": [{**dosage, "asNeededBoolean": True}]}, HERE
    )
    assert record.notes == ("1 tablet at a time, 2 times a day when you need it",)


def test_a_visit_names_the_people_the_directory_knows():
    visit = {
        "resourceType": "Encounter",
        "status": "finished",
        "type": [{"text": "Encounter for check up (procedure)"}],
        "participant": [{"individual": {"reference": "Practitioner/osei"}}],
        "period": {"start": "2026-03-01T15:00:00Z"},
    }
    record = read(Group.VISITS, visit, HERE)
    assert (record.title, record.when, record.notes) == ("Check-up", "March 1, 2026", ("With Dr. Amara Osei",))


def test_the_day_of_a_booked_visit_begins_a_line_in_both_languages():
    visit = {"resourceType": "Appointment", "status": "booked", "start": "2026-11-27T14:30:00Z"}
    assert read(Group.VISITS, visit, HERE).when == "Friday, November 27, 2026 at 9:30 AM"
    with speaking("es"):
        assert read(Group.VISITS, visit, HERE).when.startswith("Viernes, 27 de noviembre")
