"""The columns of the chart are made again from its bodies: after an upgrade that reads more out of them."""

from uuid import UUID

import orjson
from sqlalchemy import select

from portal_app import filing, panels, releasing
from portal_app.access.permissions import Permission
from portal_app.chart.index import index
from portal_app.models import UNDATED, Resource
from portal_app.work import Work

AT_A_TIME = 500


def again(work: Work, after: UUID | None) -> UUID | None:
    """Make the columns of the next 500 resources again and store when each is seen; returns where to go on."""
    work.permit(Permission.CHART_IMPORT)
    query = select(Resource).order_by(Resource.id).limit(AT_A_TIME)
    rows = list(work.all(query if after is None else query.where(Resource.id > after)))
    reports: dict[str, dict[UUID, tuple[str, ...]]] = {}
    for row in rows:
        found = index(orjson.loads(row.body))
        for name in filing.COLUMNS:
            setattr(row, name, getattr(found, name))
        row.sort_at, row.arrived_at = found.clinical_at or UNDATED, releasing.arrival(row.received_at, found.final_at)
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
