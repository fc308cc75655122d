"""Facts of the doors: who was refused, who came in, who went out."""

from dataclasses import dataclass
from uuid import UUID

from portal_app.facts import Fact


@dataclass(frozen=True, kw_only=True)
class Refused(Fact):
    """Someone knocked where they may not enter; `door` is a handler, route or service, `why` an error's name."""

    door: str
    why: str


@dataclass(frozen=True, kw_only=True)
class RefusalsFolded(Fact):
    """Someone was refused so often that `count` refusals since `since` (ISO 8601) have no fact of their own."""

    count: int
    since: str


@dataclass(frozen=True, kw_only=True)
class SessionEnded(Fact):
    """A session was ended; its browser is thrown out at once."""

    session_id: UUID
    how: str

    def topics(self) -> tuple[str, ...]:
        return (f"session:{self.session_id}",)
