"""The clinic: its sites, pools, message topics, terms and policies. All of it is data that the clinic edits."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON
from sqlmodel import Field

from portal_app.models.base import Row, Utc


class Clinic(Row, table=True):
    """The one clinic of this deployment."""

    __tablename__ = "clinics"
    name: str = Field(max_length=120)
    zone: str = Field(default="America/New_York", max_length=60)
    phone: str = Field(default="", max_length=40)
    policy: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """`in_person_codes` (bool), `invite_days` (int), `recover_by_proof` (bool), `emergency_phone` (str),
    `messages_an_hour` (int; 0 = no limit), `opening` ({"mon": ["08:00", "17:00"], ...}; none = around the clock),
    `closed_days` (ISO dates), `quiet_hours` (["21:00", "08:00"]; no letter of news leaves then), `daily_at` ("09:00"),
    `invites` ({"after": "registration" or "visit", "since": ISO date}; none = by hand)."""


class Site(Row, table=True):
    """A place where the clinic sees patients."""

    __tablename__ = "sites"
    name: str = Field(max_length=120)
    address: str = Field(default="", max_length=240)
    phone: str = Field(default="", max_length=40)


class Pool(Row, table=True):
    """A group of staff that shares a queue of tasks."""

    __tablename__ = "pools"
    name: str = Field(max_length=80, unique=True)
    slug: str = Field(max_length=40, unique=True)
    position: int = 0


class Topic(Row, table=True):
    """What a message can be about, and which pool answers it, how soon."""

    __tablename__ = "topics"
    name: dict[str, str] = Field(sa_type=JSON)
    """The words a patient reads, by language: {"en": ..., "es": ...}."""
    hint: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    pool_id: UUID = Field(foreign_key="pools.id", index=True)
    reply_hours: int = Field(default=24, ge=1)
    """Promise shown before sending: clinic answers within so many hours."""
    position: int = 0
    active: bool = True


class Terms(Row, table=True):
    """One version of the terms of use; the newest published one must be accepted."""

    __tablename__ = "terms"
    version: int = Field(unique=True)
    body: dict[str, str] = Field(sa_type=JSON)
    published_at: datetime = Field(sa_type=Utc)
