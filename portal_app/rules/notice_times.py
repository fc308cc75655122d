"""When a letter about something new leaves: soon or once a day, never in the clinic's quiet hours. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from portal_app.models import Pace

GATHERS = timedelta(minutes=2)
"""So long a letter waits for what else comes: the parts of one import, two answers in a row."""
ARRIVED_LATELY = timedelta(days=30)
"""What came, or was final, longer ago is history: a first import makes no news of it."""
HAPPENED_LATELY = timedelta(days=90)
"""How long a test may take until its result is no news any more: cultures and genes need weeks."""
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Hours:
    """The clinic's times: between the first two no letter leaves, at the third the daily one does."""

    quiet_from: time = time(21)
    quiet_until: time = time(8)
    daily_at: time = time(9)


def hours(policy: Mapping[str, object]) -> Hours:
    """The clinic's own `quiet_hours` (["21:00", "08:00"]; twice the same time means none) and `daily_at` ("09:00")."""
    usual = Hours()
    quiet, daily = policy.get("quiet_hours"), policy.get("daily_at")
    start, end = map(time.fromisoformat, quiet) if isinstance(quiet, list) else (usual.quiet_from, usual.quiet_until)
    return Hours(start, end, time.fromisoformat(daily) if isinstance(daily, str) else usual.daily_at)


def mail_at(pace: Pace, now: datetime, when: Hours, zone: ZoneInfo) -> datetime | None:
    """When the letter about something that is new now is due; none if none is wanted."""
    match pace:
        case Pace.OFF:
            return None
        case Pace.DAILY:
            return awake(_next(when.daily_at, now, zone), when, zone)
        case _:
            return awake(now + GATHERS, when, zone)


def awake(at: datetime, when: Hours, zone: ZoneInfo) -> datetime:
    """This moment, or the end of the quiet hours that it falls in; on days of 23 and 25 hours too."""
    today = at.astimezone(zone).date()
    for day in (today - DAY, today):
        start = _moment(day, when.quiet_from, zone)
        end = _moment(day if when.quiet_from <= when.quiet_until else day + DAY, when.quiet_until, zone)
        if start <= at < end:
            return end
    return at


def _next(at: time, now: datetime, zone: ZoneInfo) -> datetime:
    today = now.astimezone(zone).date()
    moments = (_moment(day, at, zone) for day in (today, today + DAY, today + 2 * DAY))
    return next(moment for moment in moments if moment > now)


def _moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)
