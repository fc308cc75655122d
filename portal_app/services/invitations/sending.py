"""An invitation with a new secret, on its way: one for each patient, however often it is asked for."""

import secrets
from datetime import timedelta

from portal_app import letters
from portal_app.catalogue import speaking
from portal_app.facts.invitations import Invited
from portal_app.models import Channel, Invitation, Patient
from portal_app.rules.addresses import email_of
from portal_app.services.invitations.cards import standing_of
from portal_app.work import Work

DAYS = 7


def send(work: Work, patient: Patient, channel: Channel, address: str) -> None:
    """Mail it, in the patient's language."""
    secret = secrets.token_urlsafe(24)
    renew(work, patient, channel, address, secret)
    with speaking(patient.language):
        letters.send(work, address, letters.invitation(work, secret, _days(work)))
        if _elsewhere(patient, address):
            letters.send(work, email_of(patient.email), letters.invited_elsewhere(work))


def renew(work: Work, patient: Patient, channel: Channel, address: str, secret: str) -> Invitation:
    """The patient's one standing invitation with a new secret, or a first one."""
    invitation = standing_of(work, patient.id)
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


def _days(work: Work) -> int:
    return int(work.clinic.policy.get("invite_days", DAYS))
