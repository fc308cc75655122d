"""The clinic's form, filled from a chart, becomes FHIR that others can read, and entries for the chart."""

import copy
from typing import Any

from fhir.resources.R4B import get_fhir_model_class

from portal_app.chart.questionnaire import accept, check, differences, prefill, read, recall, validates
from portal_app.chart.questionnaire.respond import SIGNATURE
from tests.chart.questionnaire.forms import CHART, INTAKE, NOON, Json, fill, response

FORM = read(INTAKE)
TOLD = {
    "phone": "(502) 555-0190",
    "medicines-known[lisinopril]/medicine-check": "gone",
    "medicines-more": "true",
    "medicines-new": ["v1"],
    "medicines-new[v1]/new-medicine-name": "Vitamin D",
    "medicines-new[v1]/new-medicine-how": "2000 units, once a day",
    "allergies-known[penicillin]/allergy-check": "same",
    "allergies-more": "false",
    "conditions": ["38341003", "195967001"],
    "signature": "Ana Rivera",
}


def sent() -> Json:
    """Ana's form as she sent it."""
    answers = fill(FORM, prefill(FORM, CHART) | TOLD)
    assert check(FORM, answers) == {}
    return response(INTAKE, answers)


def valid(resource: Json) -> None:
    """Another FHIR library reads it too."""
    get_fhir_model_class(resource["resourceType"]).model_validate(resource)


def test_the_chart_fills_in_what_it_knows_and_never_a_signature() -> None:
    answers = prefill(FORM, CHART)
    assert answers["street"] == "418 Birch Ave, Apt 2"
    assert answers["medicines-known[lisinopril]/medicine-name"] == "Lisinopril 10 mg"
    assert answers["medicines-known[lisinopril]/medicine-dose"] == "1 tablet every morning"
    assert answers["allergies-known[penicillin]/allergy-name"] == "Penicillin"
    assert "signature" not in answers
    assert "medicines-known[lisinopril]/medicine-check" not in answers


def test_an_empty_chart_fills_in_nothing() -> None:
    assert prefill(FORM, {"patient": {}, "medicines": [], "allergies": []}) == {}


def test_the_response_validates_against_its_questionnaire_and_as_fhir() -> None:
    made = sent()
    assert validates(INTAKE, made) == []
    valid(made)
    signed = made["item"][-1]["item"][-1]["item"][-1]
    assert signed["answer"] == [{"valueString": "Ana Rivera"}]
    assert signed["extension"][0]["url"] == SIGNATURE
    assert signed["extension"][0]["valueSignature"]["who"] == {"reference": "Patient/ana"}


def test_the_clinics_questionnaire_is_valid_fhir() -> None:
    def without_short_texts(part: Any) -> Any:
        # fhir.resources does not know that the value of an extension can be translated
        if isinstance(part, dict):
            return {name: without_short_texts(inner) for name, inner in part.items() if name != "_valueString"}
        return [without_short_texts(inner) for inner in part] if isinstance(part, list) else part

    valid(without_short_texts(INTAKE))


def test_a_response_read_again_gives_the_same_answers() -> None:
    made = sent()
    again = response(INTAKE, recall(FORM, made))
    assert again == made


def test_an_answer_that_nobody_asked_for_does_not_validate() -> None:
    made = sent()
    made["item"][0]["item"].append({"linkId": "evil", "answer": [{"valueString": "x"}]})
    assert validates(INTAKE, made) == ["evil is not asked here"]


def test_a_review_says_units_by_name_and_days_as_they_are_spoken() -> None:
    answers = fill(FORM, prefill(FORM, CHART) | TOLD | {"weight": "180", "since": "2026-11-01"})
    lines = {line.key: line.wrote for line in differences(FORM, response(INTAKE, answers), CHART)}
    assert (lines["weight"], lines["since"]) == ("180 lb", "November 1, 2026")


def test_what_the_chart_was_not_asked_for_is_not_said_to_be_missing_there() -> None:
    lines = {line.key: line for line in differences(FORM, sent(), CHART)}
    assert not lines["conditions"].compared
    assert lines["phone"].compared


def test_the_review_shows_each_answer_beside_the_chart() -> None:
    lines = {line.key: line for line in differences(FORM, sent(), CHART)}
    assert (lines["phone"].charted, lines["phone"].wrote, lines["phone"].state) == (
        "(502) 555-0118",
        "(502) 555-0190",
        "changed",
    )
    assert lines["city"].state == "same"
    stopped = lines["medicines-known[lisinopril]"]
    assert (stopped.question, stopped.charted, stopped.wrote, stopped.state) == (
        "Lisinopril 10 mg",
        "1 tablet every morning",
        "I stopped",
        "changed",
    )
    assert stopped.caution
    new = lines["medicines-new[v1]"]
    assert (new.question, new.wrote, new.state, new.becomes) == (
        "Vitamin D",
        "2000 units, once a day",
        "new",
        "MedicationStatement",
    )
    assert lines["allergies-known[penicillin]"].state == "same"
    assert lines["conditions"].wrote == "High blood pressure, Asthma"
    assert "signature" not in lines


def test_what_is_accepted_becomes_part_of_the_chart_and_nothing_else() -> None:
    before = copy.deepcopy(CHART)
    made = accept(FORM, sent(), CHART, ["phone", "medicines-known[lisinopril]", "medicines-new[v1]"], NOON)
    assert before == CHART
    patient, stopped, vitamin = made
    assert patient["telecom"] == [{"system": "phone", "value": "(502) 555-0190"}]
    assert patient["address"] == CHART["patient"]["address"]
    assert (stopped["status"], stopped["basedOn"]) == ("stopped", [{"reference": "MedicationRequest/lisinopril"}])
    assert (vitamin["status"], vitamin["dosage"]) == ("active", [{"text": "2000 units, once a day"}])
    assert accept(FORM, sent(), CHART, [], NOON) == []
    for resource in made:
        valid(resource)


