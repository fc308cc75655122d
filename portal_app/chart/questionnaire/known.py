"""What a form may fill in from a chart: the person, their insurance, the medicines they take now, the allergies they
have, what they do."""

from collections.abc import Iterable

from portal_app.chart import medicines
from portal_app.chart.fields import Json, reference, rows, table, text
from portal_app.chart.questionnaire import insurance
from portal_app.chart.questionnaire.prefill import Chart
from portal_app.chart.standing import is_in_error, status
from portal_app.chart.titles import called

GONE = {"inactive", "resolved", "stopped", "completed", "cancelled", "not-taken", "draft", "on-hold", "unknown"}


def known(resources: Iterable[Json]) -> Chart:
    """The chart as expressions name it; each medicine and allergy once. The resources come newest first."""
    held = [resource for resource in resources if not is_in_error(resource)]
    stopped = {
        reference(order)[1]
        for resource in held
        if text(resource.get("resourceType")) == "MedicationStatement" and status(resource) in GONE
        for order in rows(resource.get("basedOn"))
    }
    patient = next((resource for resource in held if resource.get("resourceType") == "Patient"), {})
    taken: dict[str, Json] = {}
    allergies: dict[str, Json] = {}
    for resource in held:
        kind, current = text(resource.get("resourceType")), status(resource) not in GONE
        if kind in ("MedicationRequest", "MedicationStatement") and current and resource.get("id") not in stopped:
            taken.setdefault(medicines.name(resource), resource)
        if kind == "AllergyIntolerance" and current:
            allergies.setdefault(called(resource.get("code")), resource)
    return {
        "patient": patient,
        "medicines": [_named(name, resource) for name, resource in taken.items() if name],
        "allergies": list(allergies.values()),
        "coverage": _insurance(held),
        "habits": [resource for resource in held if resource.get("resourceType") == "Observation"],
    }


def _insurance(held: list[Json]) -> list[Json]:
    """What the patient told us of it last, else what the chart says; at most one."""
    current = [one for one in held if one.get("resourceType") == "Coverage" and status(one) not in GONE]
    return sorted(current, key=lambda one: one.get("id") != insurance.own_id(table(one.get("beneficiary"))))[:1]


def _named(name: str, resource: Json) -> Json:
    """The medicine under the name that a label has, its codes kept."""
    concept = resource.get("medicationCodeableConcept")
    return {**resource, "medicationCodeableConcept": {**(concept if isinstance(concept, dict) else {}), "text": name}}
