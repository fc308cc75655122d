"""What the audit page may know."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class FactCard:
    """One fact of the trail."""

    seq: int
    when: str
    who: str
    sort: str
    """patient, staff, nobody or system."""
    kind: str
    deed: str
    """The kind, in words."""
    about: str
    """The patient whose record it touched, or else the person whose account it was aimed at."""
    address: str
    more: str
    """The fact's own fields, in words."""
    technical: str
    """Ids and doors, for whoever compares it with the log or with another fact."""


@dataclass(frozen=True)
class AuditPage:
    """A part of the trail, newest first, and where the next part begins; 0 is the end."""

    lines: list[FactCard] = field(default_factory=list)
    before: int = 0


@dataclass(frozen=True)
class Choice:
    """Something to search by."""

    value: str
    words: str


@dataclass(frozen=True)
class Choices:
    """The people and kinds that one can search by."""

    people: list[Choice] = field(default_factory=list)
    kinds: list[Choice] = field(default_factory=list)
