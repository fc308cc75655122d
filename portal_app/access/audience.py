"""Who may knock at a door: declared on every handler and route; what declares nothing admits nobody."""

from dataclasses import dataclass

from portal_app.access.actor import Actor, ActorKind
from portal_app.errors import Refused
from portal_app.models import Role


class UnknownDoor(Refused):
    """There is no such handler or route, or it is not for browsers."""


class WrongAudience(Refused):
    """The door is for other people."""


class BadArguments(Refused):
    """What came with the knock does not fit the door's signature."""


class ForeignOrigin(Refused):
    """The knock came from another site's page."""


@dataclass(frozen=True, slots=True)
class Audience:
    """The people a door is for; `roles` narrows staff, empty means every role."""

    kinds: frozenset[ActorKind]
    roles: frozenset[Role] = frozenset()

    def admits(self, actor: Actor) -> bool:
        """Whether this actor may knock; what they may do behind the door is the service's question."""
        if actor.kind not in self.kinds:
            return False
        return actor.kind is not ActorKind.STAFF or not self.roles or bool(self.roles & actor.roles)

    @property
    def needs_sign_in(self) -> bool:
        """Whether somebody signed out is sent to sign in."""
        return ActorKind.NOBODY not in self.kinds


ANYBODY = Audience(frozenset({ActorKind.NOBODY, ActorKind.PATIENT, ActorKind.STAFF}))
SIGNED_IN = Audience(frozenset({ActorKind.PATIENT, ActorKind.STAFF}))
PATIENTS = Audience(frozenset({ActorKind.PATIENT}))
STAFF = Audience(frozenset({ActorKind.STAFF}))
READERS = Audience(
    frozenset({ActorKind.PATIENT, ActorKind.STAFF}), frozenset({Role.NURSE, Role.PRESCRIBER, Role.ADMIN})
)
"""Patients, and staff who may look through a patient's eyes: whether they do now is the service's question."""


def staff_with(*roles: Role) -> Audience:
    """Staff who have one of these roles."""
    return Audience(frozenset({ActorKind.STAFF}), frozenset(roles))
