"""What a screen may know of test results."""

from dataclasses import dataclass, field

from portal_app.chart.record import Attachment
from portal_app.values.cards import MeasureCard, TrendCard, ValueRow


@dataclass(frozen=True)
class LineCard:
    """One result in the list; all of it is made of columns."""

    id: str
    title: str
    drawing: str
    below: str
    """What it checks, and when it was taken."""
    bold: str = ""
    """What is outside the usual range."""
    rest: str = ""
    dots: list[bool] = field(default_factory=list)
    """One for each test that something judges: whether it is outside the usual range."""
    fresh: bool = False
    sent: str = ""
    said: str = ""
    """That a clinician wrote about it."""
    mark: str = ""
    tone: str = ""
    sign: str = ""


@dataclass(frozen=True)
class MonthCard:
    """The results of one month."""

    heading: str
    lines: list[LineCard]


@dataclass(frozen=True)
class WaitCard:
    """A result that is ready and that the patient's own choice still keeps from them; what it says is not here."""

    id: str
    title: str
    sentence: str


@dataclass(frozen=True)
class ListCard:
    """A part of the list: what waits (on the first part only), the months, how much there is in all."""

    months: list[MonthCard] = field(default_factory=list)
    waits: list[WaitCard] = field(default_factory=list)
    coming: list[LineCard] = field(default_factory=list)
    """What the lab has not finished."""
    shown: int = 0
    total: int = 0
    new: int = 0
    fresh: str = ""


@dataclass(frozen=True)
class CommentCard:
    """What a clinician wrote about a result."""

    name: str
    initials: str
    title: str
    when: str
    words: list[str]


@dataclass(frozen=True)
class GroupCard:
    """The tests of a result that stand alike: outside, usual, or others that nothing judges or without a value."""

    kind: str
    heading: str
    measures: list[MeasureCard]


@dataclass(frozen=True)
class ResultCard:
    """A whole page about one result."""

    id: str = ""
    title: str = ""
    below: str = ""
    bold: str = ""
    rest: str = ""
    usual: bool = False
    """Whether every test was compared with a usual range and lies in it."""
    mark: str = ""
    tone: str = ""
    sign: str = ""
    fresh: bool = False
    comments: list[CommentCard] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)
    groups: list[GroupCard] = field(default_factory=list)
    charts: dict[str, TrendCard] = field(default_factory=dict)
    """By the id of their test: those that come with the page."""
    conclusion: list[str] = field(default_factory=list)
    """What the report itself says."""
    attachments: list[Attachment] = field(default_factory=list)
    what: str = ""
    about: list[ValueRow] = field(default_factory=list)
    versions: list[ValueRow] = field(default_factory=list)
    """Earlier versions: when each came, and what it said."""
    waits: list[WaitCard] = field(default_factory=list)
