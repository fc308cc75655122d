"""Opening a record outside one's sites, for care that cannot wait (45 CFR 164.312(a)(2)(ii), emergency access)."""

from datetime import date
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import select

from portal_app import letters, throttle
from portal_app.access import break_glass
from portal_app.access.permissions import Permission
from portal_app.catalogue import say, say_count
from portal_app.entry import Miss
from portal_app.errors import BadInput
from portal_app.facts.glass import GlassBroken, GlassMissed
from portal_app.models import Account, BrokenGlass, Role, StaffRole
from portal_app.work import Work

DOOR = "break glass"


def open_record(work: Work, mrn: str, birth_date: str, reason: str, words: str) -> UUID | Miss:
    """Open one patient's record for four hours; gives the patient's id. The reason is kept, and admins are told.

    `birth_date` is ISO 8601, as a date field sends it. Numbers that fit nobody are facts, and cost growing waits.
    """
    work.permit(Permission.GLASS_BREAK)
    if reason not in break_glass.REASONS:
        raise BadInput(say("Choose why you need this record."), "reason")
    if len(words.strip()) < 10:
        raise BadInput(say("Say in a few words why you need this record."), "words")
    try:
        born = date.fromisoformat(birth_date)
    except ValueError:
        raise BadInput(say("Give the full birth date."), "birth_date") from None
    throttle.take(work, DOOR, str(work.actor.staff_id), sentence=_wait)
    patient = work.session.scalars(break_glass.patient_named(mrn.strip(), born)).first()
    if patient is None:
        work.record(GlassMissed(reason=reason))
        return Miss(say("No patient has this record number and birth date. Check both and try again."), "mrn")
    throttle.give_back(work, DOOR, str(work.actor.staff_id))
    glass = BrokenGlass(
        staff_id=work.actor.staff_id,
        patient_id=patient.id,
        reason=reason,
        words=words.strip()[:500],
        at=work.now,
        until=work.now + break_glass.OPEN_FOR,
    )
    work.add(glass)
    work.record(GlassBroken(patient_id=patient.id, glass_id=glass.id, reason=reason))
    return patient.id


def _wait(minutes: int) -> str:
    return say_count(
        "That was not right too often. Wait one minute, or ask the patient's own site.",
        "That was not right too often. Wait {n} minutes, or ask the patient's own site.",
        minutes,
    )


def tell_admins(work: Work, glass_id: UUID) -> None:
    """Write to each admin of the clinic that a record was opened; whose, and why, stands in the audit trail."""
    work.permit(Permission.CLINIC_MANAGE)
    admins = select(StaffRole.staff_id).where(StaffRole.role == Role.ADMIN)
    for account in work.all(select(Account).where(Account.staff_id.in_(admins), Account.closed_at.is_(None))):
        letters.tell(work, account, letters.record_opened, id=uuid5(NAMESPACE_URL, f"glass {glass_id} {account.id}"))
