"""The portal's own copy of the chart: raw FHIR JSON and the columns that queries need."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field

from portal_app.models.base import Row, Utc, Word


class Group(StrEnum):
    """The list of the record in which a resource stands."""

    PROBLEMS = "problems"
    MEDICINES = "medicines"
    ALLERGIES = "allergies"
    VACCINES = "vaccines"
    VITALS = "vitals"
    LABS = "labs"
    VISITS = "visits"
    CARE_PLANS = "care_plans"
    GOALS = "goals"
    REPORTS = "reports"
    PROCEDURES = "procedures"
    DOCUMENTS = "documents"
    FORMS = "forms"
    MESSAGES = "messages"
    BILLING = "billing"
    HABITS = "habits"
    """What people do: smoking, alcohol, exercise (FHIR: social history)."""
    PERSON = "person"
    DIRECTORY = "directory"
    OTHER = "other"


class Resource(Row, table=True):
    """One FHIR R4 resource as it came, with its newest body."""

    __tablename__ = "resources"
    __table_args__ = (
        UniqueConstraint("source", "type", "fhir_id"),
        # the list page: one patient, one group, newest clinical date first, paged by key
        Index("ix_resources_list", "patient_id", "group", "clinical_at", "id"),
    )
    source: str = Field(max_length=40)
    """Where it came from: "import", "portal", later the name of an EHR."""
    type: str = Field(max_length=64)
    fhir_id: str = Field(max_length=128)
    patient_id: UUID | None = Field(default=None, foreign_key="patients.id")
    group: Group = Field(sa_type=Word(Group))  # type: ignore[call-overload]
    title: str = Field(default="", max_length=400)
    status: str = Field(default="", max_length=64)
    clinical_at: datetime | None = Field(default=None, sa_type=Utc)
    """When it happened, never when it was imported."""
    precision: str = Field(default="", max_length=8)
    """How exact clinical_at is: year, month, day, second or empty."""
    encounter: str = Field(default="", max_length=160)
    entered_in_error: bool = False
    from_patient: bool = False
    """Said by the patient, and labelled so."""
    body: bytes
    """The resource as JSON (UTF-8)."""
    digest: bytes
    """SHA-256 of the body as its source last sent it: the same content is stored once."""
    version: int = 1
    received_at: datetime = Field(sa_type=Utc)
    visible_from: datetime | None = Field(default=None, sa_type=Utc)
    """From when the patient may see it; none = not to be seen."""
    hold: bool = False


class ResourceVersion(Row, table=True):
    """An earlier body of a resource that has changed since."""

    __tablename__ = "resource_versions"
    resource_id: UUID = Field(foreign_key="resources.id", index=True)
    version: int
    body: bytes
    received_at: datetime = Field(sa_type=Utc)


class ChartImport(Row, table=True):
    """One run of an import: what came in, so that pages can say how fresh the copy is."""

    __tablename__ = "chart_imports"
    source: str = Field(max_length=40)
    started_at: datetime = Field(sa_type=Utc)
    ended_at: datetime | None = Field(default=None, sa_type=Utc, index=True)
    counts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
