"""How things stand with a resource, in the codes of the chart."""

from portal_app.chart.fields import Json, code, codes, text
from portal_app.models.kinds import Group

IN_ERROR = "entered-in-error"
_VERIFIED = {"AllergyIntolerance": "allergyintolerance-verification", "Condition": "condition-ver-status"}
PAST: dict[Group, frozenset[str]] = {
    Group.PROBLEMS: frozenset({"inactive", "remission", "resolved"}),
    Group.MEDICINES: frozenset({"completed", "stopped", "cancelled", "not-taken"}),
    Group.ALLERGIES: frozenset({"inactive", "resolved"}),
    Group.CARE_PLANS: frozenset({"completed", "revoked"}),
}
"""The statuses by which something no longer holds; everything else counts as now, so that nothing is missed."""


def status(resource: Json) -> str:
    """The code that says how things stand: clinical status, else status."""
    clinical = code(resource.get("clinicalStatus"))
    return (clinical or text(resource.get("status")) or text(resource.get("lifecycleStatus")))[:64]


def is_in_error(resource: Json) -> bool:
    """The chart itself says that this is not true: entered in error, or refuted."""
    verified = codes(resource.get("verificationStatus"))
    return text(resource.get("status")) == IN_ERROR or bool(verified & {IN_ERROR, "refuted"})


def marked_in_error(resource: Json) -> Json:
    """The resource as one that was never true; a clinical status may not stand beside that (FHIR R4: ait-2, con-5)."""
    if text(resource.get("resourceType")) in ("AllergyIntolerance", "Condition"):
        system = f"http://terminology.hl7.org/CodeSystem/{_VERIFIED[resource['resourceType']]}"
        kept = {name: value for name, value in resource.items() if name != "clinicalStatus"}
        return kept | {"verificationStatus": {"coding": [{"system": system, "code": IN_ERROR}]}}
    return resource | {"status": IN_ERROR}
