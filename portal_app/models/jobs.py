"""Work that follows from a fact, kept in the same transaction, and mail waiting to go out."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Index
from sqlmodel import Field

from portal_app.models.base import Row, Sealed, Utc, Word


class JobState(StrEnum):
    """Where a job is."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"
    """Gave up after its last try; a person must look."""


class Job(Row, table=True):
    """Something to do once; ids only."""

    __tablename__ = "jobs"
    __table_args__ = (Index("ix_jobs_due", "state", "run_at"),)
    name: str = Field(max_length=60)
    args: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    key: str | None = Field(default=None, max_length=120, unique=True)
    """The same key is enqueued once."""
    state: JobState = Field(default=JobState.WAITING, sa_type=Word(JobState))  # type: ignore[call-overload]
    run_at: datetime = Field(sa_type=Utc)
    tries: int = 0
    leased_until: datetime | None = Field(default=None, sa_type=Utc)
    leased_by: str = Field(default="", max_length=80)
    problem: str = Field(default="", max_length=120)
    """The type of the last error, never its text."""
    ended_at: datetime | None = Field(default=None, sa_type=Utc)


class Mail(Row, table=True):
    """A letter by e-mail; says "you have something new", never what."""

    __tablename__ = "mails"
    to: str = Field(max_length=254)
    subject: str = Field(max_length=200)
    text: str = Field(sa_type=Sealed("mail"))  # type: ignore[call-overload]
    """Encrypted at rest: a letter may hold a link that opens an account."""
    html: str = Field(default="", sa_type=Sealed("mail"))  # type: ignore[call-overload]
    account_id: UUID | None = Field(default=None, foreign_key="accounts.id", index=True)
    written_at: datetime = Field(sa_type=Utc, index=True)
    sent_at: datetime | None = Field(default=None, sa_type=Utc)
