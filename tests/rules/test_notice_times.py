"""When a letter about something new leaves: by the clinic's clock, also on the days on which that clock is changed."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal_app.models import Pace
from portal_app.rules.notice_times import GATHERS, Hours, awake, hours, mail_at

ZONE = ZoneInfo("America/New_York")
USUAL = Hours()


def there(text: str, fold: int = 0) -> datetime:
    """A moment by the clinic's clock."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE, fold=fold).astimezone(UTC)


def test_who_wants_no_letter_gets_none() -> None:
    assert mail_at(Pace.OFF, there("2026-11-24 12:00"), USUAL, ZONE) is None


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-11-24 12:00", "2026-11-24 12:02"),
        ("2026-11-24 20:57", "2026-11-24 20:59"),
        ("2026-11-24 20:58", "2026-11-25 08:00"),
        ("2026-11-25 03:00", "2026-11-25 08:00"),
        ("2026-11-25 07:58", "2026-11-25 08:00"),
        ("2026-11-25 07:59", "2026-11-25 08:01"),
        # the clock goes forward, then back: the night has 10 and 12 hours, and the letter leaves at eight
        ("2026-03-07 22:00", "2026-03-08 08:00"),
        ("2026-10-31 22:00", "2026-11-01 08:00"),
    ],
)
def test_a_letter_gathers_for_a_moment_and_never_leaves_in_the_night(now: str, due: str) -> None:
    assert mail_at(Pace.AT_ONCE, there(now), USUAL, ZONE) == there(due)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-11-24 08:59", "2026-11-24 09:00"),
        ("2026-11-24 09:00", "2026-11-25 09:00"),
        ("2026-11-24 23:00", "2026-11-25 09:00"),
        ("2026-03-07 09:30", "2026-03-08 09:00"),
        ("2026-10-31 09:30", "2026-11-01 09:00"),
    ],
)
def test_the_daily_letter_leaves_at_its_hour(now: str, due: str) -> None:
    assert mail_at(Pace.DAILY, there(now), USUAL, ZONE) == there(due)


def test_a_daily_hour_in_the_night_waits_for_the_morning() -> None:
    at_six = Hours(daily_at=time(6))
    assert mail_at(Pace.DAILY, there("2026-11-24 12:00"), at_six, ZONE) == there("2026-11-25 08:00")


def test_an_hour_that_does_not_exist_is_the_one_after_it() -> None:
    until_half_past_two = Hours(time(22), time(2, 30))
    assert awake(there("2026-03-08 00:30"), until_half_past_two, ZONE) == there("2026-03-08 03:30")


def test_an_hour_that_comes_twice_ends_the_night_the_first_time() -> None:
    until_half_past_one = Hours(time(22), time(1, 30))
    first, second = there("2026-11-01 01:15"), there("2026-11-01 01:15", fold=1)
    assert awake(first, until_half_past_one, ZONE) == there("2026-11-01 01:30")
    assert awake(second, until_half_past_one, ZONE) == second


def test_a_clinic_may_have_no_quiet_hours_or_quiet_hours_at_noon() -> None:
    night = there("2026-11-24 23:00")
    assert awake(night, hours({"quiet_hours": ["00:00", "00:00"]}), ZONE) == night
    noon = hours({"quiet_hours": ["12:00", "14:00"], "daily_at": "10:30"})
    assert awake(there("2026-11-24 12:30"), noon, ZONE) == there("2026-11-24 14:00")
    assert (awake(night, noon, ZONE), noon.daily_at) == (night, time(10, 30))
    assert hours({}) == USUAL


moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)).map(lambda at: at.replace(tzinfo=UTC))  # noqa: DTZ001
times = st.times().map(lambda at: at.replace(second=0, microsecond=0))


@given(
    moments,
    st.sampled_from([Pace.AT_ONCE, Pace.DAILY]),
    times,
    times,
    times,
    st.sampled_from(["America/New_York", "Pacific/Apia", "Europe/London"]),
)
def test_no_letter_is_early_in_the_quiet_hours_or_more_than_two_days_late(
    now: datetime, pace: Pace, start: time, end: time, daily: time, zone: str
) -> None:
    when = Hours(start, end, daily)
    due = mail_at(pace, now, when, ZoneInfo(zone))
    assert due is not None
    assert now < due <= now + timedelta(hours=51)
    assert awake(due, when, ZoneInfo(zone)) == due
    if pace is Pace.AT_ONCE:
        assert due >= now + GATHERS
