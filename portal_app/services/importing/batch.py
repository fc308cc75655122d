"""A batch of resources is one Work: kept as it came, each body it replaces kept too, twice is once."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update

from portal_app import panels, releasing
from portal_app.access.permissions import Permission
from portal_app.chart.index import Indexed, index
from portal_app.chart.members import Member
from portal_app.models import UNDATED, Resource, ResourceBody, ResourceVersion
from portal_app.models.base import new_id
from portal_app.services.importing.owners import (
    SOURCE,
    asked_about,
    judged,
    patients_of,
    record,
    settle_at,
    settle_person,
)
from portal_app.services.importing.runs import Report
from portal_app.work import Work

Key = tuple[str, str]


def store(work: Work, members: Sequence[Member], site_id: UUID | None = None) -> Report:
    """Keep a batch of resources: new ones, and new versions of changed ones; the same again changes nothing.

    With a site its people are patients of that site from now on.
    """
    work.permit(Permission.CHART_IMPORT)
    found = [(member, index(member.resource)) for member in members]
    people = {columns.fhir_id for _, columns in found if columns.type == "Patient"}
    before = asked_about(work, people)
    known = _known(work, found)
    owners = _owners(work, found, known)
    if site_id:
        settle_at(work, site_id, [owners[one] for one in people])
    # a report and its tests that come at the same moment, each in a batch of its own, must hear of each other
    releasing.ready(work, owners.values())
    found = judged(work, found, owners)
    batch = _Batch(work, known, owners)
    batch.others = _of(
        work, [one for one, asked in asked_about(work, people).items() if before.get(one, asked) != asked]
    )
    for member, columns in found:
        batch.take(member, columns)
    batch.write()
    return batch.report


@dataclass
class _Known:
    """What the database holds of a resource already."""

    id: UUID
    digest: bytes
    version: int


@dataclass
class _Batch:
    """The rows that a batch comes to, written in few statements."""

    work: Work
    known: dict[Key, _Known]
    owners: dict[str, UUID]
    report: Report = field(default_factory=Report)
    fresh: dict[Key, dict[str, Any]] = field(default_factory=dict)
    changed: dict[Key, dict[str, Any]] = field(default_factory=dict)
    versions: list[dict[str, Any]] = field(default_factory=list)
    per_patient: Counter[UUID] = field(default_factory=Counter)
    parts: dict[UUID, tuple[str, ...]] = field(default_factory=dict)
    """The tests of each report."""
    others: list[UUID] = field(default_factory=list)
    """What was here before of people whose age or site is another now: rules may answer otherwise."""

    def take(self, member: Member, columns: Indexed) -> None:
        """Count one resource, and decide what becomes of it."""
        report, key = self.report, (columns.type, columns.fhir_id)
        report.resources_in += 1
        if not columns.understood:
            report.not_understood[columns.type] += 1
        if columns.type == "Patient":
            report.patients.add(columns.fhir_id)
        before, digest = self.known.get(key), member.digest
        if before and before.digest == digest:
            report.unchanged += 1
            return
        report.stored += 1
        owner = self.owners.get(columns.patient)
        if owner:
            self.per_patient[owner] += 1
        elif columns.patient:
            report.orphans += 1
        row = self._row(member, columns, digest, owner)
        self.parts[row["id"]] = columns.parts
        if before:
            self._replace(key, before, row)
        else:
            self.fresh[key] = row
        self.known[key] = _Known(row["id"], digest, row["version"])

    def _row(self, member: Member, columns: Indexed, digest: bytes, owner: UUID | None) -> dict[str, Any]:
        before = self.known.get((columns.type, columns.fhir_id))
        return {
            "id": before.id if before else new_id(),
            "source": SOURCE,
            "type": columns.type,
            "fhir_id": columns.fhir_id,
            "patient_id": owner,
            "group": columns.group,
            "title": columns.title,
            "status": columns.status,
            "clinical_at": columns.clinical_at,
            "precision": columns.precision,
            "sort_at": columns.clinical_at or UNDATED,
            "encounter": columns.encounter,
            "panel_id": None,
            "shelf": columns.shelf,
            "standing": columns.standing,
            "code": columns.code,
            "release_class": columns.release_class,
            "flags": columns.flags,
            "entered_in_error": columns.entered_in_error,
            "from_patient": False,
            "body": member.body,
            "digest": digest,
            "version": before.version + 1 if before else 1,
            "received_at": self.work.now,
            "arrived_at": releasing.arrival(self.work.now, columns.final_at),
        }

    def _replace(self, key: Key, before: _Known, row: dict[str, Any]) -> None:
        """Keep the earlier body: it stands in this batch, or in the database."""
        earlier = self.fresh.get(key) or self.changed.get(key)
        if earlier:
            self._keep(before.id, earlier["version"], earlier["body"], earlier["received_at"])
            row |= {"arrived_at": earlier["arrived_at"], "panel_id": earlier["panel_id"]}
        else:
            old = self.work.one(select(Resource).where(Resource.id == before.id))
            self._keep(old.id, old.version, old.body, old.received_at)
            # release counts from the first version, and a test stays in its report
            row |= {"arrived_at": old.arrived_at, "panel_id": old.panel_id}
        (self.fresh if key in self.fresh else self.changed)[key] = row

    def _keep(self, resource_id: UUID, version: int, body: bytes, received_at: object) -> None:
        kept = {"id": new_id(), "resource_id": resource_id, "version": version, "body": body}
        self.versions.append({**kept, "received_at": received_at})

    def write(self) -> None:
        """Write everything, and tell the pages of the patients it touched."""
        session, every = self.work.session, [*self.fresh.values(), *self.changed.values()]
        bodies = {row["id"]: row.pop("body") for row in every}
        if self.fresh:
            # the table, not the class: half the time for each row
            session.execute(insert(Resource.__table__), list(self.fresh.values()))  # type: ignore[arg-type]
            fresh = [{"resource_id": row["id"], "body": bodies[row["id"]]} for row in self.fresh.values()]
            session.execute(insert(ResourceBody.__table__), fresh)  # type: ignore[arg-type]
        if self.changed:
            session.execute(update(Resource), list(self.changed.values()))
            changed = [{"resource_id": row["id"], "body": bodies[row["id"]]} for row in self.changed.values()]
            session.execute(update(ResourceBody), changed)
        if self.versions:
            session.execute(insert(ResourceVersion), self.versions)
        moved = self._join_panels(every)
        releasing.settle(self.work, list({row["id"] for row in every}.union(moved, self.others)))
        record(self.work, self.per_patient)

    def _join_panels(self, every: list[dict[str, Any]]) -> list[UUID]:
        """Bring reports and their tests together; returns the tests that moved."""
        reports = {
            row["id"]: () if row["entered_in_error"] else self.parts.get(row["id"], ())
            for row in every
            if row["type"] == "DiagnosticReport"
        }
        tests = [row["fhir_id"] for row in every if row["type"] == "Observation"]
        return panels.join(self.work, SOURCE, reports, tests) if reports or tests else []


def _known(work: Work, found: Iterable[tuple[Member, Indexed]]) -> dict[Key, _Known]:
    """What is held already of these resources."""
    by_type: dict[str, set[str]] = {}
    for _, columns in found:
        by_type.setdefault(columns.type, set()).add(columns.fhir_id)
    known: dict[Key, _Known] = {}
    for kind, ids in by_type.items():
        query = select(Resource.fhir_id, Resource.id, Resource.digest, Resource.version).where(
            Resource.source == SOURCE, Resource.type == kind, Resource.fhir_id.in_(ids)
        )
        for row in work.session.execute(query):
            known[kind, row.fhir_id] = _Known(row.id, row.digest, row.version)
    return known


def _of(work: Work, patient_ids: Sequence[UUID]) -> list[UUID]:
    """All that is here of these patients."""
    if not patient_ids:
        return []
    return list(work.session.scalars(select(Resource.id).where(Resource.patient_id.in_(patient_ids))))


def _owners(work: Work, found: list[tuple[Member, Indexed]], known: dict[Key, _Known]) -> dict[str, UUID]:
    """The patients of a batch by FHIR id; those whose Patient is new or changed are written first."""
    owners = patients_of(work, {columns.patient for _, columns in found} - {""})
    for member, columns in found:
        if columns.type != "Patient":
            continue
        before = known.get((columns.type, columns.fhir_id))
        if before is None or before.digest != member.digest:
            owners[columns.fhir_id] = settle_person(work, owners.get(columns.fhir_id), member)
    return owners
