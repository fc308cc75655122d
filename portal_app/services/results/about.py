"""About a result: who had to do with it, when it came here, and where our own words about it come from."""

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import Row

from portal_app.access import visible
from portal_app.access.actor import Actor
from portal_app.catalogue import say
from portal_app.chart import performers
from portal_app.chart.dates import spoken_time
from portal_app.chart.explained import Explained
from portal_app.chart.person import name_of
from portal_app.chart.record import Context
from portal_app.models import Resource
from portal_app.services.results.reading import Reading
from portal_app.values.cards import ValueRow
from portal_app.values.measured import context
from portal_app.work import Work

_NAMED = ("performer", "resultsInterpreter", "interpreter", "referrer")


def context_of(work: Work, whose: Actor, found: Sequence[Row[Any]]) -> Context:
    """What reading these resources needs, with the names of the people and places that they only refer to."""
    wanted = {fhir_id for row in found for fhir_id in performers.needed(orjson.loads(row.body), *_NAMED)}
    if not wanted:
        return context(work, whose)
    named = work.all(visible.directory(work.actor).where(Resource.fhir_id.in_(wanted)))
    return context(work, whose, {row.fhir_id: name_of(orjson.loads(row.body)) for row in named})


def about(work: Work, root: Row[Any], whole: Reading, told: Explained | None) -> list[ValueRow]:
    """Names with their values."""
    lines = [
        *whole.details,
        (say("Came to us"), spoken_time(root.received_at, work.clinic.zone)),
        (say("Changed"), whole.corrected),
        (say("Where our words come from"), "; ".join(told.sources) if told else ""),
    ]
    return [ValueRow(name, value, "") for name, value in lines if value]
