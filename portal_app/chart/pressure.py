"""A blood pressure (FHIR Observation with two components) is one reading of two numbers."""

from decimal import Decimal

from portal_app.chart.fields import LOINC, Json, code, number, rows, table
from portal_app.chart.numbers import printed, whole

UPPER, LOWER = "8480-6", "8462-4"


def blood_pressure(resource: Json) -> str:
    """Both numbers, "138/86"; empty unless both are there."""
    found = _numbers(resource)
    upper, lower = found.get(UPPER), found.get(LOWER)
    if upper is None or lower is None:
        return ""
    return f"{printed(whole(upper))}/{printed(whole(lower))}"


def _numbers(resource: Json) -> dict[str, Decimal | None]:
    return {
        code(component.get("code"), LOINC): number(table(component.get("valueQuantity")).get("value"))
        for component in rows(resource.get("component"))
    }
