"""What the desk asks for: an invitation sent, sent again, on a card, taken back."""

from uuid import UUID

from sqlalchemy import select

from portal_app import entry, letters
from portal_app.access import visible
from portal_app.access.permissions import Permission, granted
from portal_app.catalogue import say
from portal_app.chart import dates
from portal_app.errors import BadInput, Conflict
from portal_app.facts.invitations import InvitationRevoked
from portal_app.models import Account, Channel, Patient
from portal_app.rules import pictures, readable
from portal_app.rules.addresses import email_of
from portal_app.services.invitations.cards import (
    CodeCard,
    InvitationCard,
    account_of,
    card_of,
    only_in_person,
    standing_of,
    state_of,
)
from portal_app.services.invitations.sending import renew, send
from portal_app.work import Work

CODE_LENGTH = 8


def see(work: Work, patient_id: UUID) -> InvitationCard:
    """Where this patient stands: no invitation, one on its way, or an account."""
    work.permit(Permission.INVITATIONS_SEND)
    patient = work.one(visible.patients(work.actor).where(Patient.id == patient_id))
    return card_of(work, patient)


def glance(work: Work, patient_id: UUID) -> InvitationCard:
    """The same for a page that others share; hidden from those who may not invite."""
    return see(work, patient_id) if granted(work.actor, Permission.INVITATIONS_SEND) else InvitationCard("hidden")


def invite(work: Work, patient_id: UUID, email: str = "") -> InvitationCard:
    """Invite by e-mail (the chart's address if none is given); asked again while one is open, nothing more is sent."""
    patient = _invitable(work, patient_id)
    if only_in_person(work):
        raise BadInput(say("This clinic hands out codes in person. Print a code card instead."))
    address = email_of(email or patient.email)
    if not address:
        raise BadInput(say("Enter the patient's email address."), "email")
    _takes_mail(work, address)
    _nobody_elses(work, address, patient.id)
    standing = standing_of(work, patient.id)
    if standing is None or standing.email != address or state_of(standing, work.now) != "open":
        send(work, patient, Channel.EMAIL, address)
    return card_of(work, patient)


def resend(work: Work, patient_id: UUID) -> InvitationCard:
    """Send the mailed invitation again with a new link; the old link opens nothing any more."""
    patient = _invitable(work, patient_id)
    standing = standing_of(work, patient.id)
    if standing is None or standing.channel is not Channel.EMAIL:
        raise Conflict(say("There is no invitation to send again. Invite the patient first."))
    _takes_mail(work, standing.email)
    send(work, patient, Channel.EMAIL, standing.email)
    return card_of(work, patient)


def make_code(work: Work, patient_id: UUID) -> CodeCard:
    """Make the code of a card that is handed over in person; codes and links from before open nothing any more."""
    patient = _invitable(work, patient_id)
    code = readable.new(CODE_LENGTH)
    invitation = renew(work, patient, Channel.IN_PERSON, "", code)
    return CodeCard(
        patient=patient.name,
        code=readable.shown(code),
        address=f"{work.settings.public_origin}/invite".partition("://")[2],
        qr=pictures.qr(letters.link(work, "invite", code)),
        until=dates.spoken_time(invitation.expires_at, work.clinic.zone, weekday=True),
    )


def revoke(work: Work, patient_id: UUID) -> InvitationCard:
    """Take the invitation back: its link or code opens nothing any more."""
    work.permit(Permission.INVITATIONS_SEND)
    patient = work.one(visible.patients(work.actor).where(Patient.id == patient_id))
    standing = standing_of(work, patient.id)
    if standing is not None:
        standing.revoked_at = work.now
        work.record(InvitationRevoked(patient_id=patient.id, invitation=standing.id))
    return card_of(work, patient)


def _invitable(work: Work, patient_id: UUID) -> Patient:
    work.permit(Permission.INVITATIONS_SEND)
    # the lock makes two people who invite at the same moment send one invitation
    seen = visible.patients(work.actor).where(Patient.id == patient_id)
    patient = work.one(seen.with_for_update(of=Patient))
    account = account_of(work, patient.id)
    if account is not None and entry.has_way_in(work, account):
        raise Conflict(say("This patient has an account already."))
    if patient.birth_date is None:
        raise BadInput(say("The chart has no date of birth, so the patient could not prove who they are."))
    return patient


def _nobody_elses(work: Work, address: str, patient_id: UUID) -> None:
    theirs = work.session.scalars(select(Account).where(Account.email == address)).first()
    if theirs is not None and theirs.patient_id != patient_id:
        raise BadInput(say("Someone else's account uses this email. Each person needs their own address."), "email")


def _takes_mail(work: Work, address: str) -> None:
    if letters.stopped(work, address):
        raise BadInput(say("Mail to this address comes back. Ask for another one, or print a code card."), "email")
