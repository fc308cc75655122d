from datetime import date

import pytest

from portal_app.catalogue import speaking
from portal_app.chart import ranges
from portal_app.chart.measured import judged
from portal_app.chart.measures import measure
from portal_app.chart.record import Context

SNOMED = "http://snomed.info/sct"
WOMAN = {"coding": [{"system": SNOMED, "code": "248152002"}]}
MAN = {"text": "Adult men"}
DAY = date(2026, 11, 23)


def q(value: float, unit: str = "g/dL") -> dict:
    return {"value": value, "unit": unit}


def lab(value: object, *ranges: dict, **more: object) -> dict:
    given = value if isinstance(value, dict) else q(value)
    return {
        "resourceType": "Observation", "status": "final", "code": {"text": "Iron"}, "effectiveDateTime": "2026-11-23",
        "valueQuantity": given, "referenceRange": list(ranges), **more,
    }  # fmt: skip


def between(low: float, high: float, **more: object) -> dict:
    return {"low": q(low), "high": q(high), **more}


def years(low: float | None = None, high: float | None = None, unit: str = "a") -> dict:
    ends = {"low": low, "high": high}
    return {name: {"value": end, "code": unit} for name, end in ends.items() if end is not None}


@pytest.mark.parametrize(
    ("value", "stands"),
    [
        (3.5, "usual"), (5.1, "usual"), (5.2, "little_high"), (5.5, "little_high"), (5.6, "high"), (3.4, "little_low"),
        (3.1, "little_low"), (3.0, "low"), (50, "high"),
    ],
)  # fmt: skip
def test_a_little_outside_is_up_to_a_quarter_of_the_width_and_very_is_never_reckoned(value, stands):
    assert judged(lab(value, between(3.5, 5.1))) == stands


@pytest.mark.parametrize(
    ("value", "only", "stands"),
    [
        (200, {"high": q(200)}, "usual"),
        (201, {"high": q(200)}, "little_high"),
        (300, {"high": q(200)}, "high"),
        (59, {"low": q(60)}, "little_low"),
        (15, {"low": q(60)}, "low"),
        (60, {"low": q(60)}, "usual"),
        (200, {"text": "<200"}, "little_high"),
        (199, {"text": "< 200 g/dL"}, "usual"),
        (200, {"text": "<=200"}, "usual"),
        (4, {"text": "3.5 - 5.1 g/dL"}, "usual"),
        (4, {"text": "Reference range: 3.5-5.1"}, "usual"),
        (4, {"text": "depends on diet"}, ""),
        (4, {"low": q(9), "high": q(1)}, ""),
        (4, {"high": q(1, "mmol/L")}, ""),
        (4, {"text": "3-5 mmol/L"}, ""),
    ],
)
def test_ranges_with_one_end_or_in_words_judge_too_and_others_judge_nothing(value, only, stands):
    assert judged(lab(value, only)) == stands


@pytest.mark.parametrize(
    ("sign", "value", "stands"),
    [
        ("<", 3, "low"),
        ("<", 4, ""),
        ("<=", 3.5, ""),
        ("<", 3.5, "low"),
        (">", 6, "high"),
        (">", 4, ""),
        (">=", 5.1, ""),
    ],
)
def test_a_bound_is_judged_only_where_it_is_sure(sign, value, stands):
    assert judged(lab({**q(value), "comparator": sign}, between(3.5, 5.1))) == stands
    assert judged(lab({**q(90), "comparator": ">"}, {"low": q(60)})) == "usual"
    assert judged(lab({**q(3), "comparator": "<"}, between(0, 14))) == "usual"


HEMOGLOBIN = (
    between(13.5, 17.5, appliesTo=[MAN], age=years(18)),
    between(12.0, 15.5, appliesTo=[WOMAN], age=years(18)),
    between(11.5, 15.0, age=years(2, 17)),
    between(9.5, 13.0, age=years(0, 23, "mo")),
)


@pytest.mark.parametrize(
    ("sex", "born", "said"),
    [
        ("female", date(1979, 5, 14), "12 to 15.5"),
        ("male", date(1979, 5, 14), "13.5 to 17.5"),
        ("male", date(2008, 11, 24), "11.5 to 15"),
        ("male", date(2008, 11, 23), "13.5 to 17.5"),
        ("female", date(2024, 12, 24), "9.5 to 13"),
        ("female", date(2024, 11, 23), "11.5 to 15"),
    ],
)
def test_the_range_is_that_of_the_sex_and_of_the_age_on_the_day_of_the_test(sex, born, said):
    found = measure(lab(q(12), *HEMOGLOBIN), Context(sex=sex, born=born))
    assert found.usual == f"Usual range: {said} g/dL"
    assert found.standing


def test_whose_range_it_is_nobody_knows_without_sex_or_birthday():
    for context in (Context(), Context(sex="female"), Context(born=date(1979, 5, 14))):
        found = measure(lab(q(12), *HEMOGLOBIN), context)
        assert (found.standing, found.low, found.high) == ("", None, None)
    said = ranges.sentences(lab(q(12), *HEMOGLOBIN), ranges.Tested(), 1)
    assert said[0] == "Usual range (men, age 18 and older): 13.5 to 17.5 g/dL"
    assert said[2] == "Usual range (age 2 to 17): 11.5 to 15.0 g/dL"
    assert said[3] == "Usual range (age 0 months to 23 months): 9.5 to 13.0 g/dL"


