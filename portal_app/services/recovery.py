"""Getting back in without the desk: a link to the confirmed address, and a second proof (NIST SP 800-63B-4, 4.2)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from portal_app import entry, letters, throttle
from portal_app.access.permissions import Permission
from portal_app.catalogue import say, say_count, speaking
from portal_app.entry import Entry, Miss
from portal_app.errors import Conflict
from portal_app.facts.accounts import RecoveryAsked, RecoveryMissed, RecoveryProved
from portal_app.models import Account, EmailLink, Patient, Purpose, RecoveryCode, Stage
from portal_app.rules import identity, passwords, readable
from portal_app.rules.addresses import email_of, network_of
from portal_app.work import Work

TRIES = 5
LETTERS = 3
"""Letters to one address before a wait."""


@dataclass(frozen=True)
class RecoveryCard:
    """Which second proofs this person can give."""

    code: bool = False
    password: bool = False
    details: bool = False


def ask(work: Work, email: str) -> None:
    """Have a link mailed to a confirmed address that we know; neither words, facts nor time tell whether we know it.

    What differs is done by the job that follows: here the same statements run for every address.
    """
    throttle.take(work, "recovery at", network_of(work.actor.address), free=20)
    address = email_of(email)
    throttle.take(work, "recovery", address, free=LETTERS)
    account = work.session.execute(
        select(Account.id, Account.patient_id).where(Account.email == address, Account.closed_at.is_(None))
    ).one_or_none()
    if account is None:
        work.record(RecoveryAsked())
    else:
        work.record(RecoveryAsked(patient_id=account.patient_id, account=account.id))


def answer(work: Work, account_id: UUID) -> None:
    """Mail the link that was asked for, if the account has a confirmed address and something to get back in to."""
    work.permit(Permission.MAIL_SEND)
    account = work.session.get(Account, account_id)
    if account is None or account.closed_at or not account.email_confirmed_at or not entry.has_way_in(work, account):
        return
    secret = entry.mail_link(work, account, Purpose.RECOVER, account.email)
    with speaking(account.language):
        letters.send(work, account.email, letters.recovery(work, secret), account)


def open_link(work: Work, secret: str, browser: str = "") -> Entry:
    """Open a recovery link; it is used up by the second proof, not by being looked at."""
    link = entry.find_link(work, Purpose.RECOVER, secret)
    return entry.rise(work, Stage.PROVING, browser=browser, link=str(link.id))


def see(work: Work) -> RecoveryCard:
    """What can be asked for beside the link."""
    _, account = _current(work)
    codes = select(RecoveryCode.id).where(RecoveryCode.account_id == account.id, RecoveryCode.used_at.is_(None))
    return RecoveryCard(
        code=work.session.scalar(codes.limit(1)) is not None,
        password=account.password_hash is not None,
        details=_by_details(work, account),
    )


def by_code(work: Work, code: str) -> Entry | Miss:
    """The link and a recovery code, which is then used up."""
    link, account = _current(work)
    hashed = work.keys.proof("recovery", str(account.id), readable.plain(code))
    kept = work.session.scalars(
        select(RecoveryCode).where(RecoveryCode.code_hash == hashed, RecoveryCode.used_at.is_(None)).with_for_update()
    ).one_or_none()
    if kept is None:
        return _missed(work, link, account)
    kept.used_at = work.now
    return _proved(work, link, account, "code")


def by_password(work: Work, password: str) -> Entry | Miss:
    """The link and the password, for who lost only the phone."""
    link, account = _current(work)
    if not passwords.matches(account.password_hash or passwords.nobodys(), password):
        return _missed(work, link, account)
    return _proved(work, link, account, "password")


def by_details(work: Work, born: date | None, detail: str) -> Entry | Miss:
    """The link and, for a patient, the proof of who they are that the invitation asked for."""
    link, account = _current(work)
    patient = work.session.get(Patient, account.patient_id) if account.patient_id else None
    if patient is None or not _by_details(work, account) or not identity.fits(patient, born, detail):
        return _missed(work, link, account)
    return _proved(work, link, account, "details")


def _by_details(work: Work, account: Account) -> bool:
    return account.patient_id is not None and bool(work.clinic.policy.get("recover_by_proof", True))


def _current(work: Work) -> tuple[EmailLink, Account]:
    session = entry.at(work, Stage.PROVING)
    found = session.pending.get("link")
    link = work.one(select(EmailLink).where(EmailLink.id == (UUID(found) if found else None)).with_for_update())
    account = work.session.get(Account, link.account_id)
    if link.used_at is not None or link.expires_at <= work.now or account is None or account.closed_at is not None:
        raise Conflict(say("This link has ended or was used already. Please ask for a new one."))
    return link, account


def _missed(work: Work, link: EmailLink, account: Account) -> Miss:
    link.misses += 1
    work.record(RecoveryMissed(patient_id=account.patient_id, account=account.id))
    if link.misses >= TRIES:
        link.used_at = work.now
        return Miss(say("For your safety this link is locked after {n} wrong tries. Ask for a new one.", n=TRIES))
    left = TRIES - link.misses
    return Miss(
        say_count(
            "That does not match what we have. You have one more try.",
            "That does not match what we have. You have {n} more tries.",
            left,
        )
    )


def _proved(work: Work, link: EmailLink, account: Account, how: str) -> Entry:
    link.used_at = work.now
    fact = RecoveryProved(patient_id=account.patient_id, account=account.id, how=how)
    work.record(fact, by=entry.person(work, account))
    return entry.rise(work, Stage.ENROLLING, account.id, how="recovery")
