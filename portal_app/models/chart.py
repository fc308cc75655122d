"""The portal's own copy of the chart: raw FHIR JSON and the columns that queries need."""

from datetime import UTC, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import JSON, Index, UniqueConstraint, select, text
from sqlalchemy.orm import ColumnProperty, column_property
from sqlmodel import Field, Relationship, SQLModel

from portal_app.models.base import Row, Utc, Word, new_id
from portal_app.models.kinds import Group, ReleaseClass, Shelf

UNDATED = datetime(1, 1, 2, tzinfo=UTC)
"""Stands where a moment is not known, so that it sorts before all others."""


HAS_A_LINE = text("shelf <> ''")
"""What has a line of its own in the record."""


class ResourceBody(SQLModel, table=True):
    """The resource itself, apart from the narrow columns by which lists, counts and rules go through thousands."""

    __tablename__ = "resource_bodies"
    resource_id: UUID = Field(foreign_key="resources.id", primary_key=True)
    body: bytes
    """The resource as JSON (UTF-8)."""


class ResourceRelease(SQLModel, table=True):
    """From when a resource may be seen: written anew for everything there is when the rules change, and so apart from
    all that stays, in rows as narrow as can be and in no index. Written by `releasing` and `release_rows` only."""

    __tablename__ = "resource_releases"
    # an update that touches no index stays on its page where PostgreSQL has room there
    __table_args__ = {"sqlite_with_rowid": False, "postgresql_with": {"fillfactor": 50}}
    resource_id: UUID = Field(foreign_key="resources.id", primary_key=True)
    allowed_from: datetime | None = Field(default=None, sa_type=Utc)
    """From when the clinic's rules and holds let the patient see it; none = never."""
    visible_from: datetime | None = Field(default=None, sa_type=Utc)
    """From when the patient sees it: `allowed_from`, or later by their own choice."""
    proxy_from: datetime | None = Field(default=None, sa_type=Utc)
    """From when somebody who acts for the patient sees it."""
    hold: datetime | None = Field(default=None, sa_type=Utc)
    """Until when a clinician's hold keeps it from the patient."""
    decided_by: str = Field(default="", max_length=40)
    """The key of the rule that decided."""
    version: int = 1
    """One more each time it is stored: who read an older one has not heard of something."""


class Resource(Row, table=True):
    """One FHIR R4 resource as it came, with its newest body."""

    __tablename__ = "resources"
    __table_args__ = (
        UniqueConstraint("source", "type", "fhir_id"),
        # a page of the record: newest first, paged by key, counted without leaving the index
        Index("ix_resources_shelf", "patient_id", "shelf", "sort_at", "id", "release_class"),
        # all tests of one name, and a patient's resources of one kind
        Index("ix_resources_group", "patient_id", "group", "title", "sort_at", "id"),
        # the tests of a report
        Index("ix_resources_panel", "panel_id", "standing"),
        # what was said about an item
        Index(
            "ix_resources_about",
            "about_id",
            sqlite_where=text("about_id IS NOT NULL"),
            postgresql_where=text("about_id IS NOT NULL"),
        ),
        # what was done at a visit
        Index("ix_resources_encounter", "patient_id", "encounter"),
        # what came lately: nothing else becomes visible by the mere passing of time, but what a hold kept
        Index("ix_resources_arrived", "arrived_at", "patient_id", sqlite_where=HAS_A_LINE, postgresql_where=HAS_A_LINE),
    )
    source: str = Field(max_length=40)
    """Where it came from: "import", "portal", later the name of an EHR."""
    type: str = Field(max_length=64)
    fhir_id: str = Field(max_length=128)
    patient_id: UUID | None = Field(default=None, foreign_key="patients.id")
    group: Group = Field(sa_type=Word(Group))  # type: ignore[call-overload]
    shelf: Shelf = Field(default=Shelf.NONE, sa_type=Word(Shelf))  # type: ignore[call-overload]
    title: str = Field(default="", max_length=400)
    status: str = Field(default="", max_length=64)
    standing: str = Field(default="", max_length=16)
    """Of a measured value: usual, little_low, little_high, low, high, very_low, very_high, outside; or empty."""
    clinical_at: datetime | None = Field(default=None, sa_type=Utc)
    """When it happened, never when it was imported."""
    precision: str = Field(default="", max_length=8)
    """How exact clinical_at is: year, month, day, second or empty."""
    sort_at: datetime = Field(default=UNDATED, sa_type=Utc)
    """clinical_at, or long before everything where there is no date: lists are paged by it."""
    encounter: str = Field(default="", max_length=160)
    panel_id: UUID | None = Field(default=None, foreign_key="resources.id")
    """The report that this test is a part of."""
    about_id: UUID | None = Field(default=None, foreign_key="resources.id")
    """Of what a clinician said about an item: that item. It is shown when that item is, and has no line of its own."""
    code: str = Field(default="", max_length=40)
    """The LOINC code that rules may name."""
    entered_in_error: bool = False
    from_patient: bool = False
    """Said by the patient, and labelled so."""
    digest: bytes
    """SHA-256 of the body as its source last sent it: the same content is stored once."""
    version: int = 1
    received_at: datetime = Field(sa_type=Utc)

    release_class: ReleaseClass = Field(default=ReleaseClass.OTHER, sa_type=Word(ReleaseClass))  # type: ignore[call-overload]
    flags: str = Field(default="", max_length=120)
    """Flags in alphabetical order, separated by spaces."""
    arrived_at: datetime = Field(default=UNDATED, sa_type=Utc)
    """From when the rules of release count: when its source made it final, at the latest when it first came here."""
    allowed_from: ClassVar[Any]
    visible_from: ClassVar[Any]
    proxy_from: ClassVar[Any]
    hold: ClassVar[Any]
    decided_by: ClassVar[Any]
    """What stands in `ResourceRelease`, to read and to ask for; nothing where nothing was stored: never."""

    release: ResourceRelease | None = Relationship(sa_relationship_kwargs={"uselist": False})
    content: ResourceBody = Relationship(sa_relationship_kwargs={"lazy": "joined", "innerjoin": True, "uselist": False})

    @property
    def body(self) -> bytes:
        """The resource as JSON (UTF-8)."""
        return self.content.body


RELEASE = "release"
"""The group of what is loaded together when one of them is asked for (SQLAlchemy: `undefer_group`)."""
STORED = ("allowed_from", "visible_from", "proxy_from", "hold", "decided_by")
"""What `rules/release.py` answers, as it is stored."""


def _released(name: str) -> ColumnProperty[Any]:
    table: Any = ResourceRelease.__table__  # type: ignore[attr-defined]
    stored = select(table.c[name]).where(table.c.resource_id == Resource.id).correlate_except(table).scalar_subquery()
    return column_property(stored, deferred=True, group=RELEASE)


for _name in STORED:
    setattr(Resource, _name, _released(_name))


def resource(body: bytes, **columns: Any) -> Resource:
    """A resource with its body, to be added to a session."""
    columns.setdefault("id", new_id())
    columns.setdefault("sort_at", columns.get("clinical_at") or UNDATED)
    made = Resource(**columns)
    made.content = ResourceBody(resource_id=made.id, body=body)
    return made


class PanelMember(SQLModel, table=True):
    """A report of the chart names this resource as a part of it; either may come first."""

    __tablename__ = "panel_members"
    source: str = Field(max_length=40, primary_key=True)
    fhir_id: str = Field(max_length=128, primary_key=True)
    """Of the Observation."""
    report_id: UUID = Field(foreign_key="resources.id", primary_key=True, index=True)
    position: int = 0


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
