"""What became visible to patients since the portal looked last: whoever has an account is told, open pages show it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, or_, select, union, union_all, update

from portal_app import telling
from portal_app.access import visible
from portal_app.access.permissions import Permission
from portal_app.facts.chart import ChartReleased
from portal_app.models import Account, Event, FactRow, Hold, Job, Notice, ReleaseRules, Resource, Shelf, ShownNow
from portal_app.models.chart import HAS_A_LINE
from portal_app.rules.notice_times import ARRIVED_LATELY, HAPPENED_LATELY
from portal_app.rules.release import LONGEST
from portal_app.work import Work

OVERLAP = timedelta(minutes=5)
"""A Work may be committed so long after it began: looked at again, a thing is still told of once."""
AT_ONCE = 500
"""Patients in one round; who is to be told and was not is found in the next. More pages than that need no nudge: so
many moments come at once only after the portal was off, and then no page was open."""
EVENTS = {Shelf.RESULTS: Event.RESULT, Shelf.NOTES: Event.RECORD, Shelf.VISITS: Event.RECORD}
NOT_YET = ("registered", "cancelled", "planned", "arrived", "triaged", "in-progress", "onleave", "superseded")
"""States (FHIR's words) of what has nothing to read yet, or has no more."""


@dataclass(frozen=True)
class Round:
    """Whom something became visible to, and how far the portal has looked with that."""

    patients: Sequence[UUID]
    mark: dict[str, Any]


def look_for_news(work: Work, mark: Mapping[str, Any]) -> Round:
    """The patients with an account to whom something became visible since `mark`, by whatever way.

    An import, a review, a hold that ends, a choice: each is a fact with the patient's id. A moment that came stands in
    the rows themselves. New rules are a new edition. The first round ever only begins: what was before it is no news.
    """
    work.permit(Permission.MAIL_SEND)
    edition = _edition(work)
    if not mark:
        return Round((), {"begun": work.now.isoformat(), "until": work.now.isoformat(), "edition": edition})
    until = datetime.fromisoformat(mark["until"])
    news = _news(work, datetime.fromisoformat(mark["begun"])).with_only_columns(Resource.patient_id).distinct()
    if edition == mark["edition"]:
        news = news.where(Resource.patient_id.in_(_touched(work, until - OVERLAP)))
    told = work.session.scalars(news.limit(AT_ONCE)).all()
    shown = work.session.scalars(_come_of_age(work, until).limit(AT_ONCE)).all()
    if len(told) == AT_ONCE:
        return Round(sorted({*told, *shown}), dict(mark))
    return Round(sorted({*told, *shown}), {**mark, "until": work.now.isoformat(), "edition": edition})


def announce(work: Work, patient_id: UUID, begun: str) -> int:
    """Tell this patient of each thing that is news, once; their open pages read again. Returns how many were new."""
    work.permit(Permission.MAIL_SEND)
    query = _news(work, datetime.fromisoformat(begun)).where(Resource.patient_id == patient_id)
    found = work.session.execute(query.with_only_columns(Resource.id, Resource.shelf).order_by(Resource.id)).all()
    new = sum(telling.tell(work, patient_id, EVENTS[row.shelf], row.id) for row in found)
    work.record(ChartReleased(patient_id=patient_id, items=new))
    return new


def note_round(work: Work, name: str, mark: Mapping[str, Any]) -> None:
    """Remember how far the portal has looked: with the job that looks."""
    work.permit(Permission.MAIL_SEND)
    work.session.execute(update(Job).where(Job.key == f"every:{name}").values(args=dict(mark)))


def _news(work: Work, begun: datetime) -> Select[tuple[Resource]]:
    """Whatever patients with an account see now, was not told of, and is news: it came, or was shown, since they have
    the account and lately; not what they asked to see at once, for then they have seen it."""
    told = select(Notice.id).where(
        Notice.account_id == Account.id, Notice.event.in_(set(EVENTS.values())), Notice.about_id == Resource.id
    )
    visit = Resource.shelf == Shelf.VISITS
    return (
        visible.resources(work.actor, work.now)
        .join(Account, and_(Account.patient_id == Resource.patient_id, Account.closed_at.is_(None)))
        .where(
            Resource.shelf.in_(EVENTS),
            Resource.visible_from <= work.now,
            Resource.entered_in_error.is_(False),
            Resource.from_patient.is_(False),
            Resource.status.not_in(NOT_YET),
            or_(~visit, and_(Resource.type == "Encounter", Resource.clinical_at <= work.now)),
            Resource.arrived_at > work.now - ARRIVED_LATELY,
            or_(Resource.clinical_at.is_(None), Resource.clinical_at > work.now - HAPPENED_LATELY),
            or_(Resource.visible_from > Account.created_at, Resource.received_at > Account.created_at),
            or_(Resource.visible_from > begun, Resource.received_at > begun),
            ~told.correlate(Account, Resource).exists(),
            Resource.id.not_in(select(ShownNow.resource_id)),
        )
    )


def _touched(work: Work, since: datetime) -> Select[Any]:
    """Patients of whom anything was written down since, or something of whose record has come of age."""
    # no word about facts of nobody: it would lead SQLite through the facts of all patients
    written = select(FactRow.patient_id).where(FactRow.at > since)
    both = union_all(written, *_of_age(work, since)).subquery()
    return select(both.c[0])


def _come_of_age(work: Work, until: datetime) -> Select[Any]:
    """Patients with an account to whom the mere passing of time has shown something: no fact tells their pages."""
    theirs = and_(Account.patient_id == Resource.patient_id, Account.closed_at.is_(None))
    later = Resource.visible_from > Resource.received_at
    found = union(*(query.join(Account, theirs).where(later) for query in _of_age(work, until))).subquery()
    return select(found.c[0])


def _of_age(work: Work, since: datetime) -> tuple[Select[Any], Select[Any]]:
    """Whose items a moment has shown since: what came lately, for rules and wishes wait ten days at most after an item
    came; and what a hold kept, whenever that came."""
    shown = (Resource.shelf.in_(EVENTS), Resource.visible_from > since, Resource.visible_from <= work.now)
    ended = select(Hold.resource_id).where(Hold.until > since, Hold.until <= work.now)
    return (
        select(Resource.patient_id).where(HAS_A_LINE, Resource.arrived_at > since - LONGEST, *shown),
        select(Resource.patient_id).where(Resource.id.in_(ended), *shown),
    )


def _edition(work: Work) -> int:
    """The newest edition of the rules that every stored answer follows from."""
    applied = select(ReleaseRules.edition).where(ReleaseRules.applied_at.is_not(None))
    return work.session.scalars(applied.order_by(ReleaseRules.edition.desc()).limit(1)).first() or 0
