"""Patients and staff as people; how they sign in is in accounts.py."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, String
from sqlmodel import Field, SQLModel

from portal_app.models.base import Row, Utc, Word


class Role(StrEnum):
    """What a member of staff does; `access/permissions.py` says what each may do."""

    FRONT_DESK = "front_desk"
    NURSE = "nurse"
    PRESCRIBER = "prescriber"
    BILLING = "billing"
    ADMIN = "admin"


class Patient(Row, table=True):
    """A person whose chart the clinic keeps."""

    __tablename__ = "patients"
    mrn: str = Field(max_length=64, index=True)
    given: str = Field(max_length=120)
    family: str = Field(max_length=120)
    birth_date: date | None = Field(default=None, index=True)
    gender: str = Field(default="", max_length=40)
    language: str = Field(default="en", max_length=8)
    email: str = Field(default="", max_length=254)
    phone: str = Field(default="", max_length=40)
    address: str = Field(default="", max_length=240)
    postal_code: str = Field(default="", max_length=20)
    site_id: UUID | None = Field(default=None, foreign_key="sites.id", index=True)
    deceased: bool = False
    created_at: datetime = Field(sa_type=Utc)

    @property
    def name(self) -> str:
        """Given and family name, as the person is called."""
        return f"{self.given} {self.family}".strip()


class PatientWord(SQLModel, table=True):
    """A word that finds a patient by its beginning: names, MRN, birth date (ISO), without accents, lower case."""

    __tablename__ = "patient_words"
    # the other way round: whether a patient has a word that begins so, without leaving the index
    __table_args__ = (Index("ix_patient_words_patient", "patient_id", "word"),)
    # byte order on both databases, so that "begins with" is one range of the index
    word: str = Field(sa_type=String(64).with_variant(String(64, collation="C"), "postgresql"), primary_key=True)  # type: ignore[call-overload]
    patient_id: UUID = Field(foreign_key="patients.id", primary_key=True)


class Staff(Row, table=True):
    """A person who works at the clinic."""

    __tablename__ = "staff"
    name: str = Field(max_length=120)
    title: str = Field(default="", max_length=80)
    all_sites: bool = False
    left_at: datetime | None = Field(default=None, sa_type=Utc)


class StaffRole(SQLModel, table=True):
    """A role that a member of staff holds."""

    __tablename__ = "staff_roles"
    staff_id: UUID = Field(foreign_key="staff.id", primary_key=True)
    role: Role = Field(sa_type=Word(Role), primary_key=True)  # type: ignore[call-overload]


class StaffSite(SQLModel, table=True):
    """A site where a member of staff works."""

    __tablename__ = "staff_sites"
    staff_id: UUID = Field(foreign_key="staff.id", primary_key=True)
    site_id: UUID = Field(foreign_key="sites.id", primary_key=True)


class StaffPool(SQLModel, table=True):
    """A pool whose queue a member of staff works."""

    __tablename__ = "staff_pools"
    staff_id: UUID = Field(foreign_key="staff.id", primary_key=True)
    pool_id: UUID = Field(foreign_key="pools.id", primary_key=True)


class BrokenGlass(Row, table=True):
    """A member of staff opened a record outside their sites, for a reason and for a while."""

    __tablename__ = "broken_glass"
    __table_args__ = (Index("ix_broken_glass_staff", "staff_id", "until"),)
    staff_id: UUID = Field(foreign_key="staff.id")
    patient_id: UUID = Field(foreign_key="patients.id", index=True)
    reason: str = Field(max_length=20)
    """The class of why: emergency, cover, transfer."""
    words: str = Field(max_length=500)
    at: datetime = Field(sa_type=Utc)
    until: datetime = Field(sa_type=Utc)
