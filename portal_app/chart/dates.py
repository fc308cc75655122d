"""Clinical dates: FHIR's, with the precision they came in, and as people say them in the clinic's zone."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton, format_time

from portal_app.catalogue import LANGUAGES, language, say
from portal_app.chart.fields import Json, table, text, texts

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_LEAP = re.compile(r"(T\d{2}:\d{2}):60")
_TIMED = re.compile(r"\d{4}-\d{2}-\d{2}[T ]")


class Precision(StrEnum):
    """How exactly a clinical moment is known."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    SECOND = "second"


@dataclass(frozen=True)
class Moment:
    """A clinical moment; the parts below its precision mean nothing."""

    at: datetime
    precision: Precision


def moment(value: object) -> Moment | None:
    """A FHIR date, dateTime or instant; none if it is not one. A time without a zone is taken as UTC."""
    written = text(value)
    if len(written) <= len("2015-04-07") and (partial := _DATE.fullmatch(written)):
        year, month, day = partial.groups()
        precision = Precision.DAY if day else Precision.MONTH if month else Precision.YEAR
        try:
            return Moment(datetime(int(year), int(month or 1), int(day or 1), tzinfo=UTC), precision)
        except ValueError:
            return None
    if not _DATE.match(written):
        return None
    try:
        # a leap second is a moment too (FHIR instant)
        found = datetime.fromisoformat(_LEAP.sub(r"\1:59", written))
        return Moment((found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC), Precision.SECOND)
    except OverflowError:
        return None
    except ValueError:
        # an unreadable time of day is no reason to lose the day
        return moment(written[: len("2015-04-07")]) if _TIMED.match(written) else None


def first(*values: object) -> Moment | None:
    """The first value that is a moment; of a Period its start, else its end; of a Timing its first event."""
    for value in values:
        found = _begin(table(value)) if isinstance(value, dict) else moment(value)
        if found:
            return found
    return None


def _begin(span: Json) -> Moment | None:
    events = (found for event in texts(span.get("event")) if (found := moment(event)))
    bounds = table(table(span.get("repeat")).get("boundsPeriod"))
    return (
        moment(span.get("start"))
        or moment(span.get("end"))
        or min(events, key=lambda found: found.at, default=None)
        or moment(bounds.get("start"))
        or moment(bounds.get("end"))
    )


def day_of(when: Moment, zone: str) -> date:
    """The calendar day: of a true instant in the zone; of a year or month its first day."""
    return (_in_zone(when.at, zone) if when.precision == Precision.SECOND else when.at).date()


def spoken(when: Moment | None, zone: str) -> str:
    """The day as people say it in the language spoken now: "April 7, 2015", "April 2015", "2015"."""
    if when is None:
        return ""
    locale = language() if language() in LANGUAGES else "en"
    if when.precision == Precision.YEAR:
        return f"{when.at.year:04d}"
    if when.precision == Precision.MONTH:
        return _written(when.at.date(), "yMMMM", locale)
    # a date without a time is that day everywhere; only a true instant moves with the zone
    day = _in_zone(when.at, zone) if when.precision == Precision.SECOND else when.at
    return _written(day.date(), "long", locale)


@lru_cache(maxsize=10_000)
def _written(day: date, how: str, locale: str) -> str:
    """One of babel's long or full dates, or a skeleton: asking for the same again costs nothing."""
    if how in ("long", "full"):
        return format_date(day, how, locale=locale)
    return format_skeleton(how, day, locale=locale)


def spoken_time(at: datetime, zone: str, weekday: bool = False) -> str:
    """Day and time of day as people say them: "November 22, 2026 at 4:05 PM"."""
    local = _in_zone(at, zone)
    locale = language() if language() in LANGUAGES else "en"
    day = _written(local.date(), "full" if weekday else "long", locale)
    return say("{day} at {time}", day=day, time=_clock(local.hour, local.minute, locale))


@lru_cache(maxsize=3_000)
def _clock(hour: int, minute: int, locale: str) -> str:
    # Spanish as it is spoken here: "2:58 p.m.", not "14:58"
    words = format_time(time(hour, minute), "short", locale="es_US" if locale == "es" else locale)
    return words.replace("\u202f", " ").replace("\xa0", " ")


def month(when: Moment | None, zone: str) -> str:
    """The month in which it was, as a heading: "October 2026"; the year alone if nothing more is known."""
    if when is None or when.precision == Precision.YEAR:
        return spoken(when, zone)
    at = _in_zone(when.at, zone) if when.precision == Precision.SECOND else when.at
    found = _written(at.date(), "yMMMM", language() if language() in LANGUAGES else "en")
    return found[:1].upper() + found[1:]


def _in_zone(at: datetime, zone: str) -> datetime:
    try:
        return at.astimezone(ZoneInfo(zone))
    except OverflowError:
        return at
