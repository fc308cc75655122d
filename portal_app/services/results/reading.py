"""What stands in a result, read from its bodies: its values, its texts, its files, who had to do with it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import Row

from portal_app.access import visible
from portal_app.access.actor import Actor
from portal_app.catalogue import say
from portal_app.chart.fields import Json, reference, rows
from portal_app.chart.measures import measure
from portal_app.chart.record import Attachment, Context, Measure
from portal_app.chart.reports import sheet
from portal_app.models import Resource, ResourceBody
from portal_app.work import Work

_BESIDE = ("ServiceRequest", "Specimen", "ImagingStudy")
_LEADS = ("basedOn", "specimen", "imagingStudy")


@dataclass(frozen=True)
class Reading:
    """All of it words."""

    measures: Sequence[Measure]
    conclusion: list[str] = field(default_factory=list)
    details: list[tuple[str, str]] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    corrected: str = ""


def read_whole(work: Work, whose: Actor, root: Row[Any], tests: Sequence[Row[Any]], around: Context) -> Reading:
    """A report with its tests, or a test that stands alone."""
    body = orjson.loads(root.body)
    if root.type == "Observation":
        found = measure(body, around)
        details = [(say("Taken"), found.taken), (say("Measured by"), found.performer)]
        return Reading([found], details=[(name, value) for name, value in details if value])
    members = [orjson.loads(row.body) for row in tests]
    page = sheet(body, [*members, *_beside(work, whose, root, body)], around)
    return Reading(page.measures, list(page.conclusion), list(page.details), list(page.attachments), page.corrected)


def _beside(work: Work, whose: Actor, root: Row[Any], body: Json) -> list[Json]:
    """Orders, samples and scans that a report refers to, as far as they may be seen."""
    wanted = {reference(one)[1] for name in _LEADS for one in rows(body.get(name))} - {""}
    if not wanted:
        return []
    query = (
        visible.resources(whose, work.now)
        .where(Resource.source == root.source, Resource.type.in_(_BESIDE), Resource.fhir_id.in_(wanted))
        .join(ResourceBody, ResourceBody.resource_id == Resource.id)
        .with_only_columns(ResourceBody.body)
    )
    return [orjson.loads(found) for found in work.session.scalars(query)]
