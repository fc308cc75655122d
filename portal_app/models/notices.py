"""Notices: that something is new, never what; and how each person wants to hear of it."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from portal_app.models.base import Row, Utc, Word


class Event(StrEnum):
    """What a person is told of."""

    RESULT = "result"
    MESSAGE = "message"
    FORM = "form"
    RECORD = "record"
    """A visit summary, a note or another part of the record is new."""


class Way(StrEnum):
    """How a notice leaves the portal; texts come later behind the same port."""

    EMAIL = "email"


class Pace(StrEnum):
    """How soon."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    OFF = "off"


class Notice(Row, table=True):
    """One thing that is new for one person; in the portal at once, by mail as they chose, once."""

    __tablename__ = "notices"
    __table_args__ = (
        UniqueConstraint("account_id", "event", "about_id"),
        Index("ix_notices_new", "account_id", "seen_at", "at"),
        Index("ix_notices_due", "mailed_at", "mail_at"),
    )
    account_id: UUID = Field(foreign_key="accounts.id")
    patient_id: UUID = Field(foreign_key="patients.id", index=True)
    event: Event = Field(sa_type=Word(Event))  # type: ignore[call-overload]
    about_id: UUID
    """The resource, message or form; its words stay where they are."""
    at: datetime = Field(sa_type=Utc)
    seen_at: datetime | None = Field(default=None, sa_type=Utc)
    mail_at: datetime | None = Field(default=None, sa_type=Utc)
    """When a mail is due; none = no mail."""
    mailed_at: datetime | None = Field(default=None, sa_type=Utc)


class NoticeChoice(SQLModel, table=True):
    """How soon a person wants to hear of an event, by which way."""

    __tablename__ = "notice_choices"
    account_id: UUID = Field(foreign_key="accounts.id", primary_key=True)
    event: Event = Field(sa_type=Word(Event), primary_key=True)  # type: ignore[call-overload]
    way: Way = Field(sa_type=Word(Way), primary_key=True)  # type: ignore[call-overload]
    pace: Pace = Field(sa_type=Word(Pace))  # type: ignore[call-overload]


class MailTrouble(Row, table=True):
    """Mail to an address came back, or somebody complained: nothing more is sent there until it is settled."""

    __tablename__ = "mail_troubles"
    __table_args__ = (Index("ix_mail_troubles_address", "address", "settled_at"),)
    address: str = Field(max_length=254)
    account_id: UUID | None = Field(default=None, foreign_key="accounts.id", index=True)
    kind: str = Field(max_length=12)
    """bounce or complaint."""
    at: datetime = Field(sa_type=Utc)
    settled_at: datetime | None = Field(default=None, sa_type=Utc)
