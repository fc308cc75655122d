"""Forms that a patient fills: the clinic's questionnaires, the patients' answers and what staff made of them."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from portal_app.models.base import Row, Utc, Word


class Questionnaire(Row, table=True):
    """One version of a form that the clinic uses (a FHIR R4 Questionnaire)."""

    __tablename__ = "questionnaires"
    __table_args__ = (UniqueConstraint("slug", "version"),)
    slug: str = Field(max_length=60)
    version: int = 1
    title: dict[str, str] = Field(sa_type=JSON)
    body: dict[str, Any] = Field(sa_type=JSON)
    pool_id: UUID = Field(foreign_key="pools.id")
    active: bool = True


class FormState(StrEnum):
    """Where a form is between patient and clinic."""

    ASKED = "asked"
    STARTED = "started"
    SENT = "sent"
    RETURNED = "returned"
    """Sent back with a question."""
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"


class Form(Row, table=True):
    """A form that one patient is asked to fill."""

    __tablename__ = "forms"
    __table_args__ = (Index("ix_forms_patient", "patient_id", "asked_at", "id"),)
    patient_id: UUID = Field(foreign_key="patients.id")
    questionnaire_id: UUID = Field(foreign_key="questionnaires.id")
    state: FormState = Field(default=FormState.ASKED, sa_type=Word(FormState))  # type: ignore[call-overload]
    asked_at: datetime = Field(sa_type=Utc)
    asked_by: UUID | None = Field(default=None, foreign_key="staff.id")
    due_at: datetime | None = Field(default=None, sa_type=Utc)
    section: int = 0
    """Where the patient left off."""
    saved_at: datetime | None = Field(default=None, sa_type=Utc)
    sent_at: datetime | None = Field(default=None, sa_type=Utc)
    closed_at: datetime | None = Field(default=None, sa_type=Utc)
    response_id: UUID | None = Field(default=None, foreign_key="resources.id")
    settled: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    """What the last review changed, and who saved it: by this it can be undone for a moment."""


class FormAnswer(SQLModel, table=True):
    """One answer, saved as it is given."""

    __tablename__ = "form_answers"
    form_id: UUID = Field(foreign_key="forms.id", primary_key=True)
    path: str = Field(max_length=160, primary_key=True)
    """linkId, with the place in repeating groups: "medicine[0].name"."""
    value: Any = Field(default=None, sa_type=JSON)
    saved_at: datetime = Field(sa_type=Utc)


class FormDecision(SQLModel, table=True):
    """What staff decided about one answer: accept, keep, or ask."""

    __tablename__ = "form_decisions"
    form_id: UUID = Field(foreign_key="forms.id", primary_key=True)
    path: str = Field(max_length=160, primary_key=True)
    decision: str = Field(max_length=8)
    question: str = Field(default="", max_length=1000)
    by_id: UUID = Field(foreign_key="staff.id")
    at: datetime = Field(sa_type=Utc)
