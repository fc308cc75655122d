"""Coming in: a browser's session is begun, raised from stage to stage and ended here, for every way that leads in."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import col

from portal_app.access.actor import Actor, ActorKind
from portal_app.catalogue import say
from portal_app.errors import Conflict, ProofNeeded, SignInNeeded
from portal_app.facts.accounts import SignedIn
from portal_app.facts.doors import SessionEnded
from portal_app.facts.invitations import InvitationUsed
from portal_app.models import (
    Account,
    EmailLink,
    Invitation,
    Passkey,
    Patient,
    Purpose,
    Session,
    Staff,
    Stage,
    Terms,
    TermsAcceptance,
)
from portal_app.work import Work

LIMIT = timedelta(hours=12)
"""A session ends 12 hours after sign-in, whatever happens (NIST SP 800-63B-4, 2.2.3)."""
UNFINISHED = timedelta(minutes=30)
"""How long somebody may take over signing in or setting up."""
LASTS = {Purpose.CONFIRM: timedelta(hours=24), Purpose.RECOVER: timedelta(hours=1)}
"""How long a mailed link works."""
FRESH = timedelta(minutes=10)
"""How long a proof of who they are lets a person change how they sign in."""


@dataclass(frozen=True, slots=True)
class Entry:
    """The browser's next session: its cookie, and how far it has come."""

    cookie: str
    stage: Stage
    account_id: UUID | None = None
    staff: bool = False
    known: str = ""
    """What the browser keeps after sign-in: strangers' guesses then do not make its person wait."""


@dataclass(frozen=True, slots=True)
class Miss:
    """A wrong try. It is returned and not raised, so that the count of it is kept."""

    sentence: str
    field: str = ""


def hash_of(cookie: str) -> bytes:
    """What the database keeps of a session cookie (256 random bits need no slow hash)."""
    return hashlib.sha256(cookie.encode()).digest()


def start(
    work: Work, *, account_id: UUID | None, stage: Stage, address: str = "", browser: str = ""
) -> tuple[Session, str]:
    """Begin a session and give its cookie value, which is stored nowhere; every rise of stage begins a new one."""
    cookie = secrets.token_urlsafe(32)
    session = Session(
        key_hash=hash_of(cookie),
        account_id=account_id,
        stage=stage,
        created_at=work.now,
        seen_at=work.now,
        expires_at=work.now + (LIMIT if stage is Stage.FULL else UNFINISHED),
        proved_at=work.now if stage is Stage.FULL else None,
        address=address[:64],
        browser=browser[:120],
    )
    work.add(session)
    return session, cookie


def rise(work: Work, stage: Stage, account_id: UUID | None = None, *, browser: str = "", **pending: Any) -> Entry:
    """Replace the browser's session by one of another stage: a cookie from before sign-in opens nothing after it."""
    before = work.session.get(Session, work.actor.session_id) if work.actor.session_id else None
    if before is not None and before.ended_at is None:
        # no fact: the same browser goes on, it is not thrown out
        before.ended_at, before.secret = work.now, None
        browser = browser or before.browser
    session, cookie = start(work, account_id=account_id, stage=stage, address=work.actor.address, browser=browser)
    session.pending = pending
    account = work.session.get(Account, account_id) if account_id and stage is Stage.FULL else None
    if account is None:
        return Entry(cookie, stage, account_id)
    return Entry(cookie, stage, account_id, staff=account.staff_id is not None, known=known_mark(work, account))


def person(work: Work, account: Account) -> Actor:
    """Whose account it is, to be named in the facts of somebody who has shown that it is them; never a Work's actor.

    The trail has their name from that moment on, though their session is full only at the end. A password alone, or
    anything wrong, proves nobody: such a fact stays nobody's and only says which account it was aimed at.
    """
    of_session = {"session_id": work.actor.session_id, "address": work.actor.address, "account_id": account.id}
    if patient := work.session.get(Patient, account.patient_id) if account.patient_id else None:
        return Actor(kind=ActorKind.PATIENT, name=patient.name, patient_id=patient.id, **of_session)
    if staff := work.session.get(Staff, account.staff_id) if account.staff_id else None:
        return Actor(kind=ActorKind.STAFF, name=staff.name, staff_id=staff.id, **of_session)
    return work.actor


def enter(work: Work, account: Account, how: str, *, browser: str = "") -> Entry:
    """Let a person in who gave both factors; who has not accepted the current terms is asked for that first."""
    if not has_accepted(work, account.id):
        return rise(work, Stage.TERMS, account.id, browser=browser, how=how)
    _lock_up(work, account)
    fact = SignedIn(patient_id=account.patient_id, account=account.id, how=how)
    work.record(fact, by=person(work, account))
    return rise(work, Stage.FULL, account.id, browser=browser)


def _lock_up(work: Work, account: Account) -> None:
    """Whoever is in needs no other door: the invitation is used up, and browsers that are setting up are out."""
    whose = (
        col(Invitation.patient_id) == account.patient_id
        if account.patient_id
        else col(Invitation.staff_id) == account.staff_id
    )
    standing = select(Invitation).where(whose, col(Invitation.used_at).is_(None), col(Invitation.revoked_at).is_(None))
    for invitation in work.all(standing.with_for_update()):
        invitation.used_at = work.now
        work.record(InvitationUsed(patient_id=account.patient_id, invitation=invitation.id), by=person(work, account))
    setting_up = select(Session).where(
        col(Session.account_id) == account.id, col(Session.stage) == Stage.ENROLLING, col(Session.ended_at).is_(None)
    )
    for session in work.all(setting_up):
        if session.id != work.actor.session_id:
            end(work, session, "came in elsewhere", by=person(work, account))


