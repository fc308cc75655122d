"""A form's answers as a FHIR R4 QuestionnaireResponse: what was asked and answered, nested as the form is."""

from datetime import datetime

from portal_app.chart.questionnaire.extensions import HL7
from portal_app.chart.questionnaire.item import Answers, Json, Questionnaire
from portal_app.chart.questionnaire.places import Place, lay_out
from portal_app.chart.questionnaire.values import typed

SIGNATURE = HL7 + "questionnaireresponse-signature"
CONSENT = {"system": "urn:iso-astm:E1762-95:2013", "code": "1.2.840.10065.1.12.1.7", "display": "Consent Signature"}


def respond(
    form: Questionnaire, answers: Answers, *, response_id: str, patient: str, at: datetime, zone: str = "UTC"
) -> Json:
    """The completed response of a patient; call it only when `check` finds nothing."""
    signer = _Signer(f"Patient/{patient}", at)
    return {
        "resourceType": "QuestionnaireResponse",
        "id": response_id,
        "questionnaire": form.canonical,
        "status": "completed",
        "language": form.language,
        "subject": {"reference": f"Patient/{patient}"},
        "author": {"reference": f"Patient/{patient}"},
        "authored": at.isoformat(timespec="seconds"),
        "item": _items(lay_out(form, answers), zone, signer),
    }


class _Signer:
    """Who signs, and when."""

    def __init__(self, who: str, at: datetime):
        self.who, self.at = who, at

    def sign(self) -> Json:
        """The FHIR Signature that stands beside a typed name."""
        when = self.at.isoformat(timespec="seconds")
        value = {"type": [CONSENT], "when": when, "who": {"reference": self.who}}
        return {"url": SIGNATURE, "valueSignature": value}


def _items(places: list[Place], zone: str, signer: _Signer) -> list[Json]:
    return [item for place in places if place.asked and (item := _item(place, zone, signer))]


def _item(place: Place, zone: str, signer: _Signer) -> Json | None:
    inner = _items(place.children, zone, signer)
    found: Json = {"linkId": place.item.link_id, "text": place.item.text}
    if place.row:
        found["id"] = place.row
    if place.item.signature and place.written:
        found["extension"] = [signer.sign()]
    if place.item.is_question and place.written:
        found["answer"] = [typed(place.item, text, zone) for text in place.written]
        if inner:
            found["answer"][0]["item"] = inner
        return found
    if place.item.is_group and inner:
        return found | {"item": inner}
    return None
