"""My account: what is set up, where I am signed in, my address and language; changes want a fresh proof."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, or_, select

from portal_app import entry, letters, queue, throttle
from portal_app.access import visible
from portal_app.access.permissions import Permission
from portal_app.catalogue import LANGUAGES, say, say_count, speaking
from portal_app.chart import dates
from portal_app.errors import BadInput
from portal_app.facts.accounts import EmailChangeAsked, EmailConfirmed, LanguageChosen
from portal_app.facts.mail import MailSettled
from portal_app.facts.tasks import TaskClosed
from portal_app.models import Account, MailTrouble, Passkey, Purpose, RecoveryCode, Session, Stage, TaskState
from portal_app.rules.addresses import email_of
from portal_app.work import Work


@dataclass(frozen=True)
class PasskeyCard:
    """One passkey."""

    id: str
    name: str
    made: str
    used: str
    """When, as people say it; empty if never."""


@dataclass(frozen=True)
class SessionCard:
    """One browser in which I am signed in."""

    id: str
    browser: str
    address: str
    since: str
    seen: str
    here: bool


@dataclass(frozen=True)
class AccountCard:
    """What the account page shows."""

    email: str = ""
    confirmed: bool = False
    stopped: bool = False
    """Mail to the address came back, or was marked as unwanted."""
    language: str = "en"
    password: bool = False
    codes_left: int = 0
    passkeys: tuple[PasskeyCard, ...] = ()
    sessions: tuple[SessionCard, ...] = ()
    fresh: bool = False
    """Whether the person showed who they are a moment ago, and may change how they sign in."""


def see(work: Work) -> AccountCard:
    """My account."""
    work.permit(Permission.ACCOUNT_MANAGE)
    session = entry.at(work, Stage.FULL)
    account = entry.account_of(work, session)
    codes = select(func.count()).where(RecoveryCode.account_id == account.id, RecoveryCode.used_at.is_(None))
    keys = work.all(select(Passkey).where(Passkey.account_id == account.id).order_by(Passkey.created_at))
    return AccountCard(
        email=account.email,
        confirmed=account.email_confirmed_at is not None,
        stopped=letters.stopped(work, account.email),
        language=account.language,
        password=bool(account.password_hash and account.totp_secret),
        codes_left=work.session.scalar(codes) or 0,
        passkeys=tuple(_passkey(key, work.clinic.zone) for key in keys),
        sessions=tuple(_sessions(work, session.id)),
        fresh=entry.is_fresh(session, work.now),
    )


def end_session(work: Work, session_id: UUID) -> None:
    """Sign out one of my browsers."""
    work.permit(Permission.ACCOUNT_MANAGE)
    entry.end(work, work.one(visible.sessions(work.actor).where(Session.id == session_id)), "signed out from afar")


def end_other_sessions(work: Work) -> int:
    """Sign out everywhere else; returns in how many browsers."""
    work.permit(Permission.ACCOUNT_MANAGE)
    session = entry.at(work, Stage.FULL)
    return entry.end_all(work, entry.account_of(work, session).id, "signed out everywhere", but=session.id)


def ask_to_change_email(work: Work, email: str) -> None:
    """Mail a confirmation link to a new address; the old one stays until the link is used, and is told."""
    work.permit(Permission.ACCOUNT_MANAGE)
    session, account = entry.may_set_up(work)
    entry.at(work, Stage.FULL)
    address = email_of(email)
    if not address:
        raise BadInput(say("Enter your email address, like name@example.com."), "email")
    throttle.take(work, "new address", str(session.account_id))
    taken = work.session.scalar(select(Account.id).where(Account.email == address, Account.id != account.id))
    if taken is None:
        secret = entry.mail_link(work, account, Purpose.CONFIRM, address)
        with speaking(account.language):
            letters.send(work, address, letters.confirmation(work, secret), account)
    if address != account.email:
        letters.tell(work, account, letters.account_changed)
    work.record(EmailChangeAsked(patient_id=account.patient_id, account=account.id))


def resend_confirmation(work: Work) -> None:
    """Mail the confirmation link once more, to the address that the account has; nothing if that takes mail."""
    work.permit(Permission.ACCOUNT_MANAGE)
    account = entry.account_of(work, entry.at(work, Stage.FULL))
    if account.email_confirmed_at is not None and not letters.stopped(work, account.email):
        return
    throttle.take(work, "confirmation", str(account.id), sentence=_later)
    secret = entry.mail_link(work, account, Purpose.CONFIRM, account.email)
    with speaking(account.language):
        letters.send(work, account.email, letters.confirmation(work, secret), account)
    work.record(EmailChangeAsked(patient_id=account.patient_id, account=account.id))


def _later(minutes: int) -> str:
    return say_count("Wait one minute, then ask again.", "Wait {n} minutes, then ask again.", minutes)


def confirm_email(work: Work, secret: str) -> None:
    """Whoever holds the link has the address: the account takes it, and an older address is told."""
    link = entry.find_link(work, Purpose.CONFIRM, secret)
    account = work.session.get(Account, link.account_id, with_for_update=True)
    taken = work.session.scalar(select(Account.id).where(Account.email == link.email, Account.id != link.account_id))
    if account is None or account.closed_at is not None or taken is not None:
        raise BadInput(say("Someone else's account uses this email. Give another one, or call us."))
    link.used_at = work.now
    changed, confirmed = account.email != link.email, account.email_confirmed_at is not None
    if changed and confirmed:
        letters.tell(work, account, letters.account_changed)
    account.email, account.email_confirmed_at = link.email, work.now
    work.record(EmailConfirmed(patient_id=account.patient_id, account=account.id, changed=changed))
    _settle(work, account)


def _settle(work: Work, account: Account) -> None:
    """The address was shown to take mail: mail goes there again, and staff have nothing more to find out."""
    mine = select(MailTrouble).where(
        MailTrouble.settled_at.is_(None),
        or_(MailTrouble.address == account.email, MailTrouble.account_id == account.id),
    )
    for trouble in work.all(mine.with_for_update()):
        if trouble.address == account.email:
            trouble.settled_at = work.now
            work.record(MailSettled(patient_id=account.patient_id, account_id=account.id))
        task = queue.of(work, trouble.id)
        if task is not None and task.state is not TaskState.CLOSED:
            queue.note(work, task, "confirmed")
            queue.close(work, task)
            ids = {"task_id": task.id, "pool_id": task.pool_id, "owner_id": task.owner_id}
            work.record(TaskClosed(patient_id=task.patient_id, **ids))


def speak(work: Work, language: str) -> None:
    """Choose the language of pages and letters."""
    work.permit(Permission.ACCOUNT_MANAGE)
    if language not in LANGUAGES:
        raise BadInput(say("We do not speak that language yet."), "language")
    account = entry.account_of(work, entry.at(work, Stage.FULL))
    account.language = language
    work.record(LanguageChosen(patient_id=account.patient_id, account=account.id, language=language))


def _sessions(work: Work, here: UUID) -> list[SessionCard]:
    mine = visible.sessions(work.actor).where(
        Session.ended_at.is_(None), Session.expires_at > work.now, Session.stage == Stage.FULL
    )
    return [
        SessionCard(
            id=str(s.id),
            browser=s.browser,
            address=s.address,
            since=dates.spoken_time(s.created_at, work.clinic.zone),
            seen=dates.spoken_time(s.seen_at, work.clinic.zone),
            here=s.id == here,
        )
        for s in work.all(mine.order_by(Session.seen_at.desc()).limit(50))
    ]


def _passkey(key: Passkey, zone: str) -> PasskeyCard:
    used = dates.spoken_time(key.last_used_at, zone) if key.last_used_at else ""
    return PasskeyCard(str(key.id), key.name, dates.spoken_time(key.created_at, zone), used)
