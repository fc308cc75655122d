"""What a clinician accepts of a form, as chart entries: contact details, insurance, pharmacy, medicines,
allergies, habits."""

import copy
from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from portal_app.chart.questionnaire import habits, insurance, pharmacy
from portal_app.chart.questionnaire.ask import said
from portal_app.chart.questionnaire.differences import chart_check, row_key
from portal_app.chart.questionnaire.item import Json, Questionnaire
from portal_app.chart.questionnaire.places import Place, every_place, lay_out
from portal_app.chart.questionnaire.prefill import Chart
from portal_app.chart.questionnaire.recall import recall

ALLERGY = "http://terminology.hl7.org/CodeSystem/allergyintolerance-"


def accept(form: Questionnaire, response: Json, chart: Chart, keys: Iterable[str], at: datetime) -> list[Json]:
    """The chart entries that the accepted answers make or change; accepting twice makes the same entries."""
    wanted = set(keys)
    made: list[Json] = []
    patient = copy.deepcopy(chart["patient"])
    insured: list[Place] = []
    for place in every_place(lay_out(form, recall(form, response))):
        if place.row and row_key(place) in wanted and place.item.becomes in _ROWS:
            made.append(_ROWS[place.item.becomes](_Told(place, response, chart, at)))
        elif place.asked and place.key in wanted and place.item.definition in _CONTACT:
            _CONTACT[place.item.definition](patient, said(place))
        elif place.asked and place.key in wanted and place.item.definition in insurance.FIELDS:
            insured.append(place)
        elif place.asked and place.key in wanted and place.item.becomes == "Observation":
            made += [entry] if (entry := habits.observation(place, response)) else []
    if insured:
        made.append(insurance.coverage(insured, chart, response["subject"]))
    return ([patient] if patient != chart["patient"] else []) + made


class _Told:
    """One row as the patient told it, with the chart entry it is about, if there is one."""

    def __init__(self, place: Place, response: Json, chart: Chart, at: datetime):
        self.source = f"QuestionnaireResponse/{response['id']}"
        self.id = str(uuid5(NAMESPACE_URL, f"{self.source}#{row_key(place)}"))
        self.patient = response["subject"]
        self.at = at.isoformat(timespec="seconds")
        self.said = {child.item.definition: said(child) for child in every_place(place.children) if child.is_answered}
        self.check = chart_check(place)
        entries = [entry for held in chart.values() if isinstance(held, list) for entry in held]
        self.known: Json | None = next((entry for entry in entries if entry.get("id") == place.row), None)


def _medicine(told: _Told) -> Json:
    """What a patient says about a medicine (FHIR MedicationStatement; the order itself is never touched)."""
    entry: Json = {
        "resourceType": "MedicationStatement",
        "id": told.id,
        "status": "stopped" if told.check == "gone" and told.known else "active",
        "medicationCodeableConcept": {"text": told.said.get("MedicationStatement.medication[x]", "")},
        "subject": told.patient,
        "dateAsserted": told.at,
        "informationSource": told.patient,
        "derivedFrom": [{"reference": told.source}],
    }
    if told.known:
        entry["medicationCodeableConcept"] = (
            told.known.get("medicationCodeableConcept") or entry["medicationCodeableConcept"]
        )
        if told.known.get("resourceType") == "MedicationRequest":
            entry["basedOn"] = [{"reference": f"MedicationRequest/{told.known['id']}"}]
    if how := told.said.get("MedicationStatement.dosage.text"):
        entry["dosage"] = [{"text": how}]
    return entry


def _allergy(told: _Told) -> Json:
    """A patient-reported allergy, not confirmed yet; or a charted one as the patient corrects it."""
    reaction = told.said.get("AllergyIntolerance.reaction.manifestation", "")
    if told.known:
        entry = copy.deepcopy(told.known)
        if told.check == "gone":
            entry["clinicalStatus"] = _coded("clinical", "inactive")
        if reaction:
            entry["note"] = [
                *(entry.get("note") or []),
                {"authorReference": told.patient, "time": told.at, "text": reaction},
            ]
        return entry
    entry = {
        "resourceType": "AllergyIntolerance",
        "id": told.id,
        "clinicalStatus": _coded("clinical", "active"),
        "verificationStatus": _coded("verification", "unconfirmed"),
        "code": {"text": told.said.get("AllergyIntolerance.code", "")},
        "patient": told.patient,
        "recordedDate": told.at,
        "asserter": told.patient,
    }
    if reaction:
        entry["reaction"] = [{"manifestation": [{"text": reaction}]}]
    return entry


def _coded(system: str, code: str) -> Json:
    return {"coding": [{"system": ALLERGY + system, "code": code}]}


def _telecom(system: str) -> Callable[[Json, str], None]:
    def write(holder: Json, text: str) -> None:
        points = [dict(point) for point in holder.get("telecom") or []]
        held = next((point for point in points if point.get("system") == system), None)
        if text and held:
            held["value"] = text
        elif text:
            points.append({"system": system, "value": text})
        elif held:
            points.remove(held)
        holder["telecom"] = points

    return write


def _address(part: str) -> Callable[[Json, str], None]:
    def write(patient: Json, text: str) -> None:
        addresses = patient.get("address") or [{}]
        first = {name: value for name, value in addresses[0].items() if name not in (part, "text")}
        if text:
            first[part] = [text] if part == "line" else text
        patient["address"] = [first, *addresses[1:]]

    return write


def _contact(write: Callable[[Json, str], None]) -> Callable[[Json, str], None]:
    def into(patient: Json, text: str) -> None:
        contacts = patient.get("contact") or [{}]
        first = dict(contacts[0])
        write(first, text)
        patient["contact"] = [first, *contacts[1:]]

    return into


def _named(contact: Json, text: str) -> None:
    contact["name"] = {"text": text}


def _related(contact: Json, text: str) -> None:
    contact["relationship"] = [{"text": text}]


_ROWS = {"MedicationStatement": _medicine, "AllergyIntolerance": _allergy}
_CONTACT = {
    "Patient.telecom:phone": _telecom("phone"),
    "Patient.telecom:email": _telecom("email"),
    "Patient.address.line": _address("line"),
    "Patient.address.city": _address("city"),
    "Patient.address.state": _address("state"),
    "Patient.address.postalCode": _address("postalCode"),
    "Patient.contact.name": _contact(_named),
    "Patient.contact.relationship": _contact(_related),
    "Patient.contact.telecom:phone": _contact(_telecom("phone")),
    "Patient.extension:preferredPharmacy.name": pharmacy.into(pharmacy.named),
    "Patient.extension:preferredPharmacy.address": pharmacy.into(pharmacy.placed),
}
