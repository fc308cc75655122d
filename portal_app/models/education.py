"""What the clinic itself gives its patients to read: pages and links, matched by code."""

from datetime import datetime

from sqlalchemy import JSON
from sqlmodel import Field

from portal_app.models.base import Row, Utc


class EducationPage(Row, table=True):
    """A page or link of the clinic's own."""

    __tablename__ = "education_pages"
    slug: str = Field(unique=True, max_length=60)
    title: dict[str, str] = Field(sa_type=JSON)
    """By language."""
    body: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    """Paragraphs, by language; empty where it is only a link."""
    link: str = Field(default="", max_length=500)
    codes: list[str] = Field(default_factory=list, sa_type=JSON)
    """What it is about: "icd10:E11", "snomed:44054006", "loinc:4548-4", "rxnorm:860975"."""
    active: bool = True
    changed_at: datetime = Field(sa_type=Utc)
    checked_at: datetime | None = Field(default=None, sa_type=Utc)
    dead_since: datetime | None = Field(default=None, sa_type=Utc)
    """The link did not answer: patients are not shown it."""
    misses: int = 0
    """How often in a row the link did not answer."""
