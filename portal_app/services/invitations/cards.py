"""Where a patient's invitation stands, as staff see it."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from portal_app import entry
from portal_app.access import visible
from portal_app.catalogue import say
from portal_app.chart import dates
from portal_app.models import Account, Channel, Invitation, Patient, Staff
from portal_app.rules import ages, clocks
from portal_app.work import Work

GROWN_UP = 18
"""The age of majority in most states; below it somebody else may have to act for the patient."""


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


def card_of(work: Work, patient: Patient) -> InvitationCard:
    """Where this patient stands."""
    account = account_of(work, patient.id)
    card = InvitationCard(
        name=patient.name,
        born=clocks.calendar_day(patient.birth_date) if patient.birth_date else "",
        mrn=patient.mrn,
        only_in_person=only_in_person(work),
        mind=_mind(work, patient),
    )
    if account is not None and entry.has_way_in(work, account):
        return replace(card, state="account", email=account.email)
    invitation = standing_of(work, patient.id)
    if invitation is None:
        return replace(card, email=patient.email)
    by = work.session.get(Staff, invitation.sent_by) if invitation.sent_by else None
    return replace(
        card,
        state=state_of(invitation, work.now),
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


def standing_of(work: Work, patient_id: UUID) -> Invitation | None:
    """The invitation that is neither used nor revoked."""
    return work.session.scalars(
        visible.invitations(work.actor).where(
            Invitation.patient_id == patient_id, Invitation.used_at.is_(None), Invitation.revoked_at.is_(None)
        )
    ).first()


def account_of(work: Work, patient_id: UUID) -> Account | None:
    """The patient's account, whatever has become of it."""
    return work.session.scalars(select(Account).where(Account.patient_id == patient_id)).first()


def state_of(invitation: Invitation, now: datetime) -> str:
    """open, locked or expired."""
    if invitation.locked_at is not None:
        return "locked"
    return "open" if invitation.expires_at > now else "expired"


def only_in_person(work: Work) -> bool:
    """Whether the clinic hands out codes and mails nothing."""
    return bool(work.clinic.policy.get("in_person_codes", False))
