"""Facts of the audit trail itself: who reads it is in it."""

from dataclasses import dataclass
from uuid import UUID

from portal_app.facts import Fact


@dataclass(frozen=True, kw_only=True)
class AuditSearched(Fact):
    """An admin searched the trail; whose record was asked about stands in `patient_id`."""

    kind: str | None = None
    by_id: UUID | None = None
