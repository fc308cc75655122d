"""What services may ask of the world outside, as they see it; `wiring.py` says who answers."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True)
class Reading:
    """Something to read about a problem, a test or a medicine, in one language."""

    key: str
    """An opaque name: an address never tells what somebody read about."""
    title: str
    paragraphs: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    """Whom the words rest on, by name."""


class Library(Protocol):
    """Looks up what to read by code, as MedlinePlus Connect does (HL7 Infobutton)."""

    def about(self, codes: Sequence[str], language: str) -> list[Reading]:
        """What fits any of these codes ("icd10:E11.9", "snomed:44054006", "loinc:4548-4"), best first."""
        ...

    def get(self, key: str, language: str) -> Reading | None:
        """One reading by its name."""
        ...


class _Empty:
    def about(self, codes: Sequence[str], language: str) -> list[Reading]:
        return []

    def get(self, key: str, language: str) -> Reading | None:
        return None


@dataclass(frozen=True)
class Ports:
    """What one deployment has connected."""

    library: Library = field(default_factory=_Empty)
