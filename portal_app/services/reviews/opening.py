"""A result opened by staff: its values, what was said, what keeps it back, and what the patient sees of it now."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import orjson
from babel.dates import format_date
from sqlalchemy import or_, select

from portal_app.access import visible
from portal_app.access.permissions import Permission, granted
from portal_app.catalogue import language, say
from portal_app.chart.record import Context, Tone
from portal_app.chart.records import READERS, read
from portal_app.chart.report_words import words
from portal_app.facts.chart import ChartRead
from portal_app.models import Group, Hold, Patient, Resource, Review
from portal_app.rules import clocks, holds
from portal_app.rules.release import LONGEST
from portal_app.services.reviews.cards import HarmCard, HoldCard, ResultReview, SaidCard, ValueLine
from portal_app.services.reviews.drafts import kept, next_key, said
from portal_app.services.reviews.found import root
from portal_app.services.reviews.standing import CLASSES, read_at, standing
from portal_app.work import Work

MOST = 200
"""Tests of one report that are shown."""
USUAL_HOLD = timedelta(days=2)


def look(work: Work, resource_id: UUID, again: bool = False) -> ResultReview:
    """The whole result, for who reviews results; opening it is a look at the chart, `again` redraws an open one."""
    work.permit(Permission.RESULTS_REVIEW)
    item = root(work, resource_id)
    patient = work.one(visible.patients(work.actor).where(Patient.id == item.patient_id))
    if not again:
        work.record(ChartRead(patient_id=patient.id, part="results", reason="task"))
    context = Context(work.clinic.zone, sex=patient.gender, born=patient.birth_date)
    now_seen = standing(work, [item])[item.id]
    draft = kept(work, item)
    return ResultReview(
        id=str(item.id),
        patient_id=str(patient.id),
        patient=patient.name,
        first_name=patient.given,
        born=format_date(patient.birth_date, "medium", locale=language()) if patient.birth_date else "",
        word=say(CLASSES.get(item.release_class, CLASSES["other"])),
        title=say(item.title) if item.title else say("Without a name"),
        when=clocks.on_day(item.clinical_at, work.now, work.zone) if item.clinical_at else "",
        measured=_values(work, item, context),
        texts=words(orjson.loads(item.body)),
        said=_said(work, item),
        holds=_holds(work, item),
        sees=now_seen.words,
        tone=now_seen.tone,
        read=read_at(work, [item]).get(item.id, ""),
        may_hold=_may_hold(work, patient),
        harms=tuple(HarmCard(harm, say(one)) for harm, one in holds.HARMS.items()),
        hold_from=_field(work, work.now),
        hold_to=_field(work, work.now + LONGEST - timedelta(minutes=1)),
        hold_start=_field(work, work.now + USUAL_HOLD),
        draft=draft.body if draft else "",
        draft_steps=draft.extra.get("next_steps", "") if draft else "",
        key=draft.key if draft else next_key(work, item),
        kept=said(work, draft) if draft else "",
    )


def _may_hold(work: Work, patient: Patient) -> bool:
    """Prescribers hold what is of patients of their own, not what they opened by breaking glass (`holds.py`)."""
    own = visible.patients(replace(work.actor, glass_ids=frozenset())).where(Patient.id == patient.id)
    return granted(work.actor, Permission.RECORDS_HOLD) and work.session.scalars(own).first() is not None


def _values(work: Work, item: Resource, context: Context) -> list[ValueLine]:
    """What was measured: the item itself, or the tests of a report; what lies outside its range first."""
    tests = visible.resources(work.actor, work.now).where(
        Resource.panel_id == item.id, Resource.entered_in_error.is_(False)
    )
    rows = work.all(tests.order_by(Resource.title, Resource.id).limit(MOST))
    lines = []
    for row in (item, *rows):
        if row.group in READERS and row.group is not Group.REPORTS:
            found = read(row.group, orjson.loads(row.body), context)
            lines.append(ValueLine(found.title, found.value, found.status, found.tone, tuple(found.notes)))
    return sorted(lines, key=lambda line: line.tone != Tone.SOON)


def _said(work: Work, item: Resource) -> list[SaidCard]:
    found = visible.reviews(work.actor, work.now).where(Review.resource_id == item.id).order_by(Review.at.desc())
    return [
        SaidCard(
            id=str(one.id),
            who=one.staff_name,
            when=clocks.moment(one.at, work.now, work.zone),
            comment=one.comment,
            steps=tuple(one.next_steps.splitlines()),
        )
        for one in work.all(found)
    ]


def _holds(work: Work, item: Resource) -> list[HoldCard]:
    found = select(Hold).where(Hold.id.in_(visible.holds(work.actor).with_only_columns(Hold.id)))
    # a test that was held before its report came holds the report, and is ended here
    tests = select(Resource.id).where(Resource.panel_id == item.id)
    whole = or_(Hold.resource_id == item.id, Hold.resource_id.in_(tests))
    cards = []
    for one in work.all(found.where(whole).order_by(Hold.at.desc())):
        active = one.ended_at is None and one.until > work.now
        cards.append(
            HoldCard(
                id=str(one.id),
                who=one.staff_name,
                harm=say(holds.HARMS[one.harm]),
                reason=one.reason,
                when=_until(work, one, active),
                active=active,
            )
        )
    return cards


def _until(work: Work, hold: Hold, active: bool) -> str:
    if active:
        return say("Until {when}", when=clocks.moment(hold.until, work.now, work.zone))
    return say("Ended {when}", when=clocks.moment(min(hold.ended_at or hold.until, hold.until), work.now, work.zone))


def _field(work: Work, at: datetime) -> str:
    """As a field for day and time takes it."""
    return at.astimezone(work.zone).strftime("%Y-%m-%dT%H:%M")
