"""When a dose is taken, for the small drawing beside it."""

import re

from portal_app.chart.fields import Json, rows, table, text, texts
from portal_app.chart.titles import called

_MEALS = frozenset({"C", "CM", "CD", "CV", "AC", "ACM", "ACD", "ACV", "PC", "PCM", "PCD", "PCV"})
_NIGHT = frozenset({"HS", "NIGHT", "EVE"})
_AT_NIGHT = re.compile(r"bedtime|at night|\bnightly\b|before (?:bed|sleep)", re.IGNORECASE)
_AT_MEALS = re.compile(r"\b(?:meals?|food|breakfast|lunch|dinner|supper)\b", re.IGNORECASE)
_IN_THE_MORNING = re.compile(r"\bmorning\b", re.IGNORECASE)


def dose_time(order: Json) -> str:
    """morning, night, meal, air (it is inhaled), or empty."""
    doses = rows(order.get("dosageInstruction") or order.get("dosage"))
    said = " ".join(text(dose.get("patientInstruction")) or text(dose.get("text")) for dose in doses)
    times = {time for dose in doses for time in texts(table(table(dose.get("timing")).get("repeat")).get("when"))}
    if any("inhal" in called(dose.get("route")).lower() for dose in doses):
        return "air"
    if times & _NIGHT or _AT_NIGHT.search(said):
        return "night"
    if times & _MEALS or _AT_MEALS.search(said):
        return "meal"
    return "morning" if "MORN" in times or _IN_THE_MORNING.search(said) else ""
