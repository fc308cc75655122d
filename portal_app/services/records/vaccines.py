"""Which vaccines are due, as the clinic's own forecast says."""

from uuid import UUID

import orjson

from portal_app import looking
from portal_app.chart.forecast import due
from portal_app.chart.record import Context
from portal_app.models import Resource, Shelf
from portal_app.services.records.cards import DueCard
from portal_app.services.records.shelves import STANDING, lines_of, newest_first, reader, theirs
from portal_app.work import Work

MOST = 20
"""Forecasts that are read: some systems send one for each vaccine."""


_FORECASTS = newest_first(
    lines_of(STANDING.where(Resource.shelf == Shelf.VACCINES, Resource.type == "ImmunizationRecommendation"))
).limit(MOST)


def vaccines_due(work: Work, through: UUID | None = None) -> list[DueCard]:
    """What is still to be given, soonest first."""
    whose = reader(work, through, Shelf.VACCINES)
    forecasts = [orjson.loads(row.body) for row in work.session.execute(_FORECASTS, theirs(work, whose))]
    if forecasts:
        looking.looked(work, whose, str(Shelf.VACCINES))
    found = due(forecasts, work.now, Context(work.clinic.zone))
    return [DueCard(one.title, one.status, one.tone, one.when, one.why) for one in found]