def test_accepting_twice_makes_the_same_entries() -> None:
    first = accept(FORM, sent(), CHART, ["medicines-new[v1]"], NOON)
    assert first == accept(FORM, sent(), CHART, ["medicines-new[v1]"], NOON)


def test_a_new_allergy_stays_unconfirmed_and_says_who_said_so() -> None:
    told = TOLD | {
        "allergies-more": "true",
        "allergies-new": ["a1"],
        "allergies-new[a1]/new-allergy-name": "Ibuprofen",
        "allergies-new[a1]/new-allergy-reaction": "Swollen lips",
    }
    made = response(INTAKE, fill(FORM, prefill(FORM, CHART) | told))
    (line,) = [line for line in differences(FORM, made, CHART) if line.question == "Ibuprofen"]
    assert line.caution == "A new allergy: ask when it happened, and how bad it was."
    (allergy,) = accept(FORM, made, CHART, [line.key], NOON)
    assert allergy["verificationStatus"]["coding"][0]["code"] == "unconfirmed"
    assert allergy["asserter"] == {"reference": "Patient/ana"}
    valid(allergy)


def told(**answers: object) -> Json:
    """Ana's form with other answers."""
    return response(INTAKE, fill(FORM, prefill(FORM, CHART) | TOLD | answers))


def made_of(made: list[Json], kind: str) -> Json:
    """The one entry of a kind."""
    (entry,) = [one for one in made if one["resourceType"] == kind]
    return entry


INSURED = {
    "insured": "true",
    "plan": "Humana Choice Care",
    "member": "H 6634 1920",
    "holder": "spouse",
    "holder-name": "Luis Rivera",
    "holder-born": "1966-02-01",
}


def test_accepted_insurance_is_one_coverage_that_the_next_form_shows_again() -> None:
    entry = made_of(accept(FORM, told(**INSURED), CHART, list(INSURED), NOON), "Coverage")
    valid(entry)
    assert entry["payor"] == [{"display": "Humana Choice Care"}]
    assert entry["relationship"]["coding"][0]["code"] == "spouse"
    again = prefill(FORM, CHART | {"coverage": [entry]})
    assert {key: again[key] for key in INSURED} == INSURED
    lines = differences(FORM, told(**INSURED), CHART | {"coverage": [entry]})
    assert {line.state for line in lines if line.key in INSURED} == {"same"}


def test_one_accepted_answer_changes_only_itself_and_never_the_entry_of_an_ehr() -> None:
    charted = {"resourceType": "Coverage", "id": "ehr", "status": "active", "payor": [{"display": "Anthem"}]}
    chart = CHART | {"coverage": [charted]}
    entry = made_of(accept(FORM, told(**INSURED), chart, ["member"], NOON), "Coverage")
    assert (entry["payor"], entry["identifier"][0]["value"]) == ([{"display": "Anthem"}], "H 6634 1920")
    assert entry["id"] != "ehr"
    assert "identifier" not in charted


def test_who_has_no_insurance_pays_and_the_old_plan_is_gone() -> None:
    insured = made_of(accept(FORM, told(**INSURED), CHART, list(INSURED), NOON), "Coverage")
    entry = made_of(accept(FORM, told(insured="false"), CHART | {"coverage": [insured]}, ["insured"], NOON), "Coverage")
    valid(entry)
    assert entry["payor"] == [{"reference": "Patient/ana"}]
    assert "identifier" not in entry
    assert entry["id"] == insured["id"]
    again = prefill(FORM, CHART | {"coverage": [entry]})
    assert (again["insured"], "plan" in again, "member" in again) == ("false", False, False)


def test_the_pharmacy_stands_with_the_patient_and_is_shown_again() -> None:
    answers = {"pharmacy-name": "Corner Drug", "pharmacy-place": "12 Main St"}
    entry = made_of(accept(FORM, told(**answers), CHART, list(answers), NOON), "Patient")
    valid(entry)
    again = prefill(FORM, CHART | {"patient": entry})
    assert {key: again[key] for key in answers} == answers


def test_habits_are_the_patients_own_observations_and_are_shown_again() -> None:
    answers = {"smoking": "8517006", "smoking-quit": "2019", "exercise": "3"}
    made = accept(FORM, told(**answers), CHART, list(answers), NOON)
    for entry in made:
        valid(entry)
        assert entry["performer"] == [{"reference": "Patient/ana"}]
        assert entry["derivedFrom"] == [{"reference": "QuestionnaireResponse/r1"}]
    smoking, stopped, _ = made
    assert smoking["code"]["coding"] == [{"system": "http://loinc.org", "code": "72166-2"}]
    assert smoking["valueCodeableConcept"]["coding"] == [{"system": "http://snomed.info/sct", "code": "8517006"}]
    assert stopped["valueInteger"] == 2019
    again = prefill(FORM, CHART | {"habits": made})
    assert {key: again[key] for key in answers} == answers


def test_a_habit_that_the_form_does_not_offer_is_not_filled_in() -> None:
    code = {"coding": [{"system": "http://loinc.org", "code": "72166-2"}]}
    charted = {"resourceType": "Observation", "code": code, "valueCodeableConcept": {"coding": [{"code": "77176002"}]}}
    assert "smoking" not in prefill(FORM, CHART | {"habits": [charted]})
