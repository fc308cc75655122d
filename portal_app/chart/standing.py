"""How things stand with a resource, in the codes of the chart."""

from portal_app.chart.fields import Json, code, codes, text
from portal_app.models.chart import Group

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
    return text(resource.get("status")) == "entered-in-error" or bool(verified & {"entered-in-error", "refuted"})
