"""Invitations from the clinic's side: one for each patient however often it is asked for; sent, sent again, revoked."""

import secrets
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import Select, func, select

from portal_app import entry, letters
from portal_app.access import visible
from portal_app.access.permissions import Permission, granted
from portal_app.catalogue import say, speaking
from portal_app.chart import dates
from portal_app.errors import BadInput, Conflict
from portal_app.facts.invitations import InvitationRevoked, Invited
from portal_app.models import Account, Channel, Invitation, MailTrouble, Patient, Resource, Staff
from portal_app.rules import ages, clocks, pictures, readable
from portal_app.rules.addresses import email_of
from portal_app.work import Work

DAYS = 7
CODE_LENGTH = 8
GROWN_UP = 18
"""The age of majority in most states; below it somebody else may have to act for the patient."""
AT_ONCE = 50
"""How many are invited at most in one round, so that a first import is not a storm of mail."""


@dataclass(frozen=True)
class InvitationCard:
    """What the patient's page shows staff; `state` is hidden, none, open, locked, expired or account."""

    state: str = "none"
    email: str = ""
    in_person: bool = False
    by: str = ""
    sent: str = ""
    """When, as people say it."""
    until: str = ""
    times_sent: int = 0
    opened: bool = False
    only_in_person: bool = False
    """The clinic hands out codes and mails no invitations."""
    name: str = ""
    born: str = ""
    mrn: str = ""
    mind: str = ""
    """What to think of before inviting this patient."""


@dataclass(frozen=True)
class CodeCard:
    """A card to print and hand over; the code is stored nowhere, so it is shown once."""

    patient: str
    code: str
    address: str
    """Where to type it."""
    qr: str
    until: str


def see(work: Work, patient_id: UUID) -> InvitationCard:
    """Where this patient stands: no invitation, one on its way, or an account."""
    work.permit(Permission.INVITATIONS_SEND)
    patient = work.one(visible.patients(work.actor).where(Patient.id == patient_id))
    return _card(work, patient)


def glance(work: Work, patient_id: UUID) -> InvitationCard:
    """The same for a page that others share; hidden from those who may not invite."""
    return see(work, patient_id) if granted(work.actor, Permission.INVITATIONS_SEND) else InvitationCard("hidden")


def invite(work: Work, patient_id: UUID, email: str = "") -> InvitationCard:
    """Invite by e-mail (the chart's address if none is given); asked again while one is open, nothing more is sent."""
    patient = _invitable(work, patient_id)
    if _only_in_person(work):
        raise BadInput(say("This clinic hands out codes in person. Print a code card instead."))
    address = email_of(email or patient.email)
    if not address:
        raise BadInput(say("Enter the patient's email address."), "email")
    _takes_mail(work, address)
    _nobody_elses(work, address, patient.id)
    standing = _standing(work, patient.id)
    if standing is None or standing.email != address or _state(standing, work.now) != "open":
        _send(work, patient, Channel.EMAIL, address)
    return _card(work, patient)


def resend(work: Work, patient_id: UUID) -> InvitationCard:
    """Send the mailed invitation again with a new link; the old link opens nothing any more."""
    patient = _invitable(work, patient_id)
    standing = _standing(work, patient.id)
    if standing is None or standing.channel is not Channel.EMAIL:
        raise Conflict(say("There is no invitation to send again. Invite the patient first."))
    _takes_mail(work, standing.email)
    _send(work, patient, Channel.EMAIL, standing.email)
    return _card(work, patient)


def make_code(work: Work, patient_id: UUID) -> CodeCard:
    """Make the code of a card that is handed over in person; codes and links from before open nothing any more."""
    patient = _invitable(work, patient_id)
    code = readable.new(CODE_LENGTH)
    invitation = _renew(work, patient, Channel.IN_PERSON, "", code)
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
    standing = _standing(work, patient.id)
    if standing is not None:
        standing.revoked_at = work.now
        work.record(InvitationRevoked(patient_id=patient.id, invitation=standing.id))
    return _card(work, patient)


def newcomers(work: Work) -> list[UUID]:
    """Patients with an e-mail address who have neither an account nor ever had an invitation."""
    work.permit(Permission.INVITATIONS_SEND)
    return [patient.id for patient in work.all(_uninvited(work))]


def due(work: Work) -> list[UUID]:
    """Whom the portal invites by itself now: as the clinic chose, those registered or first seen since a day."""
    work.permit(Permission.MAIL_SEND)
    chosen = work.clinic.policy.get("invites")
    if not chosen or _only_in_person(work):
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
    _send(work, uninvited, Channel.EMAIL, address)


def _uninvited(work: Work) -> Select[tuple[Patient]]:
    return visible.patients(work.actor).where(
        Patient.email != "",
        func.lower(Patient.email).not_in(select(MailTrouble.address).where(MailTrouble.settled_at.is_(None))),
        Patient.birth_date.is_not(None),
        Patient.deceased.is_(False),
        Patient.id.not_in(select(Invitation.patient_id).where(Invitation.patient_id.is_not(None))),
        Patient.id.not_in(select(Account.patient_id).where(Account.patient_id.is_not(None))),
    )


