"""One patient on one page: who it is, what waits, what the chart says to who may read it. Every look is a fact."""

from uuid import UUID

from babel.dates import format_date
from sqlalchemy import func, select

from portal_app.access import visible
from portal_app.access.permissions import Permission, granted
from portal_app.catalogue import language, mark, say
from portal_app.facts.chart import ChartRead
from portal_app.models import Account, Patient, Session, Site
from portal_app.rules import clocks, languages
from portal_app.rules.ages import age
from portal_app.services.patients.cards import PatientCard
from portal_app.services.patients.summary import freshness, summary
from portal_app.services.patients.waiting import tasks, threads
from portal_app.work import Work

GENDERS = {"female": mark("Female"), "male": mark("Male"), "other": mark("Other")}


def page(work: Work, patient_id: UUID, again: bool = False) -> PatientCard:
    """The page of a patient of one's sites; the chart only for who may read charts. `again` redraws an open page."""
    work.permit(Permission.PATIENTS_SEARCH)
    patient = work.one(visible.patients(work.actor).where(Patient.id == patient_id))
    charted = granted(work.actor, Permission.CHART_READ)
    if not again:
        part, reason = ("summary", "care") if charted else ("page", "front_desk")
        work.record(ChartRead(patient_id=patient.id, part=part, reason=reason))
    site = work.session.get(Site, patient.site_id) if patient.site_id else None
    parts, allergies = summary(work, patient) if charted else ([], [])
    conversations, more_threads = threads(work, patient)
    return PatientCard(
        id=str(patient.id),
        name=patient.name,
        age=age(patient.birth_date, work.now.astimezone(work.zone).date()),
        born=format_date(patient.birth_date, "medium", locale=language()) if patient.birth_date else "",
        mrn=patient.mrn,
        gender=say(GENDERS[patient.gender]) if patient.gender in GENDERS else "",
        tongue=languages.called(patient.language),
        site=site.name if site else "",
        email=patient.email,
        phone=patient.phone,
        deceased=patient.deceased,
        charted=charted,
        allergies=_allergies(allergies) if charted else "",
        allergic=bool(allergies),
        chart=parts,
        fresh=freshness(work) if charted else "",
        tasks=tasks(work, patient),
        threads=conversations,
        more_threads=more_threads,
        **_account(work, patient),
    )


def _allergies(names: list[str]) -> str:
    if not names:
        return say("No known allergies")
    return say("Allergic to {names}", names=", ".join(names))


def _account(work: Work, patient: Patient) -> dict[str, str]:
    account = work.session.scalars(select(Account).where(Account.patient_id == patient.id)).first()
    if account is None:
        return {"account": say("No portal account yet"), "account_tone": "working"}
    if account.closed_at is not None:
        return {"account": say("Account closed"), "account_tone": "failed", "account_email": account.email}
    seen = work.session.scalar(select(func.max(Session.seen_at)).where(Session.account_id == account.id))
    # the last action may be written ahead of the clock by a moment
    last = min(seen, work.now) if seen else None
    return {
        "account": say("Active"),
        "account_tone": "ready",
        "account_email": account.email,
        "seen": say("Last here {when}", when=clocks.moment(last, work.now, work.zone)) if last else "",
    }
