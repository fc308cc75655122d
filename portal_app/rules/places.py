"""Where values lie in a drawing, in percent of its width and height: on a number line, and in a chart over time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

LEFT, WIDE = 6.0, 84.0
"""Where the first value of a chart stands, and how far the last is from it: room for the numbers beside them."""
ROOM = 0.25
"""Of the usual range, above and below it in a chart."""
BETWEEN, A_CHARACTER = 4.0, 3.9
"""Percent of the width between two numbers at values, and for each character of one, on a phone."""


@dataclass(frozen=True)
class Place:
    """A value in a chart; `told` where there is room for its number."""

    x: float
    y: float
    told: bool


@dataclass(frozen=True)
class Chart:
    """The values of each line in order of time, and the limits of the usual range."""

    lines: tuple[tuple[Place, ...], ...]
    low: float | None = None
    high: float | None = None


def along(value: float, low: float | None, high: float | None) -> float:
    """How far along a number line a value stands; 25 and 75 are the ends of the usual range."""
    if low is not None and high is not None:
        at = 25 + 50 * (value - low) / (high - low) if high > low else 50 + 25 * ((value > high) - (value < low))
    elif high is not None:
        at = _one_sided(value, high, 75)
    elif low is not None:
        at = _one_sided(value, low, 25)
    else:
        raise ValueError("a number line needs a limit")
    return min(96.0, max(4.0, at))


def _one_sided(value: float, limit: float, stands_at: float) -> float:
    """With one limit: its own size is the measure; a limit of nothing cannot measure."""
    if not limit:
        return stands_at if value == limit else stands_at + (10 if value > limit else -10)
    if stands_at > 50 and value <= limit:
        return stands_at * value / limit
    return stands_at + 50 * (value - limit) / abs(limit)


def chart(
    moments: Sequence[datetime],
    lines: Sequence[Sequence[float]],
    low: float | None,
    high: float | None,
    widest: int = 3,
) -> Chart:
    """A chart over time: each line has a value for each moment, oldest first; at least one moment.

    Numbers have so many characters as are written at the `widest`.
    """
    top, bottom = _domain([value for line in lines for value in line], low, high)

    def down(value: float) -> float:
        return 100 * (top - value) / (top - bottom)

    across = _across(moments)
    told = _told(across, BETWEEN + A_CHARACTER * widest)
    return Chart(
        tuple(
            tuple(Place(x, down(value), seen) for x, value, seen in zip(across, line, told, strict=True))
            for line in lines
        ),
        None if low is None else down(low),
        None if high is None else down(high),
    )


def _domain(values: list[float], low: float | None, high: float | None) -> tuple[float, float]:
    """The top and the bottom: the usual range and a quarter of it around, every value inside with room for a number."""
    known = [limit for limit in (low, high) if limit is not None]
    ends = [*values, *known]
    room = ROOM * (known[1] - known[0] if len(known) == 2 else max(ends) - min(ends))
    room = room or abs(ends[0]) * ROOM or 1.0
    edges = [known[0] - room, known[-1] + room] if known else []
    return max([*edges, max(values) + room / 2]), min([*edges, min(values) - room / 2])


def _across(moments: Sequence[datetime]) -> list[float]:
    span = (moments[-1] - moments[0]).total_seconds()
    if span <= 0:
        step = WIDE / max(1, len(moments) - 1)
        return [LEFT + step * place if len(moments) > 1 else LEFT + WIDE / 2 for place in range(len(moments))]
    return [LEFT + WIDE * (moment - moments[0]).total_seconds() / span for moment in moments]


def _told(across: list[float], apart: float) -> list[bool]:
    """Newest first, each number that does not run into the one after it."""
    told, limit = [False] * len(across), float("inf")
    for place in reversed(range(len(across))):
        if across[place] <= limit - apart:
            told[place], limit = True, across[place]
    return told
