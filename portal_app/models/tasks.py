"""The one queue: whatever a patient sends, and whatever needs a person, is a task (FHIR's word, and a clinic's)."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from portal_app.models.base import Row, Utc, Word


class TaskKind(StrEnum):
    """What sort of work it is; `rules/kinds.py` says what each may do."""

    MESSAGE = "message"
    FORM = "form"
    RESULT = "result"


class TaskState(StrEnum):
    """Whether somebody still has to act."""

    OPEN = "open"
    """Waits for staff."""
    WAITING = "waiting"
    """Waits for the patient."""
    CLOSED = "closed"


class Task(Row, table=True):
    """One piece of work for the clinic's staff, about one patient."""

    __tablename__ = "tasks"
    __table_args__ = (
        # the inbox reads the head of each pool at each site, in either order: what lies behind costs nothing
        Index("ix_tasks_rank", "state", "pool_id", "site_id", "rank_at", "id"),
        Index("ix_tasks_since", "state", "pool_id", "site_id", "since", "id"),
        Index("ix_tasks_owner", "owner_id", "state", "rank_at", "id"),
        # what an open inbox asks for when something happened
        Index("ix_tasks_changed", "changed_at"),
        Index("ix_tasks_patient", "patient_id", "state", "since"),
    )
    kind: TaskKind = Field(sa_type=Word(TaskKind))  # type: ignore[call-overload]
    about_id: UUID = Field(unique=True)
    """The thread, form or result that it is about."""
    patient_id: UUID = Field(foreign_key="patients.id")
    site_id: UUID | None = Field(default=None, foreign_key="sites.id")
    pool_id: UUID = Field(foreign_key="pools.id")
    owner_id: UUID | None = Field(default=None, foreign_key="staff.id")
    state: TaskState = Field(default=TaskState.OPEN, sa_type=Word(TaskState))  # type: ignore[call-overload]
    gist: str = Field(default="", max_length=140)
    since: datetime = Field(sa_type=Utc)
    """Since when the patient waits."""
    due_at: datetime | None = Field(default=None, sa_type=Utc)
    """When the clinic promised an answer."""
    rank_at: datetime = Field(sa_type=Utc)
    """Where it stands among the others: the promise, or a week after `since` where nothing was promised; once answered
    or closed, when that was."""
    news_at: datetime = Field(sa_type=Utc)
    """When the patient last added something: newer than a reader's look = unread."""
    changed_at: datetime = Field(sa_type=Utc)
    closed_at: datetime | None = Field(default=None, sa_type=Utc)
    version: int = 1
    """Grows with every change: who acts on an older one is told first."""


class TaskEvent(Row, table=True):
    """One line of a task's history, or an internal note; patients never see these."""

    __tablename__ = "task_events"
    __table_args__ = (Index("ix_task_events_task", "task_id", "at", "id"),)
    task_id: UUID = Field(foreign_key="tasks.id")
    at: datetime = Field(sa_type=Utc)
    verb: str = Field(max_length=24)
    """opened, arrived, claimed, released, handed, replied, reviewed, noted, closed, settled, reopened, returned,
    accepted."""
    by_id: UUID | None = Field(default=None, foreign_key="staff.id")
    by_name: str = Field(default="", max_length=120)
    whom: str = Field(default="", max_length=120)
    """The pool or person it was handed to."""
    note: str = Field(default="", max_length=8000)


class TaskLook(SQLModel, table=True):
    """Who has a task open and what they do there, and how far they have read it."""

    __tablename__ = "task_looks"
    task_id: UUID = Field(foreign_key="tasks.id", primary_key=True)
    staff_id: UUID = Field(foreign_key="staff.id", primary_key=True)
    read_at: datetime | None = Field(default=None, sa_type=Utc)
    present_until: datetime | None = Field(default=None, sa_type=Utc)
    writing_until: datetime | None = Field(default=None, sa_type=Utc)
