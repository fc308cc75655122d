"""Invitations from the invited person's side: the link or code is opened, then they prove who they are."""

import hmac
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from portal_app import entry, letters, throttle
from portal_app.catalogue import say, say_count, speaking
from portal_app.chart import dates
from portal_app.entry import Entry, Miss
from portal_app.errors import BadInput, Conflict
from portal_app.facts.invitations import InvitationOpened, ProofMissed, Proved
from portal_app.models import Account, Channel, Invitation, Patient, Purpose, Staff, Stage
from portal_app.rules import identity, readable
from portal_app.rules.addresses import email_of, network_of
from portal_app.work import Work

TRIES = 5


@dataclass(frozen=True)
class ProofCard:
    """What the first step may show before anybody has proved anything."""

    by: str = ""
    staff: bool = False
    asks_email: bool = False
    until: str = ""


def open_invitation(work: Work, secret: str, browser: str = "") -> Entry:
    """Open an invitation by its link's secret or its card's code; every refusal is kind and says what to do."""
    invitation = _find(work, secret)
    if invitation is None:
        raise BadInput(
            say("We do not know this invitation. If you got a newer one, use that. Or ask us for another."), "code"
        )
    if invitation.used_at is not None:
        raise Conflict(say("This invitation was used already. If that was you, sign in. If not, please call us."))
    _still_good(work, invitation)
    if invitation.opened_at is None:
        invitation.opened_at = work.now
    work.record(InvitationOpened(patient_id=invitation.patient_id, invitation=invitation.id))
    return entry.rise(work, Stage.PROVING, browser=browser, invitation=str(invitation.id))


def knock(work: Work) -> None:
    """Count a try to open an invitation from this address: codes are short, so guessing them must be slow."""
    throttle.take(work, "invitation", network_of(work.actor.address), free=20)


def see(work: Work) -> ProofCard:
    """Who invited, and what will be asked."""
    invitation = _current(work)
    by = work.session.get(Staff, invitation.sent_by) if invitation.sent_by else None
    return ProofCard(
        by=by.name if by else "",
        staff=invitation.staff_id is not None,
        asks_email=invitation.channel is Channel.IN_PERSON,
        until=dates.spoken_time(invitation.expires_at, work.clinic.zone, weekday=True),
    )


def prove(work: Work, born: date | None, detail: str, email: str = "") -> Entry | Miss:
    """A patient gives their date of birth and one more detail; five misses lock, and none says which was wrong."""
    invitation = _current(work)
    patient = work.session.get(Patient, invitation.patient_id) if invitation.patient_id else None
    if patient is None:
        raise BadInput(say("This invitation asks for a code. Reload the page to enter it."))
    address = invitation.email
    if invitation.channel is Channel.IN_PERSON and not (address := email_of(email)):
        raise BadInput(say("Enter your email address, like name@example.com."), "email")
    if not identity.fits(patient, born, detail):
        return _missed(work, invitation)
    account = _account(work, invitation, address, patient.language)
    if account.email_confirmed_at is None:
        if invitation.channel is Channel.EMAIL:
            account.email_confirmed_at = work.now
        else:
            _ask_to_confirm(work, account)
    return _proved(work, invitation, account)


def prove_by_code(work: Work, code: str) -> Entry | Miss:
    """A new colleague gives the code that was handed to them beside the mailed link."""
    invitation = _current(work)
    if invitation.staff_id is None or invitation.code_hash is None:
        raise BadInput(say("This invitation asks for a date of birth. Reload the page to enter it."))
    given = work.keys.proof("staff code", str(invitation.staff_id), readable.plain(code))
    if not hmac.compare_digest(given, invitation.code_hash):
        return _missed(work, invitation)
    account = _account(work, invitation, invitation.email, "en")
    account.email_confirmed_at = account.email_confirmed_at or work.now
    return _proved(work, invitation, account)


def _find(work: Work, secret: str) -> Invitation | None:
    hashes = [work.keys.proof("invitation", form) for form in {secret.strip(), readable.plain(secret)} if form]
    return work.session.scalars(select(Invitation).where(Invitation.secret_hash.in_(hashes))).first()


def _current(work: Work) -> Invitation:
    session = entry.at(work, Stage.PROVING)
    found = session.pending.get("invitation")
    query = select(Invitation).where(Invitation.id == (UUID(found) if found else None), Invitation.used_at.is_(None))
    invitation = work.one(query.with_for_update())
    _still_good(work, invitation)
    return invitation


def _still_good(work: Work, invitation: Invitation) -> None:
    if invitation.locked_at is not None:
        raise Conflict(say("For your safety this invitation is locked after {n} wrong tries. Please call us.", n=TRIES))
    if invitation.revoked_at is not None or invitation.expires_at <= work.now:
        raise Conflict(say("This invitation has ended. Please ask us for a new one."))


def _missed(work: Work, invitation: Invitation) -> Miss:
    invitation.misses += 1
    locked = invitation.misses >= TRIES
    if locked:
        invitation.locked_at = work.now
    work.record(ProofMissed(patient_id=invitation.patient_id, invitation=invitation.id, locked=locked))
    if locked:
        return Miss(say("For your safety this invitation is locked after {n} wrong tries. Please call us.", n=TRIES))
    left = TRIES - invitation.misses
    return Miss(
        say_count(
            "That does not match what we have. You have one more try.",
            "That does not match what we have. You have {n} more tries.",
            left,
        )
    )


def _account(work: Work, invitation: Invitation, address: str, language: str) -> Account:
    """The account that the invitation leads to: made now, or found from a setup that was broken off."""
    whose = {"patient_id": invitation.patient_id, "staff_id": invitation.staff_id}
    mine = select(Account).where(
        Account.patient_id == invitation.patient_id
        if invitation.patient_id
        else Account.staff_id == invitation.staff_id
    )
    account = work.session.scalars(mine).first()
    others = work.session.scalars(select(Account).where(Account.email == address)).first()
    if others is not None and others is not account:
        raise BadInput(say("Someone else's account uses this email. Give another one, or call us."), "email")
    if account is None:
        account = Account(email=address, language=language, created_at=work.now, **whose)
        work.add(account)
    elif account.email != address:
        account.email, account.email_confirmed_at = address, None
    work.session.flush()
    return account


def _ask_to_confirm(work: Work, account: Account) -> None:
    secret = entry.mail_link(work, account, Purpose.CONFIRM, account.email)
    with speaking(account.language):
        letters.send(work, account.email, letters.confirmation(work, secret), account)


def _proved(work: Work, invitation: Invitation, account: Account) -> Entry:
    fact = Proved(patient_id=invitation.patient_id, invitation=invitation.id)
    work.record(fact, by=entry.person(work, account))
    return entry.rise(work, Stage.ENROLLING, account.id, how="invitation", invitation=str(invitation.id))
