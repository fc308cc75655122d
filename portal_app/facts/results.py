"""Facts of results."""

from dataclasses import dataclass
from uuid import UUID

from portal_app.facts import Fact


@dataclass(frozen=True, kw_only=True)
class ResultSeen(Fact):
    """The person opened a result that was new for them."""

    resource_id: UUID

    def topics(self) -> tuple[str, ...]:
        return (f"patient:{self.patient_id}",)
