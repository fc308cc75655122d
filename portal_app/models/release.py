"""When patients see their record: the clinic's rules, clinicians' holds and reviews, the patient's own choices."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Index
from sqlmodel import Field, SQLModel

from portal_app.models.base import Row, Utc, Word
from portal_app.models.kinds import ReleaseClass


class ReleaseRules(Row, table=True):
    """One edition of the clinic's rules; the newest is in force, earlier ones stay readable and can be taken again."""

    __tablename__ = "release_rules"
    edition: int = Field(unique=True)
    body: dict[str, Any] = Field(sa_type=JSON)
    """`rules/release_plan.py` reads and writes it."""
    made_at: datetime = Field(sa_type=Utc)
    made_by: UUID | None = Field(default=None, foreign_key="staff.id")
    made_by_name: str = Field(default="", max_length=120)
    why: str = Field(default="", max_length=500)
    undoes: int | None = None
    """The edition that this one took back."""
    applied_at: datetime | None = Field(default=None, sa_type=Utc)
    """When every stored answer followed from it."""


class Harm(StrEnum):
    """Why an item may be held (45 CFR 171.201 with 164.524(a)(3)); distress is not among the reasons."""

    LIFE_OR_SAFETY = "life_or_safety"
    """It could endanger somebody's life or physical safety: held from the patient and from who acts for them."""
    REPRESENTATIVE = "representative"
    """Access by the person who acts for the patient could cause substantial harm: held from that person only."""


class Hold(Row, table=True):
    """A licensed clinician of this patient keeps one item from being shown, for a reason and until a day."""

    __tablename__ = "holds"
    __table_args__ = (Index("ix_holds_patient", "patient_id", "until"), Index("ix_holds_until", "until"))
    resource_id: UUID = Field(foreign_key="resources.id", index=True)
    """A report with all its tests, or a resource that stands alone."""
    patient_id: UUID = Field(foreign_key="patients.id")
    staff_id: UUID = Field(foreign_key="staff.id")
    staff_name: str = Field(max_length=120)
    harm: Harm = Field(sa_type=Word(Harm))  # type: ignore[call-overload]
    reason: str = Field(max_length=1000)
    at: datetime = Field(sa_type=Utc)
    until: datetime = Field(sa_type=Utc)
    ended_at: datetime | None = Field(default=None, sa_type=Utc)
    ended_by: UUID | None = Field(default=None, foreign_key="staff.id")


class Review(Row, table=True):
    """A clinician has looked at an item, and perhaps said something about it to the patient."""

    __tablename__ = "reviews"
    __table_args__ = (Index("ix_reviews_patient", "patient_id", "at"),)
    resource_id: UUID = Field(foreign_key="resources.id", index=True)
    """A report, or a resource that stands alone."""
    patient_id: UUID = Field(foreign_key="patients.id")
    staff_id: UUID = Field(foreign_key="staff.id")
    staff_name: str = Field(max_length=120)
    staff_title: str = Field(default="", max_length=80)
    at: datetime = Field(sa_type=Utc)
    comment: str = Field(default="", max_length=4000)
    next_steps: str = Field(default="", max_length=2000)
    """What happens next, a step a line."""
    key: str = Field(unique=True, max_length=64)
    """Made by the page: the same one twice is once."""


class Wait(StrEnum):
    """How long a patient wants to wait with a class of items."""

    NOW = "now"
    COMMENT = "comment"
    """Until a clinician has commented; never longer than the longest wait there is."""


class ReleaseChoice(SQLModel, table=True):
    """A patient's own choice for a class of items."""

    __tablename__ = "release_choices"
    patient_id: UUID = Field(foreign_key="patients.id", primary_key=True)
    release_class: ReleaseClass = Field(sa_type=Word(ReleaseClass), primary_key=True)  # type: ignore[call-overload]
    wait: Wait = Field(sa_type=Word(Wait))  # type: ignore[call-overload]
    since: datetime = Field(sa_type=Utc)
    """It holds for what arrives from then on; what was seen before stays to be seen."""


class ShownNow(SQLModel, table=True):
    """A patient asked to see one item without waiting any longer."""

    __tablename__ = "shown_now"
    resource_id: UUID = Field(foreign_key="resources.id", primary_key=True)
    patient_id: UUID = Field(foreign_key="patients.id", index=True)
    at: datetime = Field(sa_type=Utc)


class ItemRead(SQLModel, table=True):
    """A patient said with one tap that they have read something, so that staff see it."""

    __tablename__ = "item_reads"
    resource_id: UUID = Field(foreign_key="resources.id", primary_key=True)
    account_id: UUID = Field(foreign_key="accounts.id", primary_key=True)
    at: datetime = Field(sa_type=Utc)


class PatientView(Row, table=True):
    """A member of staff looks at the portal as this patient sees it: read only, for a reason, for a while."""

    __tablename__ = "patient_views"
    __table_args__ = (Index("ix_patient_views_staff", "staff_id", "until"),)
    staff_id: UUID = Field(foreign_key="staff.id")
    patient_id: UUID = Field(foreign_key="patients.id")
    reason: str = Field(max_length=20)
    """The class of why: asked, preview, complaint."""
    words: str = Field(max_length=500)
    at: datetime = Field(sa_type=Utc)
    until: datetime = Field(sa_type=Utc)
