"""The next visit, from the portal's copy of the chart."""

import orjson

from portal_app.access import visible
from portal_app.chart import visits
from portal_app.chart.record import Context
from portal_app.facts.chart import ChartRead
from portal_app.models import Resource
from portal_app.models.kinds import Group
from portal_app.rules import clocks
from portal_app.services.home.cards import VisitCard
from portal_app.work import Work

# FHIR's words for a visit that is still to come; a canceled or missed one is none.
COMING = ("booked", "pending", "proposed", "arrived", "checked-in")


def next_visit(work: Work) -> VisitCard:
    """The soonest visit that is booked from now on; an empty card if there is none."""
    query = (
        visible.resources(work.actor, work.now)
        .where(Resource.group == Group.VISITS, Resource.type == "Appointment", Resource.status.in_(COMING))
        .where(Resource.clinical_at >= work.now, Resource.entered_in_error.is_(False))
        .order_by(Resource.clinical_at, Resource.id)
        .limit(1)
    )
    found = work.session.scalars(query).first()
    if found is None or found.clinical_at is None:
        return VisitCard()
    work.record(ChartRead(patient_id=work.actor.patient_id, part="visits"))
    body, context = orjson.loads(found.body), Context(zone=work.clinic.zone)
    day = clocks.on_day(found.clinical_at, work.now, work.zone)
    return VisitCard(
        day=day[:1].upper() + day[1:],
        time=clocks.at_time(found.clinical_at, work.zone) if found.precision == "second" else "",
        away=clocks.away(found.clinical_at, work.now, work.zone),
        title=visits.read(body, context).title,
        who=visits.with_whom(body, context),
        where=visits.where(body, context),
    )
