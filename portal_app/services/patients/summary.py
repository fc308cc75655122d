"""What a nurse wants to know of a chart at one glance: what holds now, newest first, a few lines of each list."""

import orjson
from sqlalchemy import func, select

from portal_app.access import visible
from portal_app.catalogue import mark, say
from portal_app.chart.background import background
from portal_app.chart.questionnaire import known
from portal_app.chart.record import Context
from portal_app.chart.records import read
from portal_app.models import ChartImport, Group, Patient, Resource
from portal_app.rules import clocks
from portal_app.services.patients.cards import Line, Part
from portal_app.work import Work

SHOWN = 6
PARTS = {
    Group.PROBLEMS: (mark("Problems"), mark("No problems in the chart")),
    Group.MEDICINES: (mark("Medicines"), mark("No medicines in the chart")),
    Group.LABS: (mark("Latest results"), mark("No results in the chart")),
}
# What no longer holds is on the page of the whole list, not in the summary.
OVER = frozenset(
    {"resolved", "inactive", "remission", "stopped", "completed", "cancelled", "ended", "revoked", "not-taken"}
)
LASTING = frozenset({Group.PROBLEMS, Group.MEDICINES, Group.ALLERGIES})


def summary(work: Work, patient: Patient) -> tuple[list[Part], list[str]]:
    """The lists of the summary, and what the patient is allergic to."""
    allergies, _ = _newest(work, patient, Group.ALLERGIES)
    parts = []
    for group, (heading, empty) in PARTS.items():
        lines, more = _newest(work, patient, group)
        parts.append(Part(say(heading), lines, more, say(empty)))
    parts.append(_background(work, patient))
    return parts, [line.what for line in allergies]


def _background(work: Work, patient: Patient) -> Part:
    """Insurance, pharmacy and habits, of the patient's own word or the chart's."""
    theirs = visible.resources(work.actor, work.now).where(
        Resource.patient_id == patient.id,
        Resource.group.in_((Group.PERSON, Group.HABITS)),
        Resource.entered_in_error.is_(False),
    )
    insured = visible.insurance(work.actor, work.now).where(Resource.patient_id == patient.id)
    rows = [
        *work.all(theirs.order_by(Resource.clinical_at.desc().nulls_last(), Resource.id.desc()).limit(200)),
        *work.all(insured.order_by(Resource.received_at.desc()).limit(20)),
    ]
    found = background(known(orjson.loads(row.body) for row in rows), Context(work.clinic.zone))
    lines = [Line(what, value, below) for what, value, below in found]
    return Part(say("Insurance, pharmacy, habits"), lines, 0, say("Nothing known yet"))


def freshness(work: Work) -> str:
    """As of when the portal's copy of the chart is."""
    at = work.session.scalar(select(func.max(ChartImport.ended_at)))
    if at is None:
        return say("Nothing has come from the chart yet")
    return say("As of {moment}", moment=clocks.moment(at, work.now, work.zone))


def _newest(work: Work, patient: Patient, group: Group) -> tuple[list[Line], int]:
    query = visible.resources(work.actor, work.now).where(
        Resource.patient_id == patient.id, Resource.group == group, Resource.entered_in_error.is_(False)
    )
    if group in LASTING:
        query = query.where(Resource.status.not_in(OVER))
    total = work.session.scalar(query.with_only_columns(func.count())) or 0
    rows = work.all(query.order_by(Resource.clinical_at.desc().nulls_last(), Resource.id.desc()).limit(SHOWN))
    context = Context(work.clinic.zone)
    records = [read(group, orjson.loads(row.body), context) for row in rows]
    lines = [Line(one.title, one.value or one.when, one.when if one.value else "") for one in records]
    return lines, total - len(lines)
