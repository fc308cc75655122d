"""The pharmacy that a patient prefers, on their FHIR Patient (HL7's patient-preferredPharmacy extension)."""

from collections.abc import Callable

from portal_app.chart.questionnaire.item import Json

PREFERRED = "http://hl7.org/fhir/StructureDefinition/patient-preferredPharmacy"
PHARMACY = "pharmacy"


def into(write: Callable[[Json, str], None]) -> Callable[[Json, str], None]:
    """Write one thing about the pharmacy into the patient."""

    def change(patient: Json, text: str) -> None:
        contained = list(patient.get("contained") or [])
        place: Json = next((dict(one) for one in contained if one.get("id") == PHARMACY), {})
        place = place or {"resourceType": "Organization", "id": PHARMACY}
        write(place, text)
        patient["contained"] = [*(one for one in contained if one.get("id") != PHARMACY), place]
        others = [one for one in patient.get("extension") or [] if one.get("url") != PREFERRED]
        held = {"url": "pharmacy", "valueReference": {"reference": f"#{PHARMACY}"}}
        kind = {"url": "type", "valueCodeableConcept": {"text": "retail"}}
        patient["extension"] = [*others, {"url": PREFERRED, "extension": [held, kind]}]

    return change


def named(place: Json, text: str) -> None:
    """What it is called."""
    place["name"] = text


def placed(place: Json, text: str) -> None:
    """Where it is."""
    place["address"] = [{"text": text}] if text else []
