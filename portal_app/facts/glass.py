"""Facts of records opened outside one's sites."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from portal_app.facts import Fact


@dataclass(frozen=True, kw_only=True)
class GlassMissed(Fact):
    """A member of staff named a patient of another site by numbers that fit nobody."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class GlassBroken(Fact):
    """A member of staff opened the record of a patient of another site; the clinic's admins are told."""

    then: ClassVar[tuple[str, ...]] = ("tell_admins_of_broken_glass",)
    glass_id: UUID
    reason: str

    def topics(self) -> tuple[str, ...]:
        return (f"patient:{self.patient_id}",)
