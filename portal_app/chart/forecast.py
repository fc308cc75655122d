"""Which vaccines are due and since when, of all forecasts together (FHIR ImmunizationRecommendation)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from portal_app.catalogue import say
from portal_app.chart.dates import Moment, moment, spoken
from portal_app.chart.fields import CVX, Json, code, codings, rows
from portal_app.chart.record import Context, Tone
from portal_app.chart.titles import called
from portal_app.chart.vaccine_names import NAMES

_DUE, _EARLIEST, _OVERDUE = "30980-7", "30981-5", "59778-1"
"""LOINC codes of the dates that a forecast gives."""


@dataclass(frozen=True)
class Due:
    """One vaccine that is due, or will be."""

    title: str
    status: str
    tone: Tone
    when: str
    why: str


def due(forecasts: Iterable[Json], now: datetime, context: Context) -> list[Due]:
    """What is still to be given, soonest first; each vaccine once, as the newest forecast (they come first) has it."""
    found: dict[str, tuple[Moment | None, Due]] = {}
    for forecast in forecasts:
        for one in rows(forecast.get("recommendation")):
            title = _title(one)
            if title and title not in found:
                found[title] = _read(title, one, now, context)
    open_ones = [pair for pair in found.values() if pair[1].status]
    return [line for _, line in sorted(open_ones, key=lambda pair: pair[0].at.timestamp() if pair[0] else 0)]


def _read(title: str, one: Json, now: datetime, context: Context) -> tuple[Moment | None, Due]:
    dates = {code(date.get("code")): moment(date.get("value")) for date in rows(one.get("dateCriterion"))}
    when = dates.get(_DUE) or dates.get(_EARLIEST) or next((date for date in dates.values() if date), None)
    words, tone = _standing(code(one.get("forecastStatus")), when, dates.get(_OVERDUE), now)
    day = spoken(when, context.zone)
    sentence = say("Due {day}", day=day) if when and when.at > now else say("Due since {day}", day=day)
    why = next((name for reason in rows(one.get("forecastReason")) if (name := called(reason))), "")
    return when, Due(title, words, tone, sentence if day else "", why)


def _standing(found: str, when: Moment | None, late: Moment | None, now: datetime) -> tuple[str, Tone]:
    if found in {"immune", "complete", "contraindicated"}:
        return "", Tone.READY
    if found == "overdue" or (late and late.at <= now):
        return say("Overdue"), Tone.SOON
    if when and when.at > now:
        return say("Due later"), Tone.INFO
    return say("Due now"), Tone.SOON


def _title(one: Json) -> str:
    concepts = [*rows(one.get("vaccineCode")), *rows(one.get("targetDisease"))]
    known = (
        NAMES[cvx] for concept in concepts for system, cvx, _ in codings(concept) if system == CVX and cvx in NAMES
    )
    return next((say(name) for name in known), "") or next((name for one in concepts if (name := called(one))), "")
