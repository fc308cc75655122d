"""Facts of invitations."""

from dataclasses import dataclass
from uuid import UUID

from portal_app.facts import Fact


@dataclass(frozen=True, kw_only=True)
class _OfInvitation(Fact):
    """Something that happened to one invitation; whoever looks at the patient hears of it."""

    invitation: UUID

    def topics(self) -> tuple[str, ...]:
        return () if self.patient_id is None else (f"patient:{self.patient_id}",)


@dataclass(frozen=True, kw_only=True)
class Invited(_OfInvitation):
    """An invitation went out; `times` counts how often this one did; `elsewhere`: not to the chart's own address."""

    channel: str
    times: int
    elsewhere: bool = False


@dataclass(frozen=True, kw_only=True)
class InvitationRevoked(_OfInvitation):
    """An invitation was taken back; its link opens nothing."""


@dataclass(frozen=True, kw_only=True)
class InvitationOpened(_OfInvitation):
    """Somebody opened an invitation's link or typed its code."""


@dataclass(frozen=True, kw_only=True)
class ProofMissed(_OfInvitation):
    """What was given as proof was wrong; `locked` when it was the last try."""

    locked: bool


@dataclass(frozen=True, kw_only=True)
class Proved(_OfInvitation):
    """The invited person proved who they are."""


@dataclass(frozen=True, kw_only=True)
class InvitationUsed(_OfInvitation):
    """The invited person finished setting up; the invitation opens nothing any more."""
