"""Where values stand on a number line and in a chart."""

from datetime import UTC, datetime

import pytest

from portal_app.rules.places import along, chart


@pytest.mark.parametrize(
    ("value", "low", "high", "at"),
    [
        (3.5, 3.5, 5.1, 25),
        (5.1, 3.5, 5.1, 75),
        (4.3, 3.5, 5.1, 50),
        (5.3, 3.5, 5.1, 81.25),
        (99, 3.5, 5.1, 96),
        (0, 3.5, 5.1, 4),
        (50, None, 100, 37.5),
        (121, None, 100, 85.5),
        (40, 40, None, 25),
        (50, 40, None, 37.5),
    ],
)
def test_the_usual_range_is_the_middle_half(value, low, high, at):
    assert along(value, low, high) == pytest.approx(at)


def test_a_line_without_a_limit_is_refused():
    with pytest.raises(ValueError, match="limit"):
        along(5, None, None)


def test_a_limit_of_nothing_and_a_range_without_width_still_have_a_place():
    assert along(0, 0, None) == 25
    assert along(3, None, 0) == 85
    assert along(5, 5, 5) == 50


def test_in_a_chart_time_goes_to_the_right_and_the_usual_range_has_room_around_it():
    days = [datetime(2025, 1, 1, tzinfo=UTC), datetime(2025, 7, 2, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)]
    found = chart(days, [[4.3, 4.7, 4.9]], 3.5, 5.1)
    assert [round(place.x) for place in found.lines[0]] == [6, 48, 90]
    assert found.lines[0][0].y > found.lines[0][2].y
    assert (round(found.high or 0, 1), round(found.low or 0, 1)) == (16.7, 83.3)


def test_numbers_that_would_run_into_each_other_leave_the_newest():
    days = [datetime(2025, 1, day, tzinfo=UTC) for day in (1, 30, 31)]
    assert [place.told for place in chart(days, [[1, 2, 3]], None, None).lines[0]] == [True, False, True]


def test_longer_numbers_need_more_room():
    days = [datetime(2025, 1, 1 + 3 * day, tzinfo=UTC) for day in range(10)]
    told = {
        widest: sum(place.told for place in chart(days, [[1.0] * 10], None, None, widest).lines[0])
        for widest in (1, 3, 5)
    }
    assert told == {1: 10, 3: 5, 5: 4}


def test_one_moment_and_the_same_value_again_are_drawn_too():
    at = datetime(2025, 1, 1, tzinfo=UTC)
    assert chart([at], [[0.0]], None, None).lines[0][0].x == 48
    assert len({place.x for place in chart([at, at], [[2.0, 2.0]], None, None).lines[0]}) == 2
