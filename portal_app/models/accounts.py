"""How people sign in: accounts, second factors, sessions, invitations. Secrets are stored hashed or sealed."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Index, text
from sqlmodel import Field

from portal_app.models.base import Row, Sealed, Utc, Word


class Stage(StrEnum):
    """How far a browser has come; only FULL reaches anything but its own sign-in."""

    KNOCKING = "knocking"
    """Asked to sign in with a passkey; nothing is known yet."""
    PROVING = "proving"
    """Opened an invitation or a recovery link and has not proved who they are."""
    ENROLLING = "enrolling"
    """Proved who they are (or recovered); must set up how to sign in."""
    FIRST_FACTOR = "first_factor"
    """Gave the right password; the second factor is missing."""
    TERMS = "terms"
    """Gave both factors; must accept the current terms."""
    FULL = "full"


class Account(Row, table=True):
    """A person's way in: exactly one of patient_id and staff_id is set."""

    __tablename__ = "accounts"
    email: str = Field(max_length=254, unique=True)
    """Lower case; proven by the invitation or a confirmation link."""
    email_confirmed_at: datetime | None = Field(default=None, sa_type=Utc)
    patient_id: UUID | None = Field(default=None, foreign_key="patients.id", unique=True)
    staff_id: UUID | None = Field(default=None, foreign_key="staff.id", unique=True)
    password_hash: str | None = Field(default=None, max_length=255)
    totp_secret: str | None = Field(default=None, sa_type=Sealed("totp"))  # type: ignore[call-overload]
    totp_step: int = 0
    """Last 30-second step used: a code works once (RFC 6238 5.2)."""
    language: str = Field(default="en", max_length=8)
    created_at: datetime = Field(sa_type=Utc)
    closed_at: datetime | None = Field(default=None, sa_type=Utc)


class Passkey(Row, table=True):
    """A WebAuthn credential."""

    __tablename__ = "passkeys"
    account_id: UUID = Field(foreign_key="accounts.id", index=True)
    credential_id: bytes = Field(unique=True)
    public_key: bytes
    sign_count: int = 0
    name: str = Field(default="", max_length=80)
    created_at: datetime = Field(sa_type=Utc)
    last_used_at: datetime | None = Field(default=None, sa_type=Utc)


class RecoveryCode(Row, table=True):
    """A single-use code, kept as its keyed hash."""

    __tablename__ = "recovery_codes"
    account_id: UUID = Field(foreign_key="accounts.id", index=True)
    code_hash: bytes = Field(unique=True)
    used_at: datetime | None = Field(default=None, sa_type=Utc)


class Session(Row, table=True):
    """One browser, signed in or on the way."""

    __tablename__ = "sessions"
    key_hash: bytes = Field(unique=True)
    """SHA-256 of the cookie; the cookie itself is never stored."""
    account_id: UUID | None = Field(default=None, foreign_key="accounts.id", index=True)
    stage: Stage = Field(sa_type=Word(Stage))  # type: ignore[call-overload]
    created_at: datetime = Field(sa_type=Utc)
    seen_at: datetime = Field(sa_type=Utc)
    """Last action of the person; live refreshes do not count."""
    expires_at: datetime = Field(sa_type=Utc)
    """The end whatever happens, 12 hours after sign-in."""
    proved_at: datetime | None = Field(default=None, sa_type=Utc)
    """Last time the person proved who they are; account changes want it fresh."""
    ended_at: datetime | None = Field(default=None, sa_type=Utc)
    address: str = Field(default="", max_length=64)
    browser: str = Field(default="", max_length=120)
    pending: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """What the steps under way need: invitation id, WebAuthn challenge; no secret in clear."""
    secret: str | None = Field(default=None, sa_type=Sealed("session"))  # type: ignore[call-overload]
    """A secret of the step under way (a TOTP secret being set up)."""


class Channel(StrEnum):
    """How an invitation reaches the patient."""

    EMAIL = "email"
    IN_PERSON = "in_person"


OPEN = text("used_at IS NULL AND revoked_at IS NULL")


class Invitation(Row, table=True):
    """A patient's or a staff member's way to a first account; one that is neither used nor revoked for each person."""

    __tablename__ = "invitations"
    __table_args__ = (
        Index("ux_invitations_patient", "patient_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ux_invitations_staff", "staff_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
    )
    patient_id: UUID | None = Field(default=None, foreign_key="patients.id", index=True)
    staff_id: UUID | None = Field(default=None, foreign_key="staff.id")
    channel: Channel = Field(sa_type=Word(Channel))  # type: ignore[call-overload]
    email: str = Field(default="", max_length=254)
    """Where it was sent; empty for a card handed over in person."""
    secret_hash: bytes = Field(unique=True)
    """Keyed hash of the secret in the link or on the card."""
    code_hash: bytes | None = None
    """Staff: keyed hash of the code that is handed over beside the link."""
    sent_at: datetime = Field(sa_type=Utc)
    sent_by: UUID | None = Field(default=None, foreign_key="staff.id")
    times_sent: int = 1
    expires_at: datetime = Field(sa_type=Utc)
    opened_at: datetime | None = Field(default=None, sa_type=Utc)
    used_at: datetime | None = Field(default=None, sa_type=Utc)
    """When the account that came of it was ready to sign in."""
    revoked_at: datetime | None = Field(default=None, sa_type=Utc)
    misses: int = 0
    locked_at: datetime | None = Field(default=None, sa_type=Utc)


class Purpose(StrEnum):
    """What a link sent by e-mail is for."""

    CONFIRM = "confirm"
    RECOVER = "recover"


class EmailLink(Row, table=True):
    """A single-use link sent to an address: to confirm a change of e-mail or to begin recovery."""

    __tablename__ = "email_links"
    account_id: UUID = Field(foreign_key="accounts.id", index=True)
    purpose: Purpose = Field(sa_type=Word(Purpose))  # type: ignore[call-overload]
    email: str = Field(max_length=254)
    secret_hash: bytes = Field(unique=True)
    created_at: datetime = Field(sa_type=Utc)
    expires_at: datetime = Field(sa_type=Utc)
    misses: int = 0
    used_at: datetime | None = Field(default=None, sa_type=Utc)


class TermsAcceptance(Row, table=True):
    """Which version of the terms a person accepted, and when."""

    __tablename__ = "terms_acceptances"
    account_id: UUID = Field(foreign_key="accounts.id", index=True)
    version: int
    accepted_at: datetime = Field(sa_type=Utc)


class Throttle(Row, table=True):
    """Misses at a door, by account and address, so that guessing stops and its victim is not locked out for ever."""

    __tablename__ = "throttles"
    key: bytes = Field(unique=True)
    misses: int = 0
    first_at: datetime = Field(sa_type=Utc)
    until: datetime | None = Field(default=None, sa_type=Utc)
