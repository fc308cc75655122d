"""Whom the portal invites by itself, as the clinic chose."""

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import Select, func, select

from portal_app.access import visible
from portal_app.access.permissions import Permission
from portal_app.models import Account, Channel, Invitation, MailTrouble, Patient, Resource
from portal_app.rules.addresses import email_of
from portal_app.services.invitations.cards import only_in_person
from portal_app.services.invitations.sending import send
from portal_app.work import Work

AT_ONCE = 50
"""How many are invited at most in one round, so that a first import is not a storm of mail."""


def newcomers(work: Work) -> list[UUID]:
    """Patients with an e-mail address who have neither an account nor ever had an invitation."""
    work.permit(Permission.INVITATIONS_SEND)
    return [patient.id for patient in work.all(_uninvited(work))]


def due(work: Work) -> list[UUID]:
    """Whom the portal invites by itself now: as the clinic chose, those registered or first seen since a day."""
    work.permit(Permission.MAIL_SEND)
    chosen = work.clinic.policy.get("invites")
    if not chosen or only_in_person(work):
        return []
    since = datetime.combine(date.fromisoformat(chosen["since"]), time(), work.zone)
    query = _uninvited(work)
    if chosen["after"] == "visit":
        seen = select(Resource.patient_id).where(
            Resource.type == "Encounter", Resource.status == "finished", Resource.clinical_at.between(since, work.now)
        )
        query = query.where(Patient.id.in_(seen))
    else:
        query = query.where(Patient.created_at >= since)
    return [patient.id for patient in work.all(query.order_by(Patient.created_at).limit(AT_ONCE))]


def invite_due(work: Work, patient_id: UUID) -> None:
    """Invite one of those, unless somebody was faster: one invitation, never two."""
    work.permit(Permission.MAIL_SEND)
    held = visible.patients(work.actor).where(Patient.id == patient_id).with_for_update(of=Patient)
    patient = work.session.scalars(held).first()
    uninvited = work.session.scalars(_uninvited(work).where(Patient.id == patient_id)).first()
    address = email_of(patient.email) if patient else ""
    if uninvited is None or not address or work.session.scalar(select(Account.id).where(Account.email == address)):
        return
    send(work, uninvited, Channel.EMAIL, address)


def _uninvited(work: Work) -> Select[tuple[Patient]]:
    return visible.patients(work.actor).where(
        Patient.email != "",
        func.lower(Patient.email).not_in(select(MailTrouble.address).where(MailTrouble.settled_at.is_(None))),
        Patient.birth_date.is_not(None),
        Patient.deceased.is_(False),
        Patient.id.not_in(select(Invitation.patient_id).where(Invitation.patient_id.is_not(None))),
        Patient.id.not_in(select(Account.patient_id).where(Account.patient_id.is_not(None))),
    )