def known_mark(work: Work, account: Account) -> str:
    """A mark for a browser that came in to this account; a new password makes it worth nothing."""
    nonce = secrets.token_urlsafe(9)
    return f"{nonce}.{_known_mac(work, account, nonce)}"


def knows(work: Work, account: Account, mark: str) -> bool:
    """Whether a browser's mark is this account's."""
    nonce, _, mac = mark.partition(".")
    return bool(mac) and hmac.compare_digest(mac, _known_mac(work, account, nonce))


def _known_mac(work: Work, account: Account, nonce: str) -> str:
    return work.keys.proof("known", str(account.id), nonce, account.password_hash or "").hex()


def end(work: Work, session: Session, how: str, *, by: Actor | None = None) -> None:
    """End a session; its browser is thrown out at once."""
    if session.ended_at is None:
        session.ended_at, session.secret = work.now, None
        work.record(SessionEnded(session_id=session.id, how=how), by=by)


def end_all(work: Work, account_id: UUID, how: str, *, but: UUID | None = None, by: Actor | None = None) -> int:
    """End every session of an account but one; returns how many ended."""
    theirs = select(Session).where(col(Session.account_id) == account_id, col(Session.ended_at).is_(None))
    ended = [session for session in work.all(theirs) if session.id != but and session.expires_at > work.now]
    for session in ended:
        end(work, session, how, by=by)
    return len(ended)


def at(work: Work, *stages: Stage) -> Session:
    """The browser's own session, if it stands at one of these stages; SignInNeeded otherwise."""
    session = work.session.get(Session, work.actor.session_id) if work.actor.session_id else None
    if session is None or session.ended_at is not None or session.stage not in stages:
        raise SignInNeeded(say("Your time to do this is over. Please start again."))
    return session


def may_set_up(work: Work) -> tuple[Session, Account]:
    """Whoever is enrolling, or has shown just now that it is them, may change how this account is signed in to."""
    session = at(work, Stage.ENROLLING, Stage.FULL)
    if session.stage is Stage.FULL and not is_fresh(session, work.now):
        raise ProofNeeded(say("First show us that it is you."))
    return session, account_of(work, session)


def account_of(work: Work, session: Session) -> Account:
    """The account of a session that has one."""
    account = work.session.get(Account, session.account_id) if session.account_id else None
    if account is None or account.closed_at is not None:
        raise SignInNeeded(say("Your time to do this is over. Please start again."))
    return account


def hold(work: Work, account: Account) -> None:
    """Let nobody else change this account's ways in meanwhile: two who take one away each leave none."""
    work.session.refresh(account, with_for_update=True)


def is_fresh(session: Session, now: datetime) -> bool:
    """Whether the person showed who they are a moment ago."""
    return session.proved_at is not None and now - session.proved_at <= FRESH


def mail_link(work: Work, account: Account, purpose: Purpose, address: str) -> str:
    """Make the one link of this purpose for an account and give its secret; links from before open nothing any more."""
    before = select(EmailLink).where(col(EmailLink.account_id) == account.id, col(EmailLink.purpose) == purpose)
    for link in work.all(before.where(col(EmailLink.used_at).is_(None))):
        link.used_at = work.now
    secret = secrets.token_urlsafe(24)
    work.add(
        EmailLink(
            account_id=account.id,
            purpose=purpose,
            email=address,
            secret_hash=work.keys.proof("link", str(purpose), secret),
            created_at=work.now,
            expires_at=work.now + LASTS[purpose],
        )
    )
    return secret


def find_link(work: Work, purpose: Purpose, secret: str) -> EmailLink:
    """The unused link with this secret, in its time."""
    hashed = work.keys.proof("link", str(purpose), secret.strip())
    link = work.session.scalars(select(EmailLink).where(col(EmailLink.secret_hash) == hashed).with_for_update()).first()
    if link is None or link.used_at is not None or link.expires_at <= work.now:
        raise Conflict(say("This link has ended or was used already. Please ask for a new one."))
    return link


def note(session: Session, **values: Any) -> None:
    """Remember something for the steps to come; no secret in clear."""
    session.pending = {**session.pending, **values}


def current_terms(work: Work) -> Terms | None:
    """The newest terms that are published."""
    newest = select(Terms).where(col(Terms.published_at) <= work.now).order_by(col(Terms.version).desc()).limit(1)
    return work.session.scalars(newest).first()


def has_accepted(work: Work, account_id: UUID) -> bool:
    """Whether the account's person accepted the current terms."""
    terms = current_terms(work)
    if terms is None:
        return True
    theirs = select(func.max(col(TermsAcceptance.version))).where(col(TermsAcceptance.account_id) == account_id)
    return (work.session.scalar(theirs) or 0) >= terms.version


def has_way_in(work: Work, account: Account) -> bool:
    """Whether the account can be signed in to: a passkey, or a password with an authenticator app."""
    if account.password_hash and account.totp_secret:
        return True
    return (
        work.session.scalar(select(col(Passkey.id)).where(col(Passkey.account_id) == account.id).limit(1)) is not None
    )
