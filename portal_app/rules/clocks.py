"""When a promise is due, counted in the hours that the clinic is open, and how people say moments and waits."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton, format_time

from portal_app.catalogue import language, say

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
QUARTER = timedelta(minutes=15)
SOON = timedelta(hours=1)
WITHIN_A_WEEK = timedelta(days=6)
"""A weekday still says which day."""
# the whole day as it is spoken, of this year and of another; the locales' own patterns shorten it
DAYS = {
    "en_US": ("EEEE, MMMM d", "EEEE, MMMM d, y"),
    "es_US": ("EEEE, d 'de' MMMM", "EEEE, d 'de' MMMM 'de' y"),
}
FAR = 400
"""Days after which a week without open hours counts as a clinic that is always open."""


@dataclass(frozen=True)
class Opening:
    """When the clinic works: hours by weekday (0 is Monday) and days off. No hours at all means around the clock."""

    week: Mapping[int, tuple[time, time]]
    closed: frozenset[date]

    def on(self, day: date) -> tuple[time, time] | None:
        """From when to when the clinic is open on this day."""
        return None if day in self.closed else self.week.get(day.weekday())


def opening(policy: Mapping[str, object]) -> Opening:
    """The clinic's own `opening` ({"mon": ["08:00", "17:00"], ...}) and `closed_days` (ISO dates)."""
    week, closed = policy.get("opening"), policy.get("closed_days")
    hours = week if isinstance(week, Mapping) else {}
    days = closed if isinstance(closed, list) else []
    return Opening(
        {WEEK.index(day): (time.fromisoformat(start), time.fromisoformat(end)) for day, (start, end) in hours.items()},
        frozenset(date.fromisoformat(day) for day in days),
    )


def due(since: datetime, hours: int, open_when: Opening, zone: ZoneInfo) -> datetime:
    """So many open hours after `since`, rounded up to a quarter of an hour."""
    left = timedelta(hours=hours)
    if not open_when.week:
        return _round_up(since + left)
    day = since.astimezone(zone).date()
    for _ in range(FAR):
        if hours_today := open_when.on(day):
            start, end = (datetime.combine(day, hour, zone).astimezone(UTC) for hour in hours_today)
            start = max(start, since)
            if start < end:
                if left <= end - start:
                    return min(_round_up(start + left), end)
                left -= end - start
        day += timedelta(days=1)
    return _round_up(since + left)


def _round_up(at: datetime) -> datetime:
    return at + (datetime.min.replace(tzinfo=UTC) - at) % QUARTER


def at_time(at: datetime, zone: ZoneInfo) -> str:
    """The time of day as people say it: "9:12 AM", "5 PM"."""
    return time_of_day(at.astimezone(zone).time())


def time_of_day(at: time) -> str:
    """An hour of any day: "9 PM"."""
    return _time_of_day(at.hour, at.minute, language())


@lru_cache(maxsize=3_000)
def _time_of_day(hour: int, minute: int, tongue: str) -> str:
    words = format_time(time(hour, minute), "short", locale=_locale())
    if tongue != "es":
        words = words.replace(":00", "")
    return words.replace(" ", "\u00a0").replace("\u202f", "\u00a0")


