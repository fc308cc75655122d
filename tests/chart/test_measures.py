import pytest

from portal_app.catalogue import speaking
from portal_app.chart.measures import measure
from portal_app.chart.record import Context

HERE = Context("America/New_York", {"riverside": "Riverside Lab"})
LOINC = "http://loinc.org"


def observed(**members: object) -> dict:
    return {"resourceType": "Observation", "status": "final", "code": {"text": "Iron"}, **members}


@pytest.mark.parametrize(
    ("members", "said", "unit"),
    [
        ({"valueQuantity": {"value": 79.64261676417885, "unit": "mg/dL"}}, "79.6", "mg/dL"),
        ({"valueQuantity": {"value": 0.5, "comparator": "<", "unit": "ng/mL"}}, "< 0.5", "ng/mL"),
        ({"valueQuantity": {"value": 90, "comparator": ">=", "code": "mL/min/{1.73_m2}"}}, "≥ 90", "mL/min/1.73 m²"),
        ({"valueQuantity": {"value": "5.3", "unit": "mmol/L"}}, "5.3", "mmol/L"),
        ({"valueQuantity": {"value": 1, "unit": "d"}}, "1", "day"),
        ({"valueQuantity": {"value": 12, "code": "mo"}}, "12", "months"),
        ({"valueInteger": 1450}, "1,450", ""),
        ({"valueBoolean": False}, "No", ""),
        ({"valueString": "<0.5"}, "< 0.5", ""),
        ({"valueString": "no growth"}, "No growth", ""),
        ({"valueString": "Result < 5 {see comment}"}, "Result < 5 {see comment}", ""),
        ({"valueCodeableConcept": {"coding": [{"code": "260385009"}]}}, "Negative", ""),
        ({"valueCodeableConcept": {"text": "Straw (qualifier value)"}}, "Straw", ""),
        ({"valueRange": {"low": {"value": 3}, "high": {"value": 5, "unit": "mg"}}}, "3 to 5 mg", ""),
        ({"valueRange": {"high": {"value": 5, "unit": "mg"}}}, "up to 5 mg", ""),
        ({"valueRatio": {"numerator": {"value": 1}, "denominator": {"value": 128}}}, "1:128", ""),
        (
            {"valueRatio": {"numerator": {"value": 3, "unit": "mg"}, "denominator": {"value": 1, "unit": "mL"}}},
            "3 mg per mL",
            "",
        ),
        ({"valueTime": "14:30:00"}, "2:30 PM", ""),
        ({"valueDateTime": "2026-10"}, "October 2026", ""),
        ({"valueDateTime": "2026-10-28T03:00:00Z"}, "October 27, 2026 at 11:00 PM", ""),
        ({"valuePeriod": {"start": "2026-10-01", "end": "2026-10-05"}}, "October 1, 2026 to October 5, 2026", ""),
        ({"valuePeriod": {"start": "2026-10"}}, "since October 2026", ""),
        (
            {
                "valueSampledData": {
                    "origin": {"value": 10, "unit": "mV"},
                    "period": 500,
                    "factor": 2,
                    "data": "1 E 5 L",
                }
            },
            "A curve of 4 points. It took 2 seconds. Lowest 12 mV, highest 20 mV.",
            "",
        ),
    ],
)
def test_every_kind_of_value_has_its_words(members, said, unit):
    found = measure(observed(**members), HERE)
    assert (found.value, found.unit) == (said, unit)


def test_a_number_that_is_only_a_bound_lies_nowhere_on_the_line():
    found = measure(observed(valueQuantity={"value": 3, "comparator": "<", "unit": "ng/L"}), HERE)
    assert found.amount is None
    assert measure(observed(valueQuantity={"value": 3, "unit": "ng/L"}), HERE).amount == 3


@pytest.mark.parametrize(
    ("absent", "said"),
    [
        ({"coding": [{"code": "unknown"}]}, "The value is not known."),
        ({"coding": [{"code": "asked-declined"}]}, "This was asked. No answer was given."),
        ({"coding": [{"code": "masked"}]}, "This value is kept private."),
        ({"coding": [{"code": "not-performed"}]}, "This was not done."),
        ({"coding": [{"code": "error"}], "text": "Specimen hemolyzed"}, "Specimen hemolyzed"),
        ({"text": "not performed"}, "This was not done."),
        ({"coding": [{"code": "zz-9"}]}, "No value yet"),
    ],
)
def test_why_there_is_no_value_is_said_in_a_sentence(absent, said):
    found = measure(observed(dataAbsentReason=absent), HERE)
    assert (found.value, found.why_missing) == ("", said)


def test_a_reason_that_stands_beside_the_value_counts_too():
    url = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
    beside = {"valueQuantity": {"extension": [{"url": url, "valueCode": "not-applicable"}]}}
    assert measure(observed(**beside), HERE).why_missing == "This does not apply to you."


def test_an_answer_that_is_only_a_code_is_not_shown_as_one():
    found = measure(observed(valueCodeableConcept={"coding": [{"system": LOINC, "code": "LA31993-1"}]}), HERE)
    assert found.value == ""
    assert found.why_missing == "The answer came without words. Ask your care team."


@pytest.mark.parametrize(
    ("status", "value", "said"),
    [
        ("entered-in-error", "", "Entered by mistake"),
        ("cancelled", "", "The test was canceled"),
        ("registered", "", "Waiting for the lab"),
        ("preliminary", "5", "Not final yet"),
        ("amended", "5", "Corrected by the lab"),
        ("corrected", "5", "Corrected by the lab"),
        ("final", "5", ""),
    ],
)
def test_how_far_a_result_is_is_said_and_what_is_not_there_is_not_shown(status, value, said):
    found = measure(observed(status=status, valueQuantity={"value": 5, "unit": "kg"}), HERE)
    assert (found.value, found.progress) == (value, said)
    if status == "entered-in-error":
        assert found.notes == ()


