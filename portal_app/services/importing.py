"""Charts come in: each batch of resources is one Work, kept as it came, twice is once."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import delete, insert, select, update

from portal_app import panels, releasing
from portal_app.access.permissions import Permission
from portal_app.catalogue import say
from portal_app.chart.index import Indexed, index
from portal_app.chart.members import Member
from portal_app.chart.person import person
from portal_app.chart.ranges import judges
from portal_app.errors import BadInput
from portal_app.facts.chart import ChartImported
from portal_app.models import (
    UNDATED,
    ChartImport,
    Group,
    Patient,
    PatientWord,
    Resource,
    ResourceBody,
    ResourceVersion,
    Site,
)
from portal_app.models.base import new_id
from portal_app.rules.search_words import search_words
from portal_app.work import Work

SOURCE = "import"
ADOPTED_AT_ONCE = 500

Key = tuple[str, str]


@dataclass
class Report:
    """What one import, or one batch of it, has done."""

    resources_in: int = 0
    stored: int = 0
    unchanged: int = 0
    not_understood: Counter[str] = field(default_factory=Counter)
    patients: set[str] = field(default_factory=set)
    orphans: int = 0
    """Resources whose patient is not here yet; a later file may bring them."""

    def add(self, other: "Report") -> None:
        """Count another batch in."""
        self.resources_in += other.resources_in
        self.stored += other.stored
        self.unchanged += other.unchanged
        self.not_understood += other.not_understood
        self.patients |= other.patients
        self.orphans += other.orphans


def begin_import(work: Work) -> UUID:
    """Note that an import has begun; returns its id."""
    work.permit(Permission.CHART_IMPORT)
    return work.add(ChartImport(id=new_id(), source=SOURCE, started_at=work.now)).id


def end_import(work: Work, import_id: UUID, report: Report) -> None:
    """Note that it has ended: from now on pages say that the chart is as of this moment."""
    work.permit(Permission.CHART_IMPORT)
    run = work.one(select(ChartImport).where(ChartImport.id == import_id))
    run.ended_at = work.now
    run.counts = {"in": report.resources_in, "stored": report.stored, "unchanged": report.unchanged}


def site_named(work: Work, name: str) -> UUID:
    """The site that people of an import are seen at; raises BadInput if there is none of that name."""
    work.permit(Permission.CHART_IMPORT)
    site = work.session.scalars(select(Site.id).where(Site.name == name)).first()
    if site is None:
        raise BadInput(say("There is no site called {name}.", name=name), "site")
    return site


def settle_at(work: Work, site_id: UUID, fhir_ids: set[str]) -> None:
    """These people of the import are patients of this site: its staff see them, other sites' staff do not."""
    work.permit(Permission.CHART_IMPORT)
    settled = update(Patient).where(Patient.id.in_(_patients(work, fhir_ids).values())).values(site_id=site_id)
    work.session.execute(settled)


def store(work: Work, members: Sequence[Member]) -> Report:
    """Keep a batch of resources: new ones, and new versions of changed ones; the same again changes nothing."""
    work.permit(Permission.CHART_IMPORT)
    found = [(member, index(member.resource)) for member in members]
    known = _known(work, found)
    owners = _owners(work, found, known)
    found = _judged(work, found, owners)
    batch = _Batch(work, known, owners)
    for member, columns in found:
        batch.take(member, columns)
    batch.write()
    return batch.report


def adopt(work: Work, after: UUID | None) -> UUID | None:
    """Give resources that came before their patient to that patient, some at a time; returns where to go on."""
    work.permit(Permission.CHART_IMPORT)
    query = select(Resource).where(Resource.patient_id.is_(None), Resource.group != Group.DIRECTORY)
    if after:
        query = query.where(Resource.id > after)
    orphans = work.all(query.order_by(Resource.id).limit(ADOPTED_AT_ONCE))
    wanted = {orphan.id: index(orjson.loads(orphan.body)).patient for orphan in orphans}
    patients = _patients(work, set(wanted.values()) - {""})
    given = Counter[UUID]()
    for orphan in orphans:
        orphan.patient_id = patients.get(wanted[orphan.id])
        if orphan.patient_id:
            _judge_again(work, orphan)
            given[orphan.patient_id] += 1
    releasing.settle(work, [orphan.id for orphan in orphans if orphan.patient_id])
    _record(work, given)
    return orphans[-1].id if orphans else None