def test_a_range_for_everybody_gives_way_to_one_that_is_meant_for_the_person():
    found = lab(q(5.5), between(4, 9), between(6, 9, appliesTo=[WOMAN]))
    assert judged(found, "female") == "little_low"
    assert judged(found, "male") == "usual"
    assert judged(found) == "usual"


def test_phases_and_conditions_that_we_do_not_know_judge_nothing_and_are_all_shown():
    phases = [between(1, 2, type={"coding": [{"code": "luteal"}]}), between(3, 4, appliesTo=[{"text": "Pregnant"}])]
    found = measure(lab(q(9), *phases), Context(sex="female", born=date(1990, 1, 1)))
    assert found.standing == ""
    assert found.usual == "Usual range (second half of the cycle): 1 to 2 g/dL"
    assert found.notes == ("Usual range (Pregnant): 3 to 4 g/dL",)


def test_a_target_under_treatment_and_a_recommendation_are_called_so():
    target = between(0.8, 2, type={"coding": [{"code": "therapeutic"}]})
    found = measure(lab(q(1.5), target), Context())
    assert (found.usual, found.standing_words) == ("Target range: 0.8 to 2 g/dL", "In the target range")
    both = lab(q(120), {"high": q(130)}, {"high": q(100), "type": {"coding": [{"code": "recommended"}]}})
    found = measure(both, Context())
    assert (found.standing, found.usual) == ("usual", "Usual range: up to 130 g/dL")
    assert found.notes == ("Recommended range: up to 100 g/dL",)


def test_a_result_in_words_is_usual_if_the_range_says_the_same_in_any_language():
    covid = lab(0, {"text": "Not detected"})
    del covid["valueQuantity"]
    covid["valueCodeableConcept"] = {"coding": [{"system": SNOMED, "code": "260415000"}]}
    for language in ("en", "es"):
        with speaking(language):
            assert judged(covid) == "usual"
    assert judged({**covid, "valueCodeableConcept": {"text": "Detected"}}) == ""


CODES = [
    ("HH", "very_high", "Very high"), ("LL", "very_low", "Very low"), ("HU", "very_high", "Very high"),
    ("LU", "very_low", "Very low"), ("H>", "very_high", "Very high"), ("L<", "very_low", "Very low"),
    ("H", "high", "High"), ("L", "low", "Low"), ("HX", "high", "High"), ("LX", "low", "Low"),
    ("A", "outside", "Outside the usual range"), ("AA", "outside", "Far outside the usual range"),
    ("N", "usual", "In the usual range"), ("POS", "", "Positive"), ("NEG", "", "Negative"), ("DET", "", "Detected"),
    ("ND", "", "Not detected"), ("IND", "", "Not clear"), ("E", "", "Not clear"), ("NR", "", "Not reactive"),
    ("RR", "", "Reactive"), ("WR", "", "Weakly reactive"), ("S", "", "This medicine works against the germ"),
    ("R", "", "This medicine does not work against the germ"), ("I", "", "This medicine may work against the germ"),
    ("CAR", "", "You carry this gene change"), ("EXP", "", "As expected"), ("UNE", "", "Not as expected"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "stands", "said"), CODES)
def test_what_the_lab_said_is_said_in_words(code, stands, said):
    found = measure(lab(q(5), interpretation=[{"coding": [{"code": code, "display": "Abnormal"}]}]), Context())
    assert (found.standing, found.standing_words) == (stands, said)


@pytest.mark.parametrize(
    ("written", "stands"),
    [
        ("HIGH", "high"), ("Low", "low"), ("Critical high", "very_high"), ("Low Panic", "very_low"), ("*H*", "high"),
        ("Abnormal", "outside"), ("Normal", "usual"), ("Within normal limits", "usual"), ("Above high normal", "high"),
        ("Purple", ""),
    ],
)  # fmt: skip
def test_a_judgement_in_words_counts_as_one(written, stands):
    assert judged(lab(q(5), interpretation=[{"text": written}])) == stands


def test_the_lab_stands_above_the_range_and_a_direction_is_taken_from_it():
    usual = between(3.5, 5.1)
    assert judged(lab(q(9), usual, interpretation=[{"coding": [{"code": "N"}]}])) == "usual"
    assert judged(lab(q(5.2), usual, interpretation=[{"coding": [{"code": "H"}]}])) == "little_high"
    assert judged(lab(q(5.2), usual, interpretation=[{"coding": [{"code": "HH"}]}])) == "very_high"
    assert judged(lab(q(5.2), usual, interpretation=[{"coding": [{"code": "A"}]}])) == "little_high"
    assert judged(lab(q(3), usual, interpretation=[{"coding": [{"code": "AA"}]}])) == "very_low"
    assert judged(lab(q(4), usual, interpretation=[{"coding": [{"code": "A"}]}])) == "outside"


def test_changes_and_what_could_not_be_measured_are_notes_not_judgements():
    found = measure(lab(q(4), between(3.5, 5.1), interpretation=[{"coding": [{"code": "U"}]}]), Context())
    assert (found.standing, found.notes) == ("usual", ("Clearly higher than before",))


@pytest.mark.parametrize("status", ["entered-in-error", "cancelled", "registered"])
def test_what_is_not_there_is_never_judged(status):
    assert judged(lab(q(9), between(3.5, 5.1), status=status)) == ""
