"""About a result: when and from whom it came, its texts and files, and where our own words about it come from."""

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import Row

from portal_app.access import visible
from portal_app.catalogue import say
from portal_app.chart import performers
from portal_app.chart.dates import spoken_time
from portal_app.chart.explained import Explained
from portal_app.chart.person import name_of
from portal_app.chart.record import Context, Measure, Record, Sheet
from portal_app.chart.reports import sheet
from portal_app.models import Resource
from portal_app.values.cards import ValueRow
from portal_app.work import Work

_NAMED = ("performer", "resultsInterpreter", "requester")


def names_of(work: Work, found: Sequence[Row[Any]]) -> dict[str, str]:
    """What the people and places are called that these resources only refer to."""
    wanted = {fhir_id for row in found for fhir_id in performers.needed(orjson.loads(row.body), *_NAMED)}
    if not wanted:
        return {}
    named = visible.directory(work.actor).where(Resource.fhir_id.in_(wanted))
    return {row.fhir_id: name_of(orjson.loads(row.body)) for row in work.all(named)}


def sheet_of(root: Row[Any], tests: Sequence[Row[Any]], around: Context) -> Sheet:
    """The texts and files of a report; a test that stands alone has none."""
    if root.type == "Observation":
        return Sheet(Record(""))
    return sheet(orjson.loads(root.body), [orjson.loads(row.body) for row in tests], around)


def about(work: Work, root: Row[Any], measured: Sequence[Measure], told: Explained | None) -> list[ValueRow]:
    """When it was taken, who measured it, when it came here."""
    zone = work.clinic.zone
    at = root.clinical_at
    performers = dict.fromkeys(one.performer for one in measured if one.performer)
    lines = [
        (say("Taken"), spoken_time(at, zone) if at and root.precision == "second" else ""),
        (say("Measured by"), ", ".join(performers)),
        (say("Sent to us"), spoken_time(root.received_at, zone)),
        (say("Where our words come from"), "; ".join(told.sources) if told else ""),
    ]
    return [ValueRow(name, value, "") for name, value in lines if value]