def _invitable(work: Work, patient_id: UUID) -> Patient:
    work.permit(Permission.INVITATIONS_SEND)
    # the lock makes two people who invite at the same moment send one invitation
    seen = visible.patients(work.actor).where(Patient.id == patient_id)
    patient = work.one(seen.with_for_update(of=Patient))
    account = _account(work, patient.id)
    if account is not None and entry.has_way_in(work, account):
        raise Conflict(say("This patient has an account already."))
    if patient.birth_date is None:
        raise BadInput(say("The chart has no date of birth, so the patient could not prove who they are."))
    return patient


def _send(work: Work, patient: Patient, channel: Channel, address: str) -> None:
    secret = secrets.token_urlsafe(24)
    _renew(work, patient, channel, address, secret)
    with speaking(patient.language):
        letters.send(work, address, letters.invitation(work, secret, _days(work)))
        if _elsewhere(patient, address):
            letters.send(work, email_of(patient.email), letters.invited_elsewhere(work))


def _renew(work: Work, patient: Patient, channel: Channel, address: str, secret: str) -> Invitation:
    """The patient's one standing invitation with a new secret, or a first one."""
    invitation = _standing(work, patient.id)
    if invitation is None:
        invitation = Invitation(
            patient_id=patient.id, channel=channel, secret_hash=b"", sent_at=work.now, expires_at=work.now, times_sent=0
        )
        work.add(invitation)
    invitation.channel, invitation.email = channel, address
    invitation.secret_hash = work.keys.proof("invitation", secret)
    invitation.sent_at, invitation.sent_by = work.now, work.actor.staff_id
    invitation.expires_at = work.now + timedelta(days=_days(work))
    invitation.times_sent += 1
    invitation.misses, invitation.locked_at, invitation.opened_at = 0, None, None
    work.record(
        Invited(
            patient_id=patient.id,
            invitation=invitation.id,
            channel=str(channel),
            times=invitation.times_sent,
            elsewhere=_elsewhere(patient, address),
        )
    )
    return invitation


def _elsewhere(patient: Patient, address: str) -> bool:
    """Whether a letter goes to another address than the chart's, which then is told: it may be a stranger's."""
    own = email_of(patient.email)
    return bool(address and own) and address != own


def _standing(work: Work, patient_id: UUID) -> Invitation | None:
    """The invitation that is neither used nor revoked."""
    return work.session.scalars(
        visible.invitations(work.actor).where(
            Invitation.patient_id == patient_id, Invitation.used_at.is_(None), Invitation.revoked_at.is_(None)
        )
    ).first()


def _account(work: Work, patient_id: UUID) -> Account | None:
    return work.session.scalars(select(Account).where(Account.patient_id == patient_id)).first()


def _nobody_elses(work: Work, address: str, patient_id: UUID) -> None:
    theirs = work.session.scalars(select(Account).where(Account.email == address)).first()
    if theirs is not None and theirs.patient_id != patient_id:
        raise BadInput(say("Someone else's account uses this email. Each person needs their own address."), "email")


def _takes_mail(work: Work, address: str) -> None:
    if letters.stopped(work, address):
        raise BadInput(say("Mail to this address comes back. Ask for another one, or print a code card."), "email")


def _state(invitation: Invitation, now: datetime) -> str:
    if invitation.locked_at is not None:
        return "locked"
    return "open" if invitation.expires_at > now else "expired"


def _card(work: Work, patient: Patient) -> InvitationCard:
    account = _account(work, patient.id)
    card = InvitationCard(
        name=patient.name,
        born=clocks.calendar_day(patient.birth_date) if patient.birth_date else "",
        mrn=patient.mrn,
        only_in_person=_only_in_person(work),
        mind=_mind(work, patient),
    )
    if account is not None and entry.has_way_in(work, account):
        return replace(card, state="account", email=account.email)
    invitation = _standing(work, patient.id)
    if invitation is None:
        return replace(card, email=patient.email)
    by = work.session.get(Staff, invitation.sent_by) if invitation.sent_by else None
    return replace(
        card,
        state=_state(invitation, work.now),
        email=invitation.email or patient.email,
        in_person=invitation.channel is Channel.IN_PERSON,
        by=by.name if by else "",
        sent=dates.spoken_time(invitation.sent_at, work.clinic.zone),
        until=dates.spoken_time(invitation.expires_at, work.clinic.zone, weekday=True),
        times_sent=invitation.times_sent,
        opened=invitation.opened_at is not None,
    )


def _mind(work: Work, patient: Patient) -> str:
    years = ages.age(patient.birth_date, work.now.astimezone(work.zone).date())
    if not years or int(years) >= GROWN_UP:
        return ""
    return say(
        "This patient is under {age}. A parent or guardian uses the account for a child. "
        "Check that this person may act for the child before you invite them.",
        age=GROWN_UP,
    )


def _only_in_person(work: Work) -> bool:
    return bool(work.clinic.policy.get("in_person_codes", False))


def _days(work: Work) -> int:
    return int(work.clinic.policy.get("invite_days", DAYS))
