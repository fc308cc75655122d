"""Facts of accounts: how people come in, what they sign in with, and every change of it."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from portal_app.facts import Fact


@dataclass(frozen=True, kw_only=True)
class _OfAccount(Fact):
    """Something that happened to one account; its own pages hear of it."""

    account: UUID

    def topics(self) -> tuple[str, ...]:
        return (f"account:{self.account}",)


@dataclass(frozen=True, kw_only=True)
class SignedIn(_OfAccount):
    """Somebody came in; `how` is passkey, password, invitation or recovery."""

    how: str


@dataclass(frozen=True, kw_only=True)
class SignInMissed(Fact):
    """A sign-in failed; `step` is password, code or passkey. `account` is missing where there is none."""

    step: str
    account: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class TermsAccepted(_OfAccount):
    """A version of the terms was accepted."""

    version: int


@dataclass(frozen=True, kw_only=True)
class WayInAdded(_OfAccount):
    """A password, authenticator app or passkey was set up, or new recovery codes were made; `kind` says which."""

    kind: str


@dataclass(frozen=True, kw_only=True)
class WayInRemoved(_OfAccount):
    """A password, authenticator app or passkey was taken away."""

    kind: str


@dataclass(frozen=True, kw_only=True)
class RecoveryAsked(Fact):
    """Somebody asked for a recovery link; `account` is missing where we know no such address."""

    then: ClassVar[tuple[str, ...]] = ("answer_recovery",)
    account: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class RecoveryMissed(_OfAccount):
    """A second proof during recovery was wrong."""


@dataclass(frozen=True, kw_only=True)
class RecoveryProved(_OfAccount):
    """Two proofs were given; `how` is code, password or details."""

    how: str


@dataclass(frozen=True, kw_only=True)
class EmailChangeAsked(_OfAccount):
    """A confirmation link was sent to a new address."""


@dataclass(frozen=True, kw_only=True)
class EmailConfirmed(_OfAccount):
    """An address was shown to be the person's own; `changed` if it replaced another."""

    changed: bool


@dataclass(frozen=True, kw_only=True)
class ProvedAgain(_OfAccount):
    """Somebody signed in showed again that it is them, to change the account."""

    how: str


@dataclass(frozen=True, kw_only=True)
class LanguageChosen(_OfAccount):
    """The account's language was changed."""

    language: str
