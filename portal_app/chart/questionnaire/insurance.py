"""The patient's insurance as they told it (FHIR Coverage, as US Core has it); without insurance the patient pays."""

import copy
from collections.abc import Callable, Iterable
from uuid import NAMESPACE_URL, uuid5

from portal_app.chart.questionnaire.ask import said
from portal_app.chart.questionnaire.item import Json
from portal_app.chart.questionnaire.places import Place
from portal_app.chart.questionnaire.prefill import Chart

HL7 = "http://terminology.hl7.org/CodeSystem/"
SELF_PAY = {"coding": [{"system": HL7 + "coverage-selfpay", "code": "pay"}]}
UNKNOWN = {"extension": [{"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown"}]}
HOLDER = "holder"


def own_id(patient: Json) -> str:
    """The id of the one Coverage in which the portal keeps what this patient tells."""
    return str(uuid5(NAMESPACE_URL, f"urn:portal:coverage:{patient.get('reference', '')}"))


def coverage(places: Iterable[Place], chart: Chart, patient: Json) -> Json:
    """The insurance in the chart with the accepted answers in it; an EHR's own entry is never touched."""
    known: Json = next(iter(chart.get("coverage") or []), {})
    entry = {name: value for name, value in copy.deepcopy(known).items() if name != "meta"} | {
        "resourceType": "Coverage",
        "id": own_id(patient),
        "status": "active",
        "beneficiary": patient,
    }
    entry.setdefault("payor", [UNKNOWN])
    for place in places:
        FIELDS[place.item.definition](entry, place)
    return entry


def is_self_pay(entry: Json) -> bool:
    """Whether the patient pays without insurance."""
    return entry.get("type") == SELF_PAY


def _insured(entry: Json, place: Place) -> None:
    pays_self = place.written == ["false"]
    if pays_self == is_self_pay(entry):
        return
    for name in ("type", "payor", "identifier", "subscriberId", "subscriber", "contained", "relationship", "class"):
        entry.pop(name, None)
    entry["payor"] = [entry["beneficiary"] if pays_self else UNKNOWN]
    if pays_self:
        entry["type"] = SELF_PAY
        entry["relationship"] = _related("self")


def _plan(entry: Json, place: Place) -> None:
    entry["payor"] = [{"display": said(place)}] if place.written else [UNKNOWN]


def _member(entry: Json, place: Place) -> None:
    number = {"type": {"coding": [{"system": HL7 + "v2-0203", "code": "MB"}]}, "value": said(place)}
    entry.pop("identifier", None)
    if place.written:
        entry["identifier"] = [number]


def _holder(entry: Json, place: Place) -> None:
    if place.written:
        entry["relationship"] = _related(place.written[0])
    if place.written == ["self"]:
        entry.pop("contained", None)
        entry["subscriber"] = entry["beneficiary"]


def _related(code: str) -> Json:
    return {"coding": [{"system": HL7 + "subscriber-relationship", "code": code}]}


def _of_holder(write: Callable[[Json, str], None]) -> Callable[[Json, Place], None]:
    def into(entry: Json, place: Place) -> None:
        held = next((one for one in entry.get("contained") or [] if one.get("id") == HOLDER), None)
        person = held or {"resourceType": "RelatedPerson", "id": HOLDER, "patient": entry["beneficiary"]}
        if place.written:
            write(person, place.written[0])
            entry["contained"] = [person]
            entry["subscriber"] = {"reference": f"#{HOLDER}"}

    return into


def _named(person: Json, text: str) -> None:
    person["name"] = [{"text": text}]


def _born(person: Json, text: str) -> None:
    person["birthDate"] = text


FIELDS: dict[str, Callable[[Json, Place], None]] = {
    "Coverage.type": _insured,
    "Coverage.payor": _plan,
    "Coverage.identifier:memberId": _member,
    "Coverage.relationship": _holder,
    "Coverage.subscriber.name": _of_holder(_named),
    "Coverage.subscriber.birthDate": _of_holder(_born),
}