def test_a_panel_in_one_observation_has_parts_and_stands_as_its_most_urgent_one():
    def part(name: str, value: float, code: str) -> dict:
        return {
            "code": {"text": name},
            "valueQuantity": {"value": value},
            "interpretation": [{"coding": [{"code": code}]}],
        }

    panel = observed(component=[part("One", 1, "N"), part("Two", 2, "H"), part("Three", 3, "LL")])
    found = measure(panel, HERE)
    assert [one.title for one in found.parts] == ["One", "Two", "Three"]
    assert (found.standing, found.value, found.why_missing) == ("very_low", "", "")
    assert found.sentence == "Iron. Very low. One 1. In the usual range. Two 2. High. Three 3. Very low."


def test_members_are_found_inside_it_or_among_the_others_and_a_circle_ends():
    a = observed(
        id="a", hasMember=[{"reference": "Observation/b"}, {"reference": "#c"}, {"reference": "Observation/x"}]
    )
    a["contained"] = [observed(id="c", code={"text": "Inside"}, valueInteger=2)]
    b = observed(id="b", code={"text": "Beside"}, valueInteger=1, hasMember=[{"reference": "Observation/a"}])
    found = measure(a, HERE, {"a": a, "b": b})
    assert [one.title for one in found.parts] == ["Beside", "Inside"]


@pytest.mark.parametrize(
    ("performer", "said"),
    [
        (
            [{"reference": "Organization/riverside"}, {"display": "OSEI, AMARA, MD"}],
            "Riverside Lab and Osei, Amara, MD",
        ),
        ([{"reference": "#p"}], "Dr. Amara Osei"),
        ([{"reference": "Practitioner/unknown-77"}], ""),
        ([{"reference": "Patient/jill", "display": "Jill Tillman"}], "Jill Tillman"),
    ],
)
def test_several_performers_are_named_and_nobody_is_called_by_an_id(performer, said):
    inside = {
        "resourceType": "Practitioner",
        "id": "p",
        "name": [{"given": ["Amara"], "family": "Osei", "prefix": ["Dr."]}],
    }
    assert measure(observed(performer=performer, contained=[inside], valueInteger=1), HERE).performer == said


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({"effectiveInstant": "2026-10-28T03:00:00Z"}, "October 27, 2026"),
        ({"effectiveDateTime": "2026"}, "2026"),
        ({"effectiveDateTime": "2026-10-28T99:00:00Z"}, "October 28, 2026"),
        ({"effectiveDateTime": "2016-12-31T23:59:60Z"}, "December 31, 2016"),
        ({"effectivePeriod": {"end": "2026-10-28"}}, "October 28, 2026"),
        ({"effectiveTiming": {"event": ["2026-10-28", "2026-10-20"]}}, "October 20, 2026"),
        ({"effectiveTiming": {"repeat": {"boundsPeriod": {"start": "2026-10"}}}}, "October 2026"),
        ({"issued": "2026-10-28T15:00:00+05:00"}, "October 28, 2026"),
    ],
)
def test_when_it_was_taken_is_found_wherever_it_is_written(members, said):
    assert measure(observed(**members), HERE).taken == said


def test_sample_place_and_comments_are_kept_word_for_word_without_addresses():
    found = measure(
        observed(
            valueInteger=1,
            specimen={"display": "Venous blood"},
            bodySite={"text": "Left arm"},
            note=[
                {"text": "First line.\n\n<b>Value < 5</b> | see https://lab.example.org/x?id=1"},
                {"text": "urn:oid:1.2.3"},
            ],
        ),
        HERE,
    )
    assert found.notes == (
        "Sample: Venous blood", "Where: Left arm", "First line.", "Value < 5 | see (a link)", "(a link)",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("unit", "said"),
    [
        ("10*3/uL", "thousand/mcL"), ("K/uL", "thousand/mcL"), ("x10E3/uL", "thousand/mcL"), ("m[iU]/L", "mIU/L"),
        ("mm[Hg]", "mmHg"), ("Cel", "°C"), ("[in_us]", "in"), ("mg/g{creat}", "mg/g"), ("mg/(24.h)", "mg/24 h"),
        ("{score}", ""), ("[arb'U]/mL", "arbU/mL"), ("/[HPF]", "per high-power field"), ("umol/L", "mcmol/L"),
        ("http://unitsofmeasure.org", ""), ("2339-0", ""), ("3f0c2a5e-8d1b-4c39-9a55-0d6f7f1c2b3a", ""), ("%", "%"),
    ],
)  # fmt: skip
def test_a_unit_is_read_in_signs_that_people_know(unit, said):
    assert measure(observed(valueQuantity={"value": 2, "unit": unit}), HERE).unit == said


def test_everything_about_a_value_is_one_sentence_in_both_languages():
    potassium = observed(
        code={"coding": [{"system": LOINC, "code": "2823-3"}]},
        valueQuantity={"value": 5.3, "unit": "mmol/L"},
        referenceRange=[{"low": {"value": 3.5, "unit": "mmol/L"}, "high": {"value": 5.1, "unit": "mmol/L"}}],
        status="preliminary",
    )
    assert measure(potassium, HERE).sentence == (
        "Potassium 5.3 mmol/L. A little high. Usual range: 3.5 to 5.1 mmol/L. Not final yet."
    )
    with speaking("es"):
        assert measure(potassium, HERE).sentence == (
            "Potasio 5.3 mmol/L. Un poco alto. Rango habitual: 3.5 a 5.1 mmol/L. Todavía no es definitivo."
        )
