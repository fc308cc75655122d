"""Conversations between a patient and the care team."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from portal_app.models.base import Row, Utc, new_id


class Thread(Row, table=True):
    """A conversation about one thing."""

    __tablename__ = "threads"
    __table_args__ = (
        UniqueConstraint("patient_id", "key"),
        Index("ix_threads_list", "patient_id", "last_at", "id"),
    )
    patient_id: UUID = Field(foreign_key="patients.id")
    topic_id: UUID = Field(foreign_key="topics.id")
    subject: str = Field(max_length=140)
    started_at: datetime = Field(sa_type=Utc)
    last_at: datetime = Field(sa_type=Utc)
    """When the newest message was sent."""
    messages: int = 0
    key: str = Field(default_factory=lambda: str(new_id()), max_length=64)
    """Made from the draft that began it: the same draft sent twice is one conversation."""
    closed_at: datetime | None = Field(default=None, sa_type=Utc)
    closed_by: UUID | None = Field(default=None, foreign_key="accounts.id")


class Message(Row, table=True):
    """One message; never changed, never deleted."""

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("thread_id", "key"),
        Index("ix_messages_thread", "thread_id", "sent_at", "id"),
    )
    thread_id: UUID = Field(foreign_key="threads.id")
    author_id: UUID = Field(foreign_key="accounts.id")
    author_name: str = Field(max_length=120)
    author_title: str = Field(default="", max_length=80)
    from_patient: bool
    body: str = Field(max_length=8000)
    sent_at: datetime = Field(sa_type=Utc)
    key: str = Field(max_length=64)
    """Made from the draft's key and words: the same draft sent twice is one message."""


class ThreadRead(SQLModel, table=True):
    """When a person first saw the newest that others wrote in a conversation."""

    __tablename__ = "thread_reads"
    thread_id: UUID = Field(foreign_key="threads.id", primary_key=True)
    account_id: UUID = Field(foreign_key="accounts.id", primary_key=True)
    read_at: datetime = Field(sa_type=Utc)


class Draft(SQLModel, table=True):
    """What a person has typed and not sent, saved as they type."""

    __tablename__ = "drafts"
    account_id: UUID = Field(foreign_key="accounts.id", primary_key=True)
    place: str = Field(max_length=80, primary_key=True)
    """Where it is being written: "new", "thread:<id>", "note:<task id>"."""
    body: str = Field(default="", max_length=20000)
    """Longer than a message may be, so that what is too long is kept until it is shortened."""
    extra: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """In "new": the topic and the subject."""
    key: str = Field(max_length=64)
    """Made when the draft is begun, and sent along with it."""
    saved_at: datetime = Field(sa_type=Utc)
