"""Facts of what patients say they have read."""

from dataclasses import dataclass
from uuid import UUID

from portal_app.facts import Fact


@dataclass(frozen=True, kw_only=True)
class SummaryRead(Fact):
    """The patient said that they have read a visit summary or a note."""

    resource_id: UUID

    def topics(self) -> tuple[str, ...]:
        return (f"patient:{self.patient_id}",)
