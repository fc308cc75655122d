"""Where values stand on a number line and in a chart."""

import pytest

from portal_app.rules.places import along


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
