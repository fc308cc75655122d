"""Facts of what the clinic gives its patients to read."""

from dataclasses import dataclass
from uuid import UUID

from portal_app.facts import Fact


@dataclass(frozen=True, kw_only=True)
class EducationChanged(Fact):
    """An admin wrote, changed or switched off a page of the clinic's own."""

    page_id: UUID


@dataclass(frozen=True, kw_only=True)
class LinkDied(Fact):
    """A link of the clinic's own did not answer twice: patients are not shown it any more."""

    page_id: UUID
