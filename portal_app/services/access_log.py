"""Who looked at a record, when and why (45 CFR 164.528): for its patient, and for staff who may see that patient."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import orjson
from sqlalchemy import or_, select

from portal_app.access import visible
from portal_app.access.actor import ActorKind
from portal_app.access.permissions import Permission
from portal_app.catalogue import mark, say
from portal_app.models import Account, FactRow, Patient, Staff
from portal_app.rules import clinic_words, clocks, looks
from portal_app.rules.looks import Look
from portal_app.work import Work

PAGE = 25
READ = 400
"""Facts read for a page; bursts make fewer lines of them."""

TO_STAFF = {
    ("ChartRead", "rules"): mark("Checked when the patient would see each record"),
    ("RecordTaken", "care_team"): mark("Saved a copy: who is in the care team"),
}
"""What the patient reads as said to them, as staff read it."""


@dataclass(frozen=True)
class LookCard:
    """One line of the log."""

    id: str
    who: str
    title: str
    what: str
    why: str
    when: str
    times: int


@dataclass(frozen=True)
class AccessLog:
    """A part of the log, newest first, and where the next part begins; 0 is the end."""

    lines: list[LookCard] = field(default_factory=list)
    before: int = 0


def mine(work: Work, before: int = 0, own_too: bool = False) -> AccessLog:
    """Everybody else's looks at the patient's own record; with `own_too` also what they themselves opened and saved.

    View, download and share, what, when, who: 45 CFR 170.315(e)(1)(ii).
    """
    work.permit(Permission.ACCESS_LOG_READ)
    return _log(work, work.actor.patient_id, before, own_too)


def of_patient(work: Work, patient_id: UUID, before: int = 0) -> AccessLog:
    """Every look at the record of a patient of one's sites, the patient's own included."""
    work.permit(Permission.PATIENTS_SEARCH)
    patient = work.one(visible.patients(work.actor).where(Patient.id == patient_id))
    return _log(work, patient.id, before, own_too=True)


def _log(work: Work, patient_id: UUID | None, before: int, own_too: bool) -> AccessLog:
    query = visible.facts(work.actor).where(FactRow.patient_id == patient_id, FactRow.kind.in_(looks.KINDS))
    to_patient = work.actor.kind is ActorKind.PATIENT
    if not own_too:
        # what was done by another account, or by the portal itself
        query = query.where(or_(FactRow.account_id != work.actor.account_id, FactRow.account_id.is_(None)))
    if before > 0:
        query = query.where(FactRow.seq < before)
    facts = list(work.all(query.order_by(FactRow.seq.desc()).limit(READ)))
    names = {fact.seq: fact for fact in facts}
    visits = looks.visits([_look(fact) for fact in facts])
    titles = _titles(work, facts)
    theirs = set(work.session.scalars(select(Account.id).where(Account.patient_id == patient_id)))
    lines = [
        LookCard(
            id=str(visit.newest.seq),
            who=_who(names[visit.newest.seq], theirs, to_patient),
            title=clinic_words.spoken(titles.get(names[visit.newest.seq].staff_id, "")),
            what=_what(visit.newest, to_patient),
            why=looks.why(visit.newest, to_patient),
            when=_when(work, visit.newest.at),
            times=visit.times,
        )
        for visit in visits[:PAGE]
    ]
    if len(visits) > PAGE:
        # a burst that began on this page may go on behind it: only what is before the page's last line is left
        return AccessLog(lines, visits[PAGE].newest.seq + 1)
    return AccessLog(lines, facts[-1].seq if len(facts) == READ else 0)


def _look(fact: FactRow) -> Look:
    data = orjson.loads(fact.data)
    return Look(
        seq=fact.seq or 0,
        at=fact.at,
        kind=fact.kind,
        who=fact.account_id,
        part=str(data.get("part", "")),
        form=str(data.get("form", "")),
        reason=str(data.get("reason", "")),
    )


def _when(work: Work, at: datetime) -> str:
    said = clocks.moment(at, work.now, work.zone)
    if at.astimezone(work.zone).date() == work.now.astimezone(work.zone).date():
        return say("today at {time}", time=said)
    return said


def _what(look: Look, to_patient: bool) -> str:
    if not to_patient and (words := TO_STAFF.get((look.kind, look.part))):
        return say(words)
    return looks.what(look, to_patient)


def _who(fact: FactRow, theirs: set[UUID], to_patient: bool) -> str:
    """By name; the patient themself is "you" to the patient, and "the patient" to staff."""
    if fact.account_id is None:
        return say("The portal itself")
    if fact.account_id in theirs:
        return say("You") if to_patient else say("The patient")
    return fact.actor_name


def _titles(work: Work, facts: list[FactRow]) -> dict[UUID | None, str]:
    wanted = {fact.staff_id for fact in facts if fact.staff_id}
    if not wanted:
        return {}
    return {one.id: one.title for one in work.session.scalars(select(Staff).where(Staff.id.in_(wanted)))}
