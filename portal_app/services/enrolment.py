"""Setting up an account, step by step, after an invitation or a recovery; at its end the person is in."""

from dataclasses import dataclass

from sqlalchemy import delete, func, select

from portal_app import entry, letters
from portal_app.catalogue import say
from portal_app.entry import Entry
from portal_app.errors import Conflict
from portal_app.facts.accounts import WayInRemoved
from portal_app.models import Account, Passkey, RecoveryCode, Session, Stage
from portal_app.work import Work


@dataclass(frozen=True)
class SetUpCard:
    """Where the person stands; `step` is prove, recover, terms, ways, password, codes or out."""

    step: str = "out"
    email: str = ""
    recovering: bool = False
    staff: bool = False
    passkey: bool = False
    """Whether this account has a new passkey already."""


def see(work: Work) -> SetUpCard:
    """The step that comes next for this browser."""
    session = entry.at(work, Stage.PROVING, Stage.ENROLLING, Stage.TERMS)
    if session.stage is Stage.PROVING:
        return SetUpCard(step="recover" if "link" in session.pending else "prove")
    if session.stage is Stage.TERMS:
        return SetUpCard(step="terms")
    account = entry.account_of(work, session)
    common = {
        "email": account.email,
        "recovering": _recovering(session),
        "staff": account.staff_id is not None,
        "passkey": bool(session.pending.get("passkey")),
    }
    if not entry.has_accepted(work, account.id):
        return SetUpCard(step="terms", **common)
    return SetUpCard(step="codes" if _has_new_way(work, session, account) else "ways", **common)


def finish(work: Work) -> Entry:
    """Come in: terms accepted, a way to sign in set up, recovery codes made. After a recovery the old ways are gone."""
    session = entry.at(work, Stage.ENROLLING)
    account = entry.account_of(work, session)
    if not _has_new_way(work, session, account):
        raise Conflict(say("First choose how you will sign in."))
    if not work.session.scalar(select(func.count()).where(RecoveryCode.account_id == account.id)):
        raise Conflict(say("First get your recovery codes."))
    if _recovering(session):
        _switch_off_old_ways(work, session, account)
    return entry.enter(work, account, str(session.pending.get("how", "invitation")))


def _recovering(session: Session) -> bool:
    return session.pending.get("how") == "recovery"


def _has_new_way(work: Work, session: Session, account: Account) -> bool:
    """For a recovery only what was set up in this session counts: the old phone may be in other hands."""
    if not _recovering(session):
        return entry.has_way_in(work, account)
    return bool(session.pending.get("passkey") or (session.pending.get("password") and session.pending.get("totp")))


def _switch_off_old_ways(work: Work, session: Session, account: Account) -> None:
    old = Passkey.created_at < session.created_at
    work.session.execute(delete(Passkey).where(Passkey.account_id == account.id, old))
    if not (session.pending.get("password") and session.pending.get("totp")):
        account.password_hash = account.totp_secret = None
    person = entry.person(work, account)
    entry.end_all(work, account.id, "recovered", but=session.id, by=person)
    fact = WayInRemoved(patient_id=account.patient_id, account=account.id, kind="all before recovery")
    work.record(fact, by=person)
    letters.tell(work, account, letters.recovered)
