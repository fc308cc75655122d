"""The numbers of an Observation for a chart over time: one, or the two of a blood pressure."""

from portal_app.chart.fields import LOINC, Json, code, number, rows, table, text
from portal_app.chart.pressure import LOWER, UPPER


def amounts(observation: Json) -> tuple[float, ...]:
    """The measured number; of a blood pressure upper and lower; none where there is none, or only "less than"."""
    found = _amount(observation)
    if found is not None:
        return (found,)
    parts = {code(part.get("code"), LOINC): _amount(part) for part in rows(observation.get("component"))}
    upper, lower = parts.get(UPPER), parts.get(LOWER)
    return () if upper is None or lower is None else (upper, lower)


def _amount(observed: Json) -> float | None:
    measured = table(observed.get("valueQuantity"))
    amount = number(measured.get("value"))
    return None if amount is None or text(measured.get("comparator")) else float(amount)
