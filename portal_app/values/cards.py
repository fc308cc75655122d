"""What a screen may know of measured values."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class PointCard:
    """A value in a chart: where, its number where there is room for it, and whether it is in the usual range."""

    x: str
    y: str
    words: str
    inside: bool


@dataclass(frozen=True)
class StrokeCard:
    """The line from one value to the next."""

    x1: str
    y1: str
    x2: str
    y2: str


@dataclass(frozen=True)
class DayCard:
    """A month under the chart; `anchor` is start, middle (only where there is room) or end."""

    x: str
    words: str
    anchor: str


@dataclass(frozen=True)
class ValueRow:
    """One line of the table beside the chart."""

    when: str
    value: str
    words: str


@dataclass(frozen=True)
class TrendCard:
    """The values of one test over time; nothing is `drawn` of fewer than two numbers."""

    drawn: bool = False
    title: str = ""
    sentence: str = ""
    label: str = ""
    """Everything in the chart in words, for who cannot see it."""
    unit: str = ""
    points: list[PointCard] = field(default_factory=list)
    strokes: list[StrokeCard] = field(default_factory=list)
    days: list[DayCard] = field(default_factory=list)
    band_y: str = ""
    band_height: str = ""
    low: str = ""
    low_y: str = ""
    high: str = ""
    high_y: str = ""
    rows: list[ValueRow] = field(default_factory=list)


@dataclass(frozen=True)
class MeasureCard:
    """One measured value with everything that a patient may want to know about it."""

    id: str = ""
    title: str = ""
    short: str = ""
    value: str = ""
    unit: str = ""
    standing: str = ""
    """usual, outside, or empty where nothing judges it."""
    words: str = ""
    drawing: str = ""
    usual: str = ""
    sentence: str = ""
    lined: bool = False
    """Whether there is a number line; `at` is the value's place on it in percent."""
    at: float = 50.0
    low: str = ""
    high: str = ""
    what: str = ""
    meaning: str = ""
    progress: str = ""
    why_missing: str = ""
    notes: list[str] = field(default_factory=list)
    parts: list[ValueRow] = field(default_factory=list)
    corrected: str = ""
    first_said: str = ""
    now_says: str = ""
    earlier: bool = False
    """Whether there are other values of this test."""


@dataclass(frozen=True)
class TestName:
    """A test, as a choice."""

    value: str
    words: str


@dataclass(frozen=True)
class OneTestLine:
    """One value of a test, and the result that it is in."""

    id: str
    result_id: str
    when: str
    value: str
    words: str
    outside: bool


@dataclass(frozen=True)
class OneTestCard:
    """Every value of one test, a part at a time, newest first; the chart comes with the first part."""

    title: str = ""
    what: str = ""
    trend: TrendCard = field(default_factory=TrendCard)
    lines: list[OneTestLine] = field(default_factory=list)
    total: int = 0
