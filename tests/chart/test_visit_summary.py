from portal_app.chart.record import Context
from portal_app.chart.visit_summary import summary

VISIT = {"resourceType": "Encounter", "status": "finished", "reasonCode": [{"text": "Sore throat"}]}


def said(*belonging: dict) -> dict[str, tuple[str, ...]]:
    return {part.heading: part.sentences for part in summary(VISIT, belonging, Context()).passages}


def test_what_was_entered_in_error_is_no_part_of_a_visit():
    wrong = {"resourceType": "Condition", "verificationStatus": {"coding": [{"code": "entered-in-error"}]}}
    assert said({**wrong, "code": {"text": "Never true"}}) == {"Why you came": ("Sore throat",)}


def test_a_summary_tells_what_was_found_done_changed_and_what_is_next():
    found = said(
        {"resourceType": "Condition", "code": {"text": "Strep throat"}},
        {"resourceType": "Immunization", "status": "completed", "vaccineCode": {"text": "Flu shot"}},
        {"resourceType": "Immunization", "status": "not-done", "vaccineCode": {"text": "Not this"}},
        {"resourceType": "MedicationRequest", "status": "active", "medicationCodeableConcept": {"text": "Amoxicillin"},
         "priorPrescription": {"reference": "MedicationRequest/0"}},
        {"resourceType": "Procedure", "status": "completed", "code": {"text": "Throat culture"},
         "followUp": [{"text": "Call in 2 days"}]},
    )  # fmt: skip
    assert found["What we found"] == ("Strep throat",)
    assert found["What was done"] == ("Throat culture", "Vaccine given: Flu shot")
    assert found["Medicines"] == ("Changed: Amoxicillin",)
    assert found["Next steps"] == ("Follow-up: Call in 2 days",)
