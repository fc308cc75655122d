"""Sessions: one browser each, idle and overall limits kept on the server, revocable from anywhere."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, String, Uuid, bindparam, cast, null, or_, select, union_all

from portal_app.access.actor import NOBODY, Actor, ActorKind
from portal_app.entry import UNFINISHED, end
from portal_app.models import (
    Account,
    BrokenGlass,
    Patient,
    PatientView,
    Role,
    Session,
    Staff,
    StaffPool,
    StaffRole,
    StaffSite,
    Stage,
)
from portal_app.models.base import Utc
from portal_app.work import Work

IDLE_PATIENT = timedelta(minutes=15)
IDLE_STAFF = timedelta(minutes=10)
NOTE_EVERY = timedelta(seconds=20)
"""The last action is written down at most this often."""


def idle_limit(staff: bool) -> timedelta:
    """How long a person may do nothing before they are signed out."""
    return IDLE_STAFF if staff else IDLE_PATIENT


def ends_at(session: Session, staff: bool) -> datetime:
    """When this session ends if nothing more is done in it."""
    return _end(session.stage, session.seen_at, session.expires_at, staff)


def _end(stage: Stage, seen_at: datetime, expires_at: datetime, staff: bool) -> datetime:
    idle = idle_limit(staff) if stage is Stage.FULL else UNFINISHED
    return min(expires_at, seen_at + idle)


# Built once: these run at every event of every browser, and building a statement costs more than running it.
_PERSON = (
    select(
        Session.id, Session.stage, Session.seen_at, Session.expires_at, Account.id, Account.language,
        Account.patient_id, Account.staff_id, Patient.given, Patient.family, Staff.name, Staff.title, Staff.all_sites,
    )
    .outerjoin(Account, Account.id == Session.account_id)
    .outerjoin(Patient, Patient.id == Account.patient_id)
    .outerjoin(Staff, Staff.id == Account.staff_id)
    .where(Session.key_hash == bindparam("key_hash"), Session.ended_at.is_(None))
    .where(Account.closed_at.is_(None), Staff.left_at.is_(None))
)  # fmt: skip
_ME = bindparam("staff_id", type_=Uuid())
_NONE = cast(null(), Uuid())
_RIGHTS = union_all(
    select(
        cast(StaffRole.role, String).label("role"), _NONE.label("site"), _NONE.label("pool"), _NONE.label("glass"),
        _NONE.label("view"),
    ).where(StaffRole.staff_id == _ME),
    select(null(), StaffSite.site_id, null(), null(), null()).where(StaffSite.staff_id == _ME),
    select(null(), null(), StaffPool.pool_id, null(), null()).where(StaffPool.staff_id == _ME),
    select(null(), null(), null(), BrokenGlass.patient_id, null())
    .where(BrokenGlass.staff_id == _ME, BrokenGlass.until > bindparam("now", type_=Utc())),
    select(null(), null(), null(), null(), PatientView.patient_id)
    .where(PatientView.staff_id == _ME, PatientView.until > bindparam("now", type_=Utc())),
)  # fmt: skip


def end_overdue(work: Work) -> int:
    """End every session whose time is over; returns how many. Its browsers are thrown out without a next click."""
    quiet = work.now - min(IDLE_PATIENT, IDLE_STAFF, UNFINISHED)
    open_ones = (
        select(Session, Account.staff_id)
        .outerjoin(Account, Account.id == Session.account_id)
        .where(Session.ended_at.is_(None), or_(Session.expires_at <= work.now, Session.seen_at <= quiet))
    )
    rows = [tuple(row) for row in work.session.execute(open_ones)]
    overdue = [session for session, staff_id in rows if ends_at(session, staff_id is not None) <= work.now]
    for session in overdue:
        end(work, session, "time_over")
    return len(overdue)


def who(db: Connection, key_hash: bytes, address: str, now: datetime) -> Actor:
    """The person behind a cookie's hash; NOBODY (with the stage, if sign-in is under way) when it does not hold.

    Asked at every event of every browser, so it needs no Work.
    """
    row = db.execute(_PERSON, {"key_hash": key_hash}).first()
    if row is None:
        return NOBODY
    session_id, stage, seen_at, expires_at, account_id, language, patient_id, staff_id, *names = tuple(row)
    given, family, name, title, all_sites = names
    if _end(stage, seen_at, expires_at, staff_id is not None) <= now:
        return NOBODY
    common = {"session_id": session_id, "stage": stage, "account_id": account_id, "address": address}
    if account_id is None or stage is not Stage.FULL:
        return Actor(language=language or "en", **common)
    if patient_id is not None:
        full_name = f"{given} {family}".strip()
        return Actor(kind=ActorKind.PATIENT, name=full_name, patient_id=patient_id, language=language, **common)
    rights = db.execute(_RIGHTS, {"staff_id": staff_id, "now": now}).all()
    return Actor(
        kind=ActorKind.STAFF,
        name=name,
        title=title,
        staff_id=staff_id,
        roles=frozenset(Role(row.role) for row in rights if row.role),
        site_ids=frozenset(row.site for row in rights if row.site),
        pool_ids=frozenset(row.pool for row in rights if row.pool),
        glass_ids=frozenset(row.glass for row in rights if row.glass),
        view_ids=frozenset(row.view for row in rights if row.view),
        all_sites=all_sites,
        language=language,
        **common,
    )


def standing(work: Work, session_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """Of these sessions the ones that still stand, with the moment each ends if nothing more is done in it."""
    rows = work.session.execute(
        select(Session.id, Session.stage, Session.seen_at, Session.expires_at, Account.staff_id)
        .join(Account, Account.id == Session.account_id)
        .where(Session.id.in_(session_ids), Session.ended_at.is_(None), Account.closed_at.is_(None))
    )
    ends = {row.id: _end(row.stage, row.seen_at, row.expires_at, row.staff_id is not None) for row in rows}
    return {session_id: end for session_id, end in ends.items() if end > work.now}


def was_in(work: Work, session_key: str) -> bool:
    """Whether this cookie's hash (hexadecimal) is that of somebody who was signed in and whose session has ended."""
    try:
        key_hash = bytes.fromhex(session_key)
    except ValueError:
        return False
    session = work.session.scalars(select(Session).where(Session.key_hash == key_hash)).one_or_none()
    return session is not None and session.stage is Stage.FULL


def touch(work: Work, session_id: UUID) -> None:
    """Note that the person did something; live refreshes do not come here."""
    session = work.session.get(Session, session_id)
    if session is not None and session.ended_at is None and work.now - session.seen_at > NOTE_EVERY:
        session.seen_at = work.now
