"""Small forms for the tests, and the clinic's own."""

from datetime import UTC, datetime
from typing import Any

from portal_app import demo
from portal_app.chart.questionnaire import Answers, Questionnaire, check, read, respond
from portal_app.chart.questionnaire.places import every_place, lay_out

Json = dict[str, Any]
HL7 = "http://hl7.org/fhir/StructureDefinition/"
INTAKE: Json = demo.form("intake")
NOON = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
CHART: Json = {
    "patient": {
        "resourceType": "Patient",
        "id": "ana",
        "telecom": [{"system": "phone", "value": "(502) 555-0118"}],
        "address": [{"line": ["418 Birch Ave", "Apt 2"], "city": "Louisville", "state": "KY", "postalCode": "40202"}],
    },
    "medicines": [
        {
            "resourceType": "MedicationRequest",
            "id": "lisinopril",
            "status": "active",
            "medicationCodeableConcept": {"text": "Lisinopril 10 mg"},
            "dosageInstruction": [{"text": "1 tablet every morning"}],
        }
    ],
    "allergies": [
        {
            "resourceType": "AllergyIntolerance",
            "id": "penicillin",
            "clinicalStatus": {"coding": [{"code": "active"}]},
            "code": {"coding": [{"display": "Penicillin"}]},
            "patient": {"reference": "Patient/ana"},
        }
    ],
}


def item(link_id: str, kind: str = "string", **more: Any) -> Json:
    """A question for a small form."""
    return {"linkId": link_id, "type": kind, "text": f"What is {link_id}?", **more}


def form(*items: Json, **more: Any) -> Json:
    """A small form."""
    return {"resourceType": "Questionnaire", "url": "urn:small", "status": "active", "item": list(items), **more}


def extension(name: str, **value: Any) -> list[Json]:
    """One HL7 extension."""
    return [{"url": HL7 + name, **value}]


def signature() -> list[Json]:
    """What makes a question a signature."""
    return extension("questionnaire-signatureRequired", valueCodeableConcept={"text": "Consent"})


def response(raw: Json, answers: Answers) -> Json:
    """The response that a form makes of answers."""
    return respond(read(raw), answers, response_id="r1", patient="ana", at=NOON)


def fill(asked: Questionnaire, answers: Answers) -> Answers:
    """The answers, with something fitting wherever the form still wants an answer."""
    answers = dict(answers)
    for _ in range(20):
        problems = check(asked, answers)
        if not problems:
            return answers
        answers |= {"signature": "Ana Rivera"} if "signature" in problems else {}
        for place in every_place(lay_out(asked, answers)):
            if place.key in problems and place.item.is_question and not place.item.signature:
                answers[place.key] = _fitting(place.item.kind, place.item.least, [o.key for o in place.item.options])
    raise AssertionError(problems)


def _fitting(kind: str, least: str, keys: list[str]) -> str:
    if keys:
        return keys[0]
    return {"boolean": "true", "integer": least or "2", "date": "1980-02-03"}.get(kind, "(502) 555-0101")
