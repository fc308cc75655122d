"""One measured value with everything that a patient may want to know about it."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sqlmodel import col

from portal_app.access import visible
from portal_app.access.actor import Actor
from portal_app.catalogue import language
from portal_app.chart.explained import Explained, explained
from portal_app.chart.measured import OUTSIDE
from portal_app.chart.record import Context, Measure
from portal_app.chart.values import whole_value
from portal_app.models import Patient
from portal_app.rules import places
from portal_app.values.cards import MeasureCard, ValueRow
from portal_app.values.theirs import known, one
from portal_app.values.verdict import USUAL
from portal_app.work import Work

_PATIENT: Any = visible.patients(visible.ANY_PATIENT).with_only_columns(col(Patient.gender), col(Patient.birth_date))
_HIGH, _LOW = ("little_high", "high", "very_high"), ("little_low", "low", "very_low")
_DRAWINGS = {**dict.fromkeys(_HIGH, "arrow-up"), **dict.fromkeys(_LOW, "arrow-down")}


def context(work: Work, whose: Actor, names: Mapping[str, str] | None = None) -> Context:
    """What reading a chart needs to know of the patient and the clinic."""
    patient = one(work, _PATIENT, known(work, whose))
    return Context(work.clinic.zone, names or {}, patient.gender, patient.birth_date)


def explain(code: str) -> Explained | None:
    """What the catalogue says of a LOINC code, in the language spoken now."""
    return _explained(code, language()) if code else None


@lru_cache(maxsize=4_000)
def _explained(code: str, tongue: str) -> Explained | None:
    return explained({"coding": [{"code": code}]})


def card(id: str, found: Measure, earlier: bool = False) -> MeasureCard:
    """The card of a measure, explained as far as the catalogue knows the test."""
    told = explain(found.code)
    at = None
    if found.amount is not None and (found.low is not None or found.high is not None):
        at = round(places.along(found.amount, found.low, found.high), 1)
    standing = USUAL if found.standing == USUAL else "outside" if found.standing in OUTSIDE else ""
    return MeasureCard(
        id=id,
        title=told.name if told else found.title,
        short=told.short if told else "",
        value=found.value,
        unit=found.unit,
        standing=standing,
        words=found.standing_words,
        drawing=_DRAWINGS.get(found.standing, "triangle-alert"),
        usual=found.usual,
        sentence=found.sentence,
        lined=at is not None,
        at=50.0 if at is None else at,
        low=found.low_words if found.low is not None else "",
        high=found.high_words if found.high is not None else "",
        what=told.what if told else "",
        meaning=_meaning(told, found.standing),
        progress=found.progress,
        why_missing=found.why_missing,
        notes=list(found.notes),
        parts=[ValueRow(part.title, with_unit(part), part.standing_words) for part in found.parts],
        earlier=earlier,
    )


def _meaning(told: Explained | None, standing: str) -> str:
    """What this may come from; nothing is said of what is in the usual range."""
    if told is None:
        return ""
    return told.high if standing in _HIGH else told.low if standing in _LOW else ""


def with_unit(found: Measure) -> str:
    """The value and its unit as they are written together."""
    return whole_value(found.value, found.unit)
