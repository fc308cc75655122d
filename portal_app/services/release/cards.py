"""What a screen may know of the rules of release."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Choice:
    """Something to choose from a list."""

    value: str
    words: str


@dataclass(frozen=True)
class RuleLine:
    """One rule as a sentence, and what of it can be changed."""

    key: str = ""
    number: int = 0
    what: str = ""
    when: str = ""
    law: str = ""
    """The law that it rests on, as lawyers write it."""
    more: str = ""
    count: str = ""
    """How often it decides, in words."""
    own: bool = False
    """Whether the clinic may change it."""
    edited: bool = False
    was: str = ""
    """What it said before the edit."""
    first: bool = False
    last: bool = False
    way: str = ""
    hours: str = ""
    viewer: str = ""
    site: str = ""
    classes: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    codes: str = ""
    youngest: str = ""
    oldest: str = ""
    name: str = ""


@dataclass(frozen=True)
class PackCard:
    """A state's laws, and how sure we are of them."""

    state: str
    name: str
    on: bool
    site: str
    checked: str
    sources: list[str]
    verified: str
    doubts: str
    rules: list[str]
    outdated: bool
    """Whether the law that is in force here is not the one that is shipped now."""


@dataclass(frozen=True)
class Switch:
    """Something that patients see or do not see at all."""

    name: str
    words: str
    on: bool
    edited: bool = False


@dataclass(frozen=True)
class EditionLine:
    """One edition of the rules."""

    edition: int
    when: str
    who: str
    why: str
    what: str
    """Whether it took another back, and whether it reached everybody."""


@dataclass(frozen=True)
class RulesCard:
    """The rules, as they are or as somebody is editing them."""

    edition: int = 0
    changed: str = ""
    rules: list[RuleLine] = field(default_factory=list)
    held: str = ""
    packs: list[PackCard] = field(default_factory=list)
    classes: list[Switch] = field(default_factory=list)
    pages: list[Switch] = field(default_factory=list)
    history: list[EditionLine] = field(default_factory=list)
    edited: bool = False
    behind: bool = False
    """Whether somebody has saved another edition since this edit began."""
    applying: bool = False
    """Whether the rules are still on their way to what is stored."""
    sites: list[Choice] = field(default_factory=list)
    ready_made: list[Choice] = field(default_factory=list)
    """Rules that federal law gives a reason for, not yet chosen."""


@dataclass(frozen=True)
class Cell:
    """How one item stands at one moment."""

    state: str = ""
    """sees, waits or never."""
    words: str = ""
    changed: bool = False


@dataclass(frozen=True)
class PreviewLine:
    """One item, and why it stands as it does."""

    title: str
    day: str
    why: str
    today: Cell
    tomorrow: Cell
    edited: Cell


@dataclass(frozen=True)
class PreviewCard:
    """What one person would see."""

    patient: str = ""
    lines: list[PreviewLine] = field(default_factory=list)
    total: int = 0
    changes: int = 0
    today: str = ""
    tomorrow: str = ""


@dataclass(frozen=True)
class WeighCard:
    """What saving changes."""

    lines: int = 0
    patients: int = 0
    at_once: int = 0
    less: int = 0
    longer: int = 0
    hidden: int = 0
    unreviewed: int = 0
    proxies: int = 0
    """Items that change for who acts for the patient."""
    partly: str = ""
    """Where not everybody was looked at: how many were."""
    done: bool = False
