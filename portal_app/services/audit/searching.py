"""Searching the audit trail (45 CFR 164.308(a)(1)(ii)(D)): by person, patient, kind and time, a page at a time."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

import orjson
from sqlalchemy import select

from portal_app import facts
from portal_app.access import visible
from portal_app.access.permissions import Permission
from portal_app.catalogue import say
from portal_app.errors import BadInput
from portal_app.facts.audit import AuditSearched
from portal_app.models import FactRow, Patient, Staff
from portal_app.rules import deeds, fact_words, particulars
from portal_app.services.audit.cards import AuditPage, Choice, Choices, FactCard
from portal_app.services.audit.naming import Names, names
from portal_app.work import Work

PAGE = 50


def choices(work: Work) -> Choices:
    """Everybody on the staff, and every kind of fact there is."""
    work.permit(Permission.AUDIT_READ)
    people = work.session.scalars(select(Staff).order_by(Staff.name).limit(1_000))
    kinds = sorted((Choice(kind, deeds.deed(kind)) for kind in _kinds()), key=lambda kind: kind.words)
    return Choices([Choice(str(one.id), one.name) for one in people], kinds)


def search(
    work: Work, *, staff: str = "", mrn: str = "", kind: str = "", since: str = "", until: str = "", before: int = 0
) -> AuditPage:
    """The facts that meet all of what was asked; the search is a fact itself."""
    work.permit(Permission.AUDIT_READ)
    query = visible.facts(work.actor)
    staff_id = _id(staff)
    if staff_id:
        query = query.where(FactRow.staff_id == staff_id)
    patient = work.one(visible.patients(work.actor).where(Patient.mrn == mrn.strip())) if mrn.strip() else None
    if patient:
        query = query.where(FactRow.patient_id == patient.id)
    if kind:
        query = query.where(FactRow.kind == kind)
    if first := _day(work, since, "since"):
        query = query.where(FactRow.at >= first)
    if last := _day(work, until, "until"):
        query = query.where(FactRow.at < last + timedelta(days=1))
    if before > 0:
        query = query.where(FactRow.seq < before)
    rows = work.all(query.order_by(FactRow.seq.desc()).limit(PAGE + 1))
    if before <= 0:
        named = kind if kind in _kinds() else None
        work.record(AuditSearched(patient_id=patient.id if patient else None, kind=named, by_id=staff_id))
    called = names(work, rows[:PAGE])
    lines = [_card(work, row, called) for row in rows[:PAGE]]
    return AuditPage(lines, lines[-1].seq if len(rows) > PAGE else 0)


def _kinds() -> set[str]:
    return {kind.__name__ for kind in facts.kinds()}


def _card(work: Work, row: FactRow, called: Names) -> FactCard:
    data = orjson.loads(row.data)
    return FactCard(
        seq=row.seq or 0,
        when=fact_words.moment(row.at, work.zone),
        who=row.actor_name or say("Nobody signed in"),
        sort=row.actor_kind,
        kind=row.kind,
        deed=deeds.deed(row.kind),
        about=called.about(row, data),
        address=row.address,
        more=" · ".join(particulars.told(row.kind, data, called.known, work.zone)),
        technical=", ".join(particulars.technical(data)),
    )


def _id(value: str) -> UUID | None:
    try:
        return UUID(value) if value else None
    except ValueError:
        raise BadInput(say("Choose a person from the list."), "staff") from None


def _day(work: Work, value: str, name: str) -> datetime | None:
    """The first moment of a day in the clinic's zone."""
    try:
        return datetime.combine(date.fromisoformat(value), time(), work.zone) if value else None
    except ValueError:
        raise BadInput(say("Write the day as it is in the calendar."), name) from None
