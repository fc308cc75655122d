"""The columns of the chart are made again from its bodies: after an upgrade that reads more out of them."""

from datetime import datetime
from uuid import UUID

import orjson
from sqlalchemy import func, select

from portal_app import filing, panels, releasing
from portal_app.access.permissions import Permission
from portal_app.chart.index import Indexed, index
from portal_app.chart.ranges import judges
from portal_app.models import UNDATED, Patient, Resource, ResourceVersion
from portal_app.work import Work

AT_A_TIME = 500


def again(work: Work, after: UUID | None) -> UUID | None:
    """Make the columns of the next 500 resources again and store when each is seen; returns where to go on."""
    work.permit(Permission.CHART_IMPORT)
    query = select(Resource).order_by(Resource.id).limit(AT_A_TIME)
    rows = list(work.all(query if after is None else query.where(Resource.id > after)))
    reports: dict[str, dict[UUID, tuple[str, ...]]] = {}
    came = _first_came(work, [row.id for row in rows])
    for row in rows:
        found = _indexed(work, row)
        for name in filing.COLUMNS:
            # what was said about an item is as sensitive as the item
            if row.about_id is None or name not in ("release_class", "flags"):
                setattr(row, name, getattr(found, name))
        row.sort_at = found.clinical_at or UNDATED
        row.arrived_at = releasing.arrival(came.get(row.id, row.received_at), found.final_at)
        if row.type == "DiagnosticReport":
            parts = () if found.entered_in_error else found.parts
            reports.setdefault(row.source, {})[row.id] = parts
    work.session.flush()
    moved = [row.id for row in rows]
    for source in {row.source for row in rows}:
        tests = [row.fhir_id for row in rows if row.type == "Observation" and row.source == source]
        moved += panels.join(work, source, reports.get(source, {}), tests)
    releasing.settle(work, list(dict.fromkeys(moved)))
    return rows[-1].id if len(rows) == AT_A_TIME else None


def _indexed(work: Work, row: Resource) -> Indexed:
    body = orjson.loads(row.body)
    owner = work.session.get(Patient, row.patient_id) if row.patient_id and judges(body) else None
    return index(body, owner.gender, owner.birth_date) if owner else index(body)


def _first_came(work: Work, ids: list[UUID]) -> dict[UUID, datetime]:
    """When those first came that have changed since: release counts from then."""
    first = select(ResourceVersion.resource_id, func.min(ResourceVersion.received_at).label("at"))
    found = work.session.execute(
        first.where(ResourceVersion.resource_id.in_(ids)).group_by(ResourceVersion.resource_id)
    )
    return {row.resource_id: row.at for row in found}
