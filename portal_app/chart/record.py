"""The shape of every readable record, whatever list it stands in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Tone(StrEnum):
    """How a status should look; the words say the same without the colour."""

    READY = "ready"
    SOON = "soon"
    INFO = "info"
    WORKING = "working"


@dataclass(frozen=True)
class Context:
    """What reading needs besides the resource: the clinic's zone, and names by `Type/id`."""

    zone: str = "UTC"
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Record:
    """One line of a list, all of it words."""

    title: str
    when: str = ""
    value: str = ""
    status: str = ""
    tone: Tone = Tone.WORKING
    notes: tuple[str, ...] = ()
