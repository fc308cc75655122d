"""Who acts: nobody, a patient, a member of staff, or the portal itself."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from portal_app.models import Role, Stage


class ActorKind(StrEnum):
    """The four kinds of actor."""

    NOBODY = "nobody"
    PATIENT = "patient"
    STAFF = "staff"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """A person behind an event, as the session says. `kind` is NOBODY until sign-in is complete."""

    kind: ActorKind = ActorKind.NOBODY
    name: str = ""
    title: str = ""
    account_id: UUID | None = None
    patient_id: UUID | None = None
    staff_id: UUID | None = None
    roles: frozenset[Role] = frozenset()
    site_ids: frozenset[UUID] = frozenset()
    all_sites: bool = False
    pool_ids: frozenset[UUID] = frozenset()
    glass_ids: frozenset[UUID] = frozenset()
    """Patients outside their sites whose record they opened for a reason (`access/break_glass.py`)."""
    view_ids: frozenset[UUID] = frozenset()
    """Patients through whose eyes they look at the portal for a while (`looking.py`)."""
    session_id: UUID | None = None
    stage: Stage | None = None
    """How far an unfinished sign-in has come; FULL for everyone signed in."""
    language: str = "en"
    address: str = field(default="", compare=False)

    @property
    def signed_in(self) -> bool:
        """Whether this is a patient or a member of staff with both factors given."""
        return self.kind in (ActorKind.PATIENT, ActorKind.STAFF)


NOBODY = Actor()
SYSTEM = Actor(kind=ActorKind.SYSTEM, name="Portal")
