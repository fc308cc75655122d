"""Sessions: one browser each, idle and overall limits kept on the server, revocable from anywhere."""

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from portal_app.access.actor import NOBODY, Actor, ActorKind
from portal_app.facts.doors import SessionEnded
from portal_app.models import Account, BrokenGlass, Patient, Session, Staff, StaffPool, StaffRole, StaffSite, Stage
from portal_app.work import Work

LIMIT = timedelta(hours=12)
"""A session ends 12 hours after sign-in, whatever happens (NIST SP 800-63B-4, 2.2.3)."""
IDLE_PATIENT = timedelta(minutes=15)
IDLE_STAFF = timedelta(minutes=10)
UNFINISHED = timedelta(minutes=30)
"""How long somebody may take over signing in or setting up."""
NOTE_EVERY = timedelta(seconds=20)
"""The last action is written down at most this often."""


def hash_of(cookie: str) -> bytes:
    """What the database keeps of a session cookie (256 random bits need no slow hash)."""
    return hashlib.sha256(cookie.encode()).digest()


def idle_limit(staff: bool) -> timedelta:
    """How long a person may do nothing before they are signed out."""
    return IDLE_STAFF if staff else IDLE_PATIENT


def ends_at(session: Session, staff: bool) -> datetime:
    """When this session ends if nothing more is done in it."""
    idle = idle_limit(staff) if session.stage is Stage.FULL else UNFINISHED
    return min(session.expires_at, session.seen_at + idle)


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


def end(work: Work, session: Session, how: str) -> None:
    """End a session; its browser is thrown out at once."""
    if session.ended_at is None:
        session.ended_at = work.now
        work.record(SessionEnded(session_id=session.id, how=how))


def who(work: Work, key_hash: bytes, address: str = "") -> Actor:
    """The person behind a cookie's hash; NOBODY (with the stage, if sign-in is under way) when it does not hold."""
    row = work.session.execute(
        select(Session, Account, Patient, Staff)
        .outerjoin(Account, Account.id == Session.account_id)
        .outerjoin(Patient, Patient.id == Account.patient_id)
        .outerjoin(Staff, Staff.id == Account.staff_id)
        .where(Session.key_hash == key_hash, Session.ended_at.is_(None))
    ).first()
    if row is None:
        return NOBODY
    session, account, patient, staff = row
    if ends_at(session, staff is not None) <= work.now or (account and account.closed_at):
        return NOBODY
    if staff is not None and staff.left_at is not None:
        return NOBODY
    common = {"session_id": session.id, "stage": session.stage, "address": address}
    if account is None or session.stage is not Stage.FULL:
        language = account.language if account else "en"
        return Actor(account_id=account.id if account else None, language=language, **common)
    common |= {"account_id": account.id, "language": account.language}
    if patient is not None:
        return Actor(kind=ActorKind.PATIENT, name=patient.name, patient_id=patient.id, **common)
    if staff is None:
        return NOBODY

    def own(table: type, column: object) -> frozenset:
        return frozenset(work.session.scalars(select(column).where(table.staff_id == staff.id)))  # type: ignore[attr-defined]

    glass = select(BrokenGlass.patient_id).where(BrokenGlass.staff_id == staff.id, BrokenGlass.until > work.now)
    return Actor(
        kind=ActorKind.STAFF,
        name=staff.name,
        title=staff.title,
        staff_id=staff.id,
        roles=own(StaffRole, StaffRole.role),
        site_ids=own(StaffSite, StaffSite.site_id),
        pool_ids=own(StaffPool, StaffPool.pool_id),
        all_sites=staff.all_sites,
        glass_ids=frozenset(work.session.scalars(glass)),
        **common,
    )


def touch(work: Work, session_id: UUID) -> None:
    """Note that the person did something; live refreshes do not come here."""
    session = work.session.get(Session, session_id)
    if session is not None and session.ended_at is None and work.now - session.seen_at > NOTE_EVERY:
        session.seen_at = work.now
