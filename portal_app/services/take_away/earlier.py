"""What results said before the lab changed them: on paper too, as the screen has it."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

import orjson

from portal_app.access import visible
from portal_app.access.actor import Actor
from portal_app.catalogue import say
from portal_app.chart.dates import moment, spoken, spoken_time
from portal_app.chart.measures import measure
from portal_app.chart.record import Context
from portal_app.models import Resource, ResourceVersion
from portal_app.services.take_away import printed
from portal_app.services.take_away.gather import AT_A_TIME
from portal_app.values.versions import told
from portal_app.work import Work


def earlier(work: Work, eyes: Actor, items: Sequence[Resource], context: Context) -> dict[UUID, list[str]]:
    """A sentence for each earlier version with a value, newest first, by the item or the report that it belongs to."""
    now = {item.id: item for item in items if item.version > 1}
    changed, found = list(now), defaultdict(list)
    for start in range(0, len(changed), AT_A_TIME):
        query = (
            visible.resources(eyes, work.now)
            .where(Resource.id.in_(changed[start : start + AT_A_TIME]))
            .join(ResourceVersion, ResourceVersion.resource_id == Resource.id)
            .with_only_columns(ResourceVersion)
            .order_by(ResourceVersion.received_at.desc(), ResourceVersion.version.desc())
        )
        for version in work.session.scalars(query):
            item, body = now[version.resource_id], orjson.loads(version.body)
            before = measure(body, context)
            if before.value and told(item.body, version.body):
                when = spoken(moment(body.get("issued")), context.zone)
                when = when or spoken_time(version.received_at, context.zone)
                value = ": ".join((before.title, printed.value_of(before)))
                found[item.panel_id or item.id].append(". ".join(filter(None, (when, value, before.progress))))
    return found


def section(lines: Sequence[str]) -> list[str]:
    """These sentences under their heading; nothing where there are none."""
    return [printed.said(say("What it said before"), lines)] if lines else []
