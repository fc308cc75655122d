"""What screens may know of things to read."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class LinkCard:
    """A title that leads somewhere: into the portal, or to a page that the clinic chose."""

    title: str
    path: str
    outside: bool = False


@dataclass(frozen=True)
class ReadingCard:
    """A page to read."""

    title: str = ""
    paragraphs: list[str] = field(default_factory=list)
    sources: str = ""


@dataclass(frozen=True)
class OwnCard:
    """A page of the clinic's own, as its admin sees it."""

    id: str = ""
    title: str = ""
    title_es: str = ""
    text: str = ""
    text_es: str = ""
    link: str = ""
    codes: str = ""
    active: bool = True
    trouble: str = ""
    """What is wrong with its link."""


@dataclass(frozen=True)
class OwnPages:
    """All of them, and how many the portal brings along."""

    pages: list[OwnCard] = field(default_factory=list)
