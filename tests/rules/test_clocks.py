"""Promises are counted in open hours and said as people say them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal_app.catalogue import speaking
from portal_app.rules import clocks

ZONE = ZoneInfo("America/New_York")
WEEK = {day: ["08:00", "17:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
OPEN = clocks.opening({"opening": WEEK, "closed_days": ["2026-11-26"]})
ALWAYS = clocks.opening({})


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of November 2026 at the clinic; the 24th is a Tuesday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE).astimezone(UTC)


@pytest.mark.parametrize(
    ("since", "hours", "until"),
    [
        (at(24, 9), 8, at(24, 17)),
        (at(24, 9, 38), 8, at(25, 8, 45)),
        (at(24, 20), 4, at(25, 12)),
        (at(24, 3), 4, at(24, 12)),
        # the 26th is a day off, then the weekend
        (at(25, 16), 2, at(27, 9)),
        (at(27, 16, 30), 9, at(30, 16, 30)),
    ],
)
def test_only_open_hours_count(since: datetime, hours: int, until: datetime) -> None:
    assert clocks.due(since, hours, OPEN, ZONE) == until


def test_without_hours_the_clinic_is_always_open_and_a_promise_ends_at_a_quarter() -> None:
    assert clocks.due(at(24, 9, 38), 8, ALWAYS, ZONE) == at(24, 17, 45)


def test_a_clinic_that_never_opens_still_promises_something() -> None:
    never = clocks.Opening({0: OPEN.week[0]}, frozenset(at(1, 12).date() + timedelta(days=n) for n in range(1000)))
    assert clocks.due(at(24, 9), 8, never, ZONE) == at(24, 17)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)), st.integers(1, 200))  # noqa: DTZ001
def test_a_promise_is_never_before_its_hours_and_always_while_open(since: datetime, hours: int) -> None:
    asked = since.replace(tzinfo=UTC)
    until = clocks.due(asked, hours, OPEN, ZONE)
    assert until - asked >= timedelta(hours=hours)
    local = until.astimezone(ZONE)
    start, end = OPEN.on(local.date())
    assert start <= local.time() <= end


@pytest.mark.parametrize(
    ("when", "english", "spanish"),
    [
        (at(24, 17), "by 5\u00a0PM today", "hoy antes de las 5:00\u00a0p.m."),
        (at(24, 13, 5), "by 1:05\u00a0PM today", "hoy antes de la 1:05\u00a0p.m."),
        (at(25, 9, 30), "by 9:30\u00a0AM tomorrow", "mañana antes de las 9:30\u00a0a.m."),
        (
            at(30, 9),
            "by Monday, November 30 at 9\u00a0AM",
            "a más tardar el lunes, 30 de noviembre a las 9:00\u00a0a.m.",
        ),
    ],
)
def test_until_when_is_said_as_people_say_it(when: datetime, english: str, spanish: str) -> None:
    assert clocks.by(when, at(24, 9), ZONE) == english
    with speaking("es"):
        assert clocks.by(when, at(24, 9), ZONE) == spanish


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (at(24, 8, 52), "8:52\u00a0AM"),
        (at(23, 8, 52), "yesterday at 8:52\u00a0AM"),
        (at(17, 8, 52), "Tuesday, November 17 at 8:52\u00a0AM"),
        (datetime(2025, 6, 20, 15, tzinfo=UTC), "Friday, June 20, 2025 at 11\u00a0AM"),
    ],
)
def test_a_moment_says_no_more_than_it_must(when: datetime, words: str) -> None:
    assert clocks.moment(when, at(24, 9), ZONE) == words


@pytest.mark.parametrize(
    ("when", "words", "tone"),
    [
        (at(24, 13, 40), "by 1:40\u00a0PM", "calm"),
        (at(25, 12, 15), "by\u00a0Wed\u00a012:15\u00a0PM", "calm"),
        (at(30, 10), "by Nov\u00a030", "calm"),
        (at(24, 9, 42), "42\u00a0min left", "amber"),
        (at(24, 8, 35), "Late 25\u00a0min", "red"),
        (at(23, 7, 42), "Late 1\u00a0d", "red"),
        (at(24, 7, 42), "Late 1\u00a0h\u00a018", "red"),
    ],
)
def test_staff_see_the_promise_in_words_and_colour(when: datetime, words: str, tone: str) -> None:
    assert clocks.clock(when, at(24, 9), ZONE) == clocks.Clock(words, tone)


def test_nothing_promised_is_nothing_said() -> None:
    assert clocks.clock(None, at(24, 9), ZONE) == clocks.Clock()
