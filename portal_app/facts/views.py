"""Facts of staff who look at the portal as a patient sees it."""

from dataclasses import dataclass
from uuid import UUID

from portal_app.facts import Fact


@dataclass(frozen=True, kw_only=True)
class ViewedAs(Fact):
    """A member of staff opened the portal as this patient sees it; `reason` is asked, preview or complaint."""

    view_id: UUID
    reason: str

    def topics(self) -> tuple[str, ...]:
        return (f"patient:{self.patient_id}",)


@dataclass(frozen=True, kw_only=True)
class ViewLeft(Fact):
    """They closed it before its time was over."""

    view_id: UUID
