"""How things stand with a resource, in the codes of the chart."""

from portal_app.chart.fields import Json, code, codes, text


def status(resource: Json) -> str:
    """The code that says how things stand: clinical status, else status."""
    clinical = code(resource.get("clinicalStatus"))
    return (clinical or text(resource.get("status")) or text(resource.get("lifecycleStatus")))[:64]


def is_in_error(resource: Json) -> bool:
    """The chart itself says that this is not true: entered in error, or refuted."""
    verified = codes(resource.get("verificationStatus"))
    return text(resource.get("status")) == "entered-in-error" or bool(verified & {"entered-in-error", "refuted"})
