"""What a patient says they do, as the chart keeps it: patient-reported Observations (SDC: observation-based)."""

from uuid import NAMESPACE_URL, uuid5

from portal_app.chart.questionnaire.ask import said
from portal_app.chart.questionnaire.item import Json
from portal_app.chart.questionnaire.places import Place
from portal_app.chart.questionnaire.values import typed


def observation(place: Place, response: Json) -> Json | None:
    """The answer as an Observation by the patient, on the day when they sent it; nothing where they left it blank."""
    if not place.written:
        return None
    source = f"QuestionnaireResponse/{response['id']}"
    name, value = next(iter(typed(place.item, place.written[0]).items()))
    if name == "valueCoding":
        coding = {part: value[part] for part in ("system", "code") if part in value}
        name, value = "valueCodeableConcept", {"coding": [coding], "text": said(place)}
    return {
        "resourceType": "Observation",
        "id": str(uuid5(NAMESPACE_URL, f"{source}#{place.key}")),
        "status": "final",
        **({"category": [place.item.category]} if place.item.category else {}),
        "code": {"coding": list(place.item.code), "text": place.item.short or place.item.text},
        "subject": response["subject"],
        "effectiveDateTime": response["authored"],
        "performer": [response["subject"]],
        "derivedFrom": [{"reference": source}],
        name: value,
    }
