"""The one way in which features put something into the portal's own copy of the chart."""

import hashlib
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import bindparam, select
from sqlmodel import col

from portal_app import releasing
from portal_app.catalogue import say
from portal_app.chart.index import index
from portal_app.chart.ranges import judges
from portal_app.chart.standing import marked_in_error
from portal_app.errors import Conflict
from portal_app.models import UNDATED, Patient, Resource, ResourceVersion
from portal_app.models import resource as filed
from portal_app.work import Work

OWN = "portal"
COLUMNS = (
    "type", "fhir_id", "group", "title", "status", "clinical_at", "precision", "encounter", "entered_in_error", "shelf",
    "release_class", "flags", "code", "standing",
)  # fmt: skip

# Built once: building a statement costs more than running it.
_OF = (
    select(Resource)
    .where(col(Resource.patient_id) == bindparam("patient"), col(Resource.type) == bindparam("kind"))
    .where(col(Resource.fhir_id) == bindparam("name"))
    .order_by((col(Resource.source) == OWN).desc())
    .limit(1)
)


def put(work: Work, resource: dict[str, Any], patient_id: UUID, *, from_patient: bool = False) -> Resource:
    """File a FHIR resource for a patient: the same content once, an earlier body kept as a version.

    The caller has found the patient through `visible`. When the patient sees it, the rules of release say. A resource
    that came from elsewhere keeps the digest of what its source sent: the same file imported again changes nothing,
    and only what the source itself has changed since replaces what staff accepted here.
    """
    owner = work.session.get(Patient, patient_id) if judges(resource) else None
    found = index(resource, owner.gender, owner.birth_date) if owner else index(resource)
    body = orjson.dumps(resource)
    digest = hashlib.sha256(body).digest()
    row = of(work, patient_id, found.type, found.fhir_id)
    columns = {name: getattr(found, name) for name in COLUMNS} | {"sort_at": found.clinical_at or UNDATED}
    if row is None:
        row = filed(
            body,
            source=OWN,
            patient_id=patient_id,
            from_patient=from_patient,
            digest=digest,
            received_at=work.now,
            arrived_at=work.now,
            **columns,
        )
        work.add(row)
        releasing.settle_one(work, row)
    elif row.body != body:
        kept = ResourceVersion(resource_id=row.id, version=row.version, body=row.body, received_at=row.received_at)
        work.add(kept)
        for name, value in columns.items():
            setattr(row, name, value)
        row.content.body, row.received_at, row.version = body, work.now, row.version + 1
        if row.source == OWN:
            row.digest = digest
        releasing.settle_one(work, row)
    return row


def take_back(work: Work, row: Resource, version: int) -> None:
    """Undo the filing that made this version: what was filed before stands again, what was new is called an error.

    Refused if the resource has changed since. Nothing is deleted: the version that is taken back is kept.
    """
    if row.version != version or row.patient_id is None:
        raise Conflict(say("The chart has changed since. Look again, then decide what to do."))
    query = select(col(ResourceVersion.body)).where(
        col(ResourceVersion.resource_id) == row.id, col(ResourceVersion.version) == version - 1
    )
    before = work.session.scalars(query).first()
    body = orjson.loads(row.body if before is None else before)
    put(work, marked_in_error(body) if before is None else body, row.patient_id)


def of(work: Work, patient_id: UUID, kind: str, fhir_id: str) -> Resource | None:
    """The resource of this patient under that name, wherever it came from; the portal's own first."""
    return work.session.scalars(_OF, {"patient": patient_id, "kind": kind, "name": fhir_id}).first()
