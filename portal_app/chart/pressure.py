"""A blood pressure (FHIR Observation with two components) is one reading of two numbers."""

from decimal import Decimal

from portal_app.chart.fields import LOINC, Json, code, number, rows, table
from portal_app.chart.numbers import printed, whole

UPPER, LOWER = "8480-6", "8462-4"
_BOTH = "85354-9"
_OF_A_HALF = frozenset({"code", "valueQuantity", "referenceRange", "interpretation", "component", "hasMember", "note"})


def blood_pressure(resource: Json) -> str:
    """Both numbers, "138/86"; empty unless both are there."""
    found = _numbers(resource)
    upper, lower = found.get(UPPER), found.get(LOWER)
    if upper is None or lower is None:
        return ""
    return f"{printed(whole(upper))}/{printed(whole(lower))}"


def joined(observations: list[Json]) -> list[Json]:
    """The same Observations, two halves of one reading as one; they stand where the first of them stood."""
    halves = {half: [one for one in observations if code(one.get("code"), LOINC) == half] for half in (UPPER, LOWER)}
    if [len(found) for found in halves.values()] != [1, 1]:
        return observations
    upper, lower = halves[UPPER][0], halves[LOWER][0]
    if any(upper.get(name) != lower.get(name) for name in ("status", "effectiveDateTime", "effectivePeriod")):
        return observations
    kept = {name: value for name, value in upper.items() if name not in _OF_A_HALF}
    whole = kept | {"code": {"coding": [{"system": LOINC, "code": _BOTH}]}, "component": [upper, lower]}
    if not blood_pressure(whole):
        return observations
    begin = next(place for place, one in enumerate(observations) if one is upper or one is lower)
    rest = [one for one in observations[begin:] if one is not upper and one is not lower]
    return [*observations[:begin], whole, *rest]


def _numbers(resource: Json) -> dict[str, Decimal | None]:
    return {
        code(component.get("code"), LOINC): number(table(component.get("valueQuantity")).get("value"))
        for component in rows(resource.get("component"))
    }