def on_day(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """The day as people say it: "Tuesday, November 24", with the year when it is another one."""
    there, here = at.astimezone(zone), now.astimezone(zone)
    this_year, other_year = DAYS[_locale()]
    return format_date(there.date(), this_year if there.year == here.year else other_year, locale=_locale())


def day_heading(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """The day above its messages: "Today, Tuesday, November 24"."""
    day = on_day(at, now, zone)
    match _days_ago(at, now, zone):
        case 0:
            return say("Today, {day}", day=day)
        case 1:
            return say("Yesterday, {day}", day=day)
        case _:
            return day[:1].upper() + day[1:]


def short(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """As little as tells it apart in a list: the time today, "Nov 17" this year, else with the year."""
    there, here = at.astimezone(zone), now.astimezone(zone)
    if there.date() == here.date():
        return at_time(at, zone)
    return _day("MMMd" if there.year == here.year else "yMMMd", there.date(), _locale())


def calendar_day(day: date) -> str:
    """A day without a time, as on a birth certificate: "Mar 3, 1968"."""
    return _day("yMMMd", day, _locale())


@lru_cache(maxsize=3_000)
def _day(how: str, day: date, locale: str) -> str:
    """One of the locale's patterns: every line of a list asks for one, and a list has few days."""
    return format_skeleton(how, day, locale=locale).replace(" ", "\u00a0")


def moment(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """A moment inside a sentence: "9:12 AM", "yesterday at 9:12 AM", "Tuesday, November 24 at 9:12 AM"."""
    spoken = at_time(at, zone)
    match _days_ago(at, now, zone):
        case 0:
            return spoken
        case 1:
            return _one(say("yesterday at {time}", time=spoken))
        case _:
            return _one(say("{day} at {time}", day=on_day(at, now, zone), time=spoken))


def since(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """From when on: "Since 9:12 AM", "Since yesterday at 9:12 AM"."""
    if _days_ago(at, now, zone) == 0:
        return _one(say("Since {time}", time=at_time(at, zone)))
    return say("Since {when}", when=moment(at, now, zone))


def by(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """Until when, inside a sentence: "by 5 PM today", "by 5 PM tomorrow", "by Tuesday, November 24 at 9:30 AM"."""
    spoken = at_time(at, zone)
    match _days_ago(at, now, zone):
        case 0:
            return _one(say("by {time} today", time=spoken))
        case -1:
            return _one(say("by {time} tomorrow", time=spoken))
        case _:
            return _one(say("by {day} at {time}", day=on_day(at, now, zone), time=spoken))


def away(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """How far a coming day is: "today", "tomorrow", "in 6 days"."""
    match -_days_ago(at, now, zone):
        case 0:
            return say("today")
        case 1:
            return say("tomorrow")
        case days:
            return say("in {n} days", n=days)


def greeting(name: str, now: datetime, zone: ZoneInfo) -> str:
    """Good morning until noon, good evening from five, good afternoon between."""
    hour = now.astimezone(zone).hour
    if hour < 12:
        return say("Good morning, {name}", name=name)
    if hour < 17:
        return say("Good afternoon, {name}", name=name)
    return say("Good evening, {name}", name=name)


@dataclass(frozen=True)
class Clock:
    """A promise as staff see it; `tone` is calm, amber or red."""

    words: str = ""
    tone: str = "calm"


def clock(at: datetime | None, now: datetime, zone: ZoneInfo) -> Clock:
    """Calm says until when, amber in the last hour what is left, red how late it is."""
    if at is None:
        return Clock()
    if at < now:
        return Clock(say("Late {wait}", wait=wait(now - at)), "red")
    if at - now <= SOON:
        return Clock(say("{wait} left", wait=wait(at - now)), "amber")
    if _days_ago(at, now, zone) == 0:
        return Clock(_one(say("by {time}", time=at_time(at, zone))))
    if at - now < WITHIN_A_WEEK:
        weekday = format_skeleton("E", at.astimezone(zone), locale=_locale())
        return Clock(_one(say("by {weekday} {time}", weekday=weekday, time=at_time(at, zone))).replace(" ", "\u00a0"))
    return Clock(say("by {day}", day=short(at, now, zone)))


def wait(length: timedelta) -> str:
    """How long, in the largest two units: "25 min", "1 h 18", "3 d"."""
    minutes = max(int(length.total_seconds() // 60), 0)
    if minutes < 60:
        return say("{n} min", n=max(minutes, 1)).replace(" ", "\u00a0")
    if minutes < 24 * 60:
        return say("{h} h {m}", h=minutes // 60, m=f"{minutes % 60:02d}").replace(" ", "\u00a0")
    return say("{n} d", n=minutes // (24 * 60)).replace(" ", "\u00a0")


def _one(sentence: str) -> str:
    """In Spanish one o'clock is singular: "a la 1:15"."""
    return re.sub(r"\blas (1:\d\d)", r"la \1", sentence) if language() == "es" else sentence


def _days_ago(at: datetime, now: datetime, zone: ZoneInfo) -> int:
    return (now.astimezone(zone).date() - at.astimezone(zone).date()).days


def _locale() -> str:
    return "es_US" if language() == "es" else "en_US"
