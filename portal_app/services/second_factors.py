"""The authenticator app beside a password, and the recovery codes for the day it is lost."""

from dataclasses import dataclass

from sqlalchemy import delete, select

from portal_app import entry, letters, throttle
from portal_app.catalogue import say
from portal_app.entry import Miss
from portal_app.errors import Conflict
from portal_app.facts.accounts import WayInAdded, WayInRemoved
from portal_app.models import Passkey, RecoveryCode, Stage
from portal_app.rules import pictures, readable, totp
from portal_app.work import Work

CODES = 10
CODE_LENGTH = 12


@dataclass(frozen=True)
class AppCard:
    """What the authenticator app needs: a QR code, or the key to type."""

    qr: str = ""
    key: str = ""
    email: str = ""


def begin(work: Work) -> AppCard:
    """Give the secret for an app; it counts only when a code of it was given back."""
    session, account = entry.may_set_up(work)
    session.secret = session.secret or totp.new_secret()
    address = totp.address(session.secret, clinic=work.clinic.name, email=account.email)
    return AppCard(qr=pictures.qr(address), key=readable.shown(session.secret), email=account.email)


def confirm(work: Work, code: str) -> Miss | None:
    """Set up the app whose code this is; an app from before gives no good codes any more."""
    session, account = entry.may_set_up(work)
    if session.secret is None:
        raise Conflict(say("Please reload the page and scan the square again."))
    throttle.take(work, "app", str(account.id))
    step = totp.step_of(session.secret, code, work.now, after=0)
    if step is None:
        return Miss(say("That code is not right. Enter the six digits that the app shows now."), "code")
    throttle.forgive(work, "app", str(account.id))
    account.totp_secret, account.totp_step, session.secret = session.secret, step, None
    entry.note(session, totp=True)
    fact = WayInAdded(patient_id=account.patient_id, account=account.id, kind="totp")
    work.record(fact, by=entry.person(work, account))
    if session.stage is Stage.FULL:
        letters.tell(work, account, letters.account_changed)
    return None


def remove_password(work: Work) -> None:
    """Take away password and app; only where a passkey remains."""
    _, account = entry.may_set_up(work)
    entry.hold(work, account)
    if not work.session.scalar(select(Passkey.id).where(Passkey.account_id == account.id).limit(1)):
        raise Conflict(say("This is your only way to sign in. Add a passkey first."))
    account.password_hash = account.totp_secret = None
    work.record(WayInRemoved(patient_id=account.patient_id, account=account.id, kind="password"))
    letters.tell(work, account, letters.account_changed)


def first_codes(work: Work) -> list[str]:
    """The same for who has none; nothing for who was shown them, whose codes stay good until they ask for new ones."""
    session, account = entry.may_set_up(work)
    unused = select(RecoveryCode.id).where(RecoveryCode.account_id == account.id, RecoveryCode.used_at.is_(None))
    # whoever recovers has the old ones still, until the set-up is done
    shown = work.session.scalar(unused.limit(1)) if session.stage is Stage.FULL else session.pending.get("codes")
    return [] if shown else new_codes(work)


def new_codes(work: Work) -> list[str]:
    """Make ten recovery codes, shown this once; codes from before open nothing any more."""
    session, account = entry.may_set_up(work)
    work.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    codes = [readable.new(CODE_LENGTH) for _ in range(CODES)]
    for code in codes:
        work.add(RecoveryCode(account_id=account.id, code_hash=work.keys.proof("recovery", str(account.id), code)))
    entry.note(session, codes=True)
    fact = WayInAdded(patient_id=account.patient_id, account=account.id, kind="recovery codes")
    work.record(fact, by=entry.person(work, account))
    if session.stage is Stage.FULL:
        letters.tell(work, account, letters.account_changed)
    return [readable.shown(code) for code in codes]
