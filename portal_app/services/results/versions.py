"""What a result said before: each earlier version that told something else, and what the lab put right."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Row

from portal_app.access import visible
from portal_app.access.actor import Actor
from portal_app.catalogue import say
from portal_app.chart.dates import moment, spoken
from portal_app.chart.measures import measure
from portal_app.chart.record import Context, Measure
from portal_app.models import Resource, ResourceVersion
from portal_app.services.results.lines import CORRECTED, came, titled
from portal_app.values.cards import ValueRow
from portal_app.values.measured import with_unit
from portal_app.values.versions import told
from portal_app.work import Work

MOST = 40
Versions = dict[UUID, list[ResourceVersion]]


def versions_of(work: Work, whose: Actor, rows: Sequence[Row[Any]]) -> Versions:
    """The earlier bodies of these resources, newest first, as far as they may be told."""
    changed = {row.id: row.body for row in rows if row.version > 1}
    found: Versions = defaultdict(list)
    if changed:
        query = (
            visible.resources(whose, work.now)
            .where(Resource.id.in_(changed))
            .join(ResourceVersion, ResourceVersion.resource_id == Resource.id)
            .with_only_columns(ResourceVersion)
            .order_by(ResourceVersion.version.desc())
            .limit(MOST)
        )
        for one in work.session.scalars(query):
            if told(changed[one.resource_id], one.body):
                found[one.resource_id].append(one)
    return found


def corrected(work: Work, row: Row[Any], now: Measure, kept: Versions, around: Context) -> dict[str, str]:
    """That the lab put a value right: when, what it said first, what is right."""
    said = with_unit(now)
    for version in kept.get(row.id, ()):
        before = measure(orjson.loads(version.body), around)
        if before.value and with_unit(before) != said:
            when = _said(work, row.body, row.received_at)
            put_right = row.status in CORRECTED
            return {
                "corrected": say("The lab corrected this {when}", when=when)
                if put_right
                else say("The lab changed this {when}", when=when),
                "first_said": ", ".join(filter(None, (with_unit(before), before.standing_words.lower()))),
                "now_says": say("The right value is {value}.", value=said) if said else say("Now there is no value."),
            }
    return {}


def earlier_versions(work: Work, tests: Sequence[Row[Any]], kept: Versions, around: Context) -> list[ValueRow]:
    """Every earlier version with a value: when the lab said so, and what it said."""
    found = []
    for row in tests:
        for version in kept.get(row.id, ()):
            before = measure(orjson.loads(version.body), around)
            if before.value:
                when = _said(work, version.body, version.received_at)
                found.append(ValueRow(when, f"{titled(row)}: {with_unit(before)}", before.progress))
    return found


def _said(work: Work, body: bytes, received_at: datetime) -> str:
    """When the lab said so; where it does not tell, when we were told."""
    return spoken(moment(orjson.loads(body).get("issued")), work.clinic.zone) or came(work, received_at)
