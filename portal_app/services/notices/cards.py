"""What the page of what is new, and its settings, may know."""

from dataclasses import dataclass, field

from portal_app.news import NewsLine


@dataclass(frozen=True)
class NewsPage:
    """A part of what is or was new, newest first; how many are new, how many there are."""

    lines: list[NewsLine] = field(default_factory=list)
    total: int = 0
    fresh: int = 0


@dataclass(frozen=True)
class EventCard:
    """How soon a person hears of one sort of thing, by which way."""

    event: str
    words: str
    way: str
    pace: str


@dataclass(frozen=True)
class ChoicesCard:
    """What a person has chosen, and what stands in the way of it; `state` is fine, unconfirmed or stopped."""

    events: list[EventCard] = field(default_factory=list)
    email: str = ""
    state: str = "fine"
    quiet: str = ""
    """When no letter leaves, in words; empty if the clinic has no such hours."""
    daily: str = ""
