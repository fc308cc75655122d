"""The shape of every readable record, whatever list it stands in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Tone(StrEnum):
    """How a status should look; the words say the same without the colour."""

    READY = "ready"
    SOON = "soon"
    INFO = "info"
    WORKING = "working"


@dataclass(frozen=True)
class Context:
    """What reading needs besides the resource: the clinic's zone, names by id, and whose chart it is."""

    zone: str = "UTC"
    names: Mapping[str, str] = field(default_factory=dict)
    """What the people, places and things are called that a resource only refers to, by FHIR id."""
    sex: str = ""
    """male or female, as the chart says; ranges may differ."""
    born: date | None = None
    today: date | None = None
    """The clinic's day; without it nothing is called expired, due or late."""
    withheld: frozenset[str] = frozenset()
    """FHIR ids of what the reader may not see now: it is not named, whoever names it."""


@dataclass(frozen=True)
class Record:
    """One line of a list, all of it words."""

    title: str
    when: str = ""
    value: str = ""
    status: str = ""
    tone: Tone = Tone.WORKING
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Passage:
    """A part of a page: names with their values, sentences, or a text that brought its own markup."""

    heading: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    sentences: tuple[str, ...] = ()
    html: str = ""
    """Sanitized: headings, paragraphs, lists and tables only."""


@dataclass(frozen=True)
class Attachment:
    """A file inside a resource."""

    place: int
    """Its number among the resource's files."""
    title: str
    kind: str
    """pdf, image, text, ccda or other."""


@dataclass(frozen=True)
class Sheet:
    """A whole page about one resource, all of it words."""

    record: Record
    passages: tuple[Passage, ...] = ()
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True)
class Measure:
    """One measured value as a result page shows it."""

    title: str
    value: str = ""
    """The number as a lab prints it, or the words of the answer; empty if there is none."""
    unit: str = ""
    amount: float | None = None
    low: float | None = None
    high: float | None = None
    low_words: str = ""
    high_words: str = ""
    standing: str = ""
    """usual, little_low, little_high, low, high, very_low, very_high, outside, or empty where nothing judges it."""
    standing_words: str = ""
    tone: Tone = Tone.WORKING
    usual: str = ""
    """"Usual range: 3.5 to 5.1 mmol/L"."""
    sentence: str = ""
    """Everything about the value in one sentence, for who cannot see the line."""
    progress: str = ""
    """Not final yet, corrected, canceled; empty for a plain final value."""
    why_missing: str = ""
    taken: str = ""
    performer: str = ""
    notes: tuple[str, ...] = ()
    code: str = ""
    """LOINC, for the catalogue of explanations; never shown."""
    parts: tuple["Measure", ...] = ()
    """Of a reading with several values (a blood pressure is one value and has none)."""
