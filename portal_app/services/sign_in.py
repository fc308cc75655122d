"""Signing in with a password and a code. Unknown addresses, wrong passwords and half-made accounts look the same."""

from sqlalchemy import select

from portal_app import entry, throttle
from portal_app.catalogue import say
from portal_app.entry import Entry, Miss
from portal_app.facts.accounts import ProvedAgain, SignInMissed
from portal_app.facts.doors import SessionEnded
from portal_app.models import Account, Session, Stage
from portal_app.rules import passwords, totp
from portal_app.rules.addresses import email_of, network_of
from portal_app.work import Work

AT_ONE_ADDRESS = 20
"""Misses at one internet address without a wait: a clinic's desks and its waiting room share one."""


def knock(work: Work, email: str, mark: str) -> str:
    """Count a try and give the hash that the password must match; an unknown address has one that nothing matches.

    A browser that came in before (`mark`) is counted by itself, so a stranger's guesses do not make its person wait.
    """
    account = _account(work, email)
    known = account is not None and entry.knows(work, account, mark)
    if not known:
        throttle.take(work, "password at", network_of(work.actor.address), free=AT_ONE_ADDRESS)
    throttle.take(work, "password", email_of(email), mark if known else "")
    if account is None or not account.password_hash or not account.totp_secret:
        return passwords.nobodys()
    return account.password_hash


def first_factor(work: Work, email: str, right: bool, mark: str, browser: str = "") -> Entry | Miss:
    """After the comparison: on to the code, or the same answer for everything that was wrong."""
    account = _account(work, email)
    if account is None or not right:
        work.record(
            SignInMissed(
                patient_id=account.patient_id if account else None,
                account=account.id if account else None,
                step="password",
            )
        )
        return Miss(say("That email and password do not fit together. Check both and try again."), "password")
    known = entry.knows(work, account, mark)
    if not known:
        throttle.give_back(work, "password at", network_of(work.actor.address), free=AT_ONE_ADDRESS)
    throttle.forgive(work, "password", email_of(email), mark if known else "")
    return entry.rise(work, Stage.FIRST_FACTOR, account.id, browser=browser)


def second_factor(work: Work, code: str) -> Entry | Miss:
    """The code of the app lets in whoever gave the password; each code works once."""
    account = entry.account_of(work, entry.at(work, Stage.FIRST_FACTOR))
    throttle.take(work, "code", str(account.id))
    if not _good(work, account, code):
        work.record(SignInMissed(patient_id=account.patient_id, account=account.id, step="code"))
        return Miss(say("That code is not right or was used already. Wait for the next one and enter it."), "code")
    throttle.forgive(work, "code", str(account.id))
    return entry.enter(work, account, "password")


def prove(work: Work, password: str, code: str) -> Miss | None:
    """Show again, with password and code, that it is the person who signed in."""
    session = entry.at(work, Stage.FULL)
    account = entry.account_of(work, session)
    throttle.take(work, "prove", str(account.id))
    fits = passwords.matches(account.password_hash or passwords.nobodys(), password)
    if not fits or not _good(work, account, code):
        work.record(SignInMissed(patient_id=account.patient_id, account=account.id, step="proof"))
        return Miss(say("That password and code do not fit. Check both and try again."), "password")
    throttle.forgive(work, "prove", str(account.id))
    session.proved_at = work.now
    work.record(ProvedAgain(patient_id=account.patient_id, account=account.id, how="password"))
    return None


def sign_out(work: Work) -> None:
    """End this browser's session; all its tabs leave. Nothing happens where nobody is signed in."""
    session = work.session.get(Session, work.actor.session_id) if work.actor.session_id else None
    if session is not None and session.ended_at is None:
        session.ended_at, session.secret = work.now, None
        work.record(SessionEnded(session_id=session.id, how="signed out"))


def _good(work: Work, account: Account, code: str) -> bool:
    if account.totp_secret is None:
        return False
    # the row is locked: two browsers cannot use one code
    work.session.refresh(account, with_for_update=True)
    step = totp.step_of(account.totp_secret, code, work.now, after=account.totp_step)
    if step is None:
        return False
    account.totp_step = step
    return True


def _account(work: Work, email: str) -> Account | None:
    address = email_of(email)
    return work.session.scalars(
        select(Account).where(Account.email == address, Account.closed_at.is_(None))
    ).one_or_none()
