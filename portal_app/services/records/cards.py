"""What the pages of the record may know."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class HubCard:
    """How many entries each page has, how many are new, and how fresh they are; a page that is off is absent."""

    counts: dict[str, int] = field(default_factory=dict)
    new: dict[str, int] = field(default_factory=dict)
    fresh: str = ""


@dataclass(frozen=True)
class LineCard:
    """One line of a list."""

    id: str
    title: str
    when: str = ""
    value: str = ""
    status: str = ""
    tone: str = "working"
    notes: list[str] = field(default_factory=list)
    fresh: bool = False


@dataclass(frozen=True)
class MonthCard:
    """The lines under one heading; lists of what holds have one part without a heading."""

    heading: str
    lines: list[LineCard]


@dataclass(frozen=True)
class NameCard:
    """A name by which a list can be narrowed."""

    value: str
    words: str


@dataclass(frozen=True)
class ListCard:
    """A part of a list: how much there is in all, and where to go on."""

    months: list[MonthCard] = field(default_factory=list)
    shown: int = 0
    total: int = 0
    last: str = ""
    names: list[NameCard] = field(default_factory=list)
    fresh: str = ""


@dataclass(frozen=True)
class VisitsCard:
    """What is coming, soonest first, and what was, newest first."""

    coming: list[LineCard] = field(default_factory=list)
    coming_total: int = 0
    past: ListCard = field(default_factory=ListCard)
    fresh: str = ""


@dataclass(frozen=True)
class DueCard:
    """A vaccine that is still to be given."""

    title: str
    status: str
    tone: str
    when: str
    why: str


@dataclass(frozen=True)
class MedicineCard:
    """One medicine, however often it was prescribed."""

    id: str
    title: str
    status: str
    tone: str
    next: str
    details: list[str]
    """Who prescribed it and when, the last refill and the next."""
    why: list[str] = field(default_factory=list)
    doses: list[str] = field(default_factory=list)
    how: str = ""
    """When it is taken, for a small drawing: morning, night, meal, air, or empty."""
    told: bool = False
    fresh: bool = False


@dataclass(frozen=True)
class MedicineList:
    """A part of the medicines that are taken now, or of those that are over."""

    cards: list[MedicineCard] = field(default_factory=list)
    total: int = 0


@dataclass(frozen=True)
class PharmacyCard:
    """Where medicines are picked up; empty if nobody said."""

    name: str = ""
    where: str = ""
    phone: str = ""


@dataclass(frozen=True)
class MedicinesPage:
    """What is taken now, what is over, and where it is picked up."""

    now: MedicineList = field(default_factory=MedicineList)
    past: MedicineList = field(default_factory=MedicineList)
    pharmacy: PharmacyCard = field(default_factory=PharmacyCard)
    fresh: str = ""


@dataclass(frozen=True)
class StepCard:
    """One step of a plan."""

    words: str
    status: str
    done: bool


@dataclass(frozen=True)
class PlanCard:
    """A care plan as steps, or a goal."""

    id: str
    title: str
    when: str
    status: str
    tone: str
    notes: list[str] = field(default_factory=list)
    steps: list[StepCard] = field(default_factory=list)
    done: int = 0
    of: int = 0
    fresh: bool = False


@dataclass(frozen=True)
class PlanList:
    """A part of the plans, or of the goals."""

    cards: list[PlanCard] = field(default_factory=list)
    total: int = 0


@dataclass(frozen=True)
class CarePage:
    """Goals and plans, and how fresh they are."""

    goals: PlanList = field(default_factory=PlanList)
    plans: PlanList = field(default_factory=PlanList)
    fresh: str = ""


@dataclass(frozen=True)
class RowCard:
    """A name and its value."""

    name: str
    value: str


@dataclass(frozen=True)
class PassageCard:
    """A part of a page."""

    heading: str
    rows: list[RowCard]
    sentences: list[str]
    html: str
    """Sanitized by `chart`: it can run nothing and load nothing."""


@dataclass(frozen=True)
class FileCard:
    """A file of an entry, and where to get it."""

    title: str
    kind: str
    path: str


@dataclass(frozen=True)
class LinkCard:
    """Another entry, that belongs to this one."""

    title: str
    below: str
    status: str
    tone: str
    path: str


@dataclass(frozen=True)
class SectionCard:
    """What belongs together at a visit, and how much more of it there is than is shown."""

    heading: str
    links: list[LinkCard]
    left: str = ""


@dataclass(frozen=True)
class SheetCard:
    """A whole page about one entry."""

    id: str = ""
    shelf: str = ""
    title: str = ""
    when: str = ""
    value: str = ""
    status: str = ""
    tone: str = "working"
    notes: list[str] = field(default_factory=list)
    passages: list[PassageCard] = field(default_factory=list)
    files: list[FileCard] = field(default_factory=list)
    can_mark: bool = False
    """Whether "I have read this" is offered."""
    read_on: str = ""
    """When the reader said that they had read it; empty if they have not."""
    fresh: str = ""


@dataclass(frozen=True)
class VisitCard:
    """A visit: its own page, and everything that was said and done there."""

    sheet: SheetCard = field(default_factory=SheetCard)
    coming: bool = False
    sections: list[SectionCard] = field(default_factory=list)
