"""People who work at the clinic: taken on with a mailed link and a code handed over beside it; let go at once."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select

from portal_app import entry, letters
from portal_app.access.permissions import Permission
from portal_app.catalogue import ENGLISH, LANGUAGES, say, speaking
from portal_app.errors import BadInput, NotFound
from portal_app.facts.accounts import WayInRemoved
from portal_app.facts.invitations import Invited
from portal_app.models import (
    Account,
    Channel,
    Invitation,
    Passkey,
    Pool,
    RecoveryCode,
    Role,
    Site,
    Staff,
    StaffPool,
    StaffRole,
    StaffSite,
)
from portal_app.rules import readable
from portal_app.rules.addresses import email_of
from portal_app.work import Work

DAYS = 7


@dataclass(frozen=True)
class StaffCard:
    """One colleague in the list."""

    name: str
    title: str
    email: str
    roles: tuple[str, ...]
    ready: bool
    """Whether they can sign in."""
    left: bool


def add(
    work: Work,
    name: str,
    email: str,
    title: str,
    roles: list[Role],
    sites: list[str],
    pools: list[str],
    language: str = ENGLISH,
) -> str:
    """Take somebody on and mail the link; gives the code to hand over. No sites: all of them."""
    work.permit(Permission.STAFF_MANAGE)
    address = email_of(email)
    if not address or not name.strip() or not roles:
        raise BadInput(say("A colleague needs a name, an email address and at least one role."))
    if language not in LANGUAGES:
        raise BadInput(say("We do not speak that language yet."), "language")
    if work.session.scalars(select(Account.id).where(Account.email == address)).first():
        raise BadInput(say("Someone else's account uses this email. Each person needs their own address."), "email")
    staff = Staff(name=name.strip(), title=title.strip(), all_sites=not sites)
    work.add(staff)
    work.session.flush()
    for role in roles:
        work.add(StaffRole(staff_id=staff.id, role=role))
    for site_id in _named(work, Site.id, Site.name, sites):
        work.add(StaffSite(staff_id=staff.id, site_id=site_id))
    for pool_id in _named(work, Pool.id, Pool.slug, pools):
        work.add(StaffPool(staff_id=staff.id, pool_id=pool_id))
    work.add(Account(email=address, staff_id=staff.id, language=language, created_at=work.now))
    return _invite(work, staff, address, language)


def start_again(work: Work, email: str) -> str:
    """For a colleague who cannot sign in any more: every way in is removed and a new link mailed; gives the code."""
    work.permit(Permission.STAFF_MANAGE)
    account, staff = _find(work, email)
    account.password_hash = account.totp_secret = None
    work.session.execute(delete(Passkey).where(Passkey.account_id == account.id))
    work.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    entry.end_all(work, account.id, "starts again")
    work.record(WayInRemoved(account=account.id, kind="all"))
    return _invite(work, staff, account.email, account.language)


def remove(work: Work, email: str) -> None:
    """Let a colleague go: their browsers are thrown out now; what they did stays in the record."""
    work.permit(Permission.STAFF_MANAGE)
    account, staff = _find(work, email)
    staff.left_at = account.closed_at = work.now
    for invitation in work.all(_standing(staff.id)):
        invitation.revoked_at = work.now
    entry.end_all(work, account.id, "left")
    work.record(WayInRemoved(account=account.id, kind="account"))


def everybody(work: Work) -> list[StaffCard]:
    """All colleagues, those who left last."""
    work.permit(Permission.STAFF_MANAGE)
    rows = work.session.execute(
        select(Staff, Account).join(Account, Account.staff_id == Staff.id).order_by(Staff.left_at, Staff.name)
    )
    return [
        StaffCard(
            name=staff.name,
            title=staff.title,
            email=account.email,
            roles=tuple(work.session.scalars(select(StaffRole.role).where(StaffRole.staff_id == staff.id))),
            ready=entry.has_way_in(work, account),
            left=staff.left_at is not None,
        )
        for staff, account in rows
    ]


def _invite(work: Work, staff: Staff, address: str, language: str) -> str:
    for before in work.all(_standing(staff.id)):
        before.revoked_at = work.now
    work.session.flush()
    secret, code = secrets.token_urlsafe(24), readable.new(8)
    invitation = Invitation(
        staff_id=staff.id,
        channel=Channel.EMAIL,
        email=address,
        secret_hash=work.keys.proof("invitation", secret),
        code_hash=work.keys.proof("staff code", str(staff.id), code),
        sent_at=work.now,
        sent_by=work.actor.staff_id,
        expires_at=work.now + timedelta(days=DAYS),
    )
    work.add(invitation)
    with speaking(language):
        letters.send(work, address, letters.invitation(work, secret, DAYS))
    work.record(Invited(invitation=invitation.id, channel="email", times=1))
    return readable.shown(code)


def _standing(staff_id: UUID):
    return select(Invitation).where(
        Invitation.staff_id == staff_id, Invitation.used_at.is_(None), Invitation.revoked_at.is_(None)
    )


def _find(work: Work, email: str) -> tuple[Account, Staff]:
    account = work.session.scalars(select(Account).where(Account.email == email_of(email))).first()
    staff = work.session.get(Staff, account.staff_id) if account and account.staff_id else None
    if account is None or staff is None or staff.left_at is not None:
        raise NotFound(say("No colleague has this email address."))
    return account, staff


def _named(work: Work, key: object, name: object, wanted: list[str]) -> list[UUID]:
    found = dict(work.session.execute(select(name, key).where(name.in_(wanted))).tuples().all())
    if missing := [one for one in wanted if one not in found]:
        raise BadInput(say("There is no {name}. Check how it is written.", name=missing[0]))
    return list(found.values())