def _judge_again(work: Work, orphan: Resource) -> None:
    """What is judged by sex and age has waited for its patient."""
    resource = orjson.loads(orphan.body)
    if judges(resource) and (owner := work.session.get(Patient, orphan.patient_id)):
        orphan.standing = index(resource, owner.gender, owner.birth_date).standing


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
        releasing.settle(self.work, list({row["id"] for row in every} | set(moved)))
        _record(self.work, self.per_patient)

    def _join_panels(self, every: list[dict[str, Any]]) -> list[UUID]:
        """Bring reports and their tests together; returns the tests that moved."""
        reports = {
            row["id"]: () if row["entered_in_error"] else self.parts.get(row["id"], ())
            for row in every
            if row["type"] == "DiagnosticReport"
        }
        tests = [row["fhir_id"] for row in every if row["type"] == "Observation"]
        return panels.join(self.work, SOURCE, reports, tests) if reports or tests else []


def _record(work: Work, touched: Counter[UUID]) -> None:
    for patient_id, stored in touched.items():
        work.record(ChartImported(patient_id=patient_id, stored=stored))


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


def _judged(work: Work, found: list[tuple[Member, Indexed]], owners: dict[str, UUID]) -> list[tuple[Member, Indexed]]:
    """What is judged by sex and age is judged again, now that it is known whose it is."""
    asking = {member.fhir_id for member, columns in found if columns.patient in owners and judges(member.resource)}
    if not asking:
        return found
    query = select(Patient.id, Patient.gender, Patient.birth_date).where(Patient.id.in_(set(owners.values())))
    people = {row.id: (row.gender, row.birth_date) for row in work.session.execute(query)}
    return [
        (member, index(member.resource, *people[owners[columns.patient]]) if member.fhir_id in asking else columns)
        for member, columns in found
    ]


def _owners(work: Work, found: list[tuple[Member, Indexed]], known: dict[Key, _Known]) -> dict[str, UUID]:
    """The patients of a batch by FHIR id; those whose Patient is new or changed are written first."""
    owners = _patients(work, {columns.patient for _, columns in found} - {""})
    for member, columns in found:
        if columns.type != "Patient":
            continue
        before = known.get((columns.type, columns.fhir_id))
        if before is None or before.digest != member.digest:
            owners[columns.fhir_id] = _settle(work, owners.get(columns.fhir_id), member)
    return owners


def _patients(work: Work, fhir_ids: set[str]) -> dict[str, UUID]:
    query = select(Resource.fhir_id, Resource.patient_id).where(
        Resource.source == SOURCE, Resource.type == "Patient", Resource.fhir_id.in_(fhir_ids)
    )
    return {row.fhir_id: row.patient_id for row in work.session.execute(query) if row.patient_id}


def _settle(work: Work, patient_id: UUID | None, member: Member) -> UUID:
    """Write the person of a Patient, and the words by which staff find them."""
    said = {name: value for name, value in asdict(person(member.resource)).items() if value not in ("", None)}
    if patient_id is None:
        patient = work.add(Patient(id=new_id(), created_at=work.now, **{"mrn": "", "given": "", "family": "", **said}))
    else:
        patient = work.one(select(Patient).where(Patient.id == patient_id))
        for name, value in said.items():
            setattr(patient, name, value)
    work.session.flush()
    work.session.execute(delete(PatientWord).where(PatientWord.patient_id == patient.id))
    words = [{"word": word, "patient_id": patient.id} for word in sorted(search_words(patient))]
    if words:
        work.session.execute(insert(PatientWord), words)
    return patient.id
