"""The one way in which anything tells a person that something is new: one notice, one letter at most, for one thing.

A result, an answer, a form: each tells here. What the letters say, and that they leave, is `services/notices`.
"""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportOperatorIssue=false, reportAssignmentType=false, reportOptionalMemberAccess=false, reportOptionalOperand=false, reportReturnType=false
# queries are built here: docs/decisions/0002-types.md

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import or_, select, update

from portal_app import letters
from portal_app.access import visible
from portal_app.access.actor import ActorKind
from portal_app.database import add_once
from portal_app.models import Account, Event, Notice, NoticeChoice, Pace, Resource, Shelf, Way, new_id
from portal_app.rules import notice_times
from portal_app.work import Work

USUAL = Pace.AT_ONCE
"""For who has chosen nothing."""
TOLD_OF = (Shelf.RESULTS, Shelf.NOTES, Shelf.VISITS)
"""Pages of the record whose entries are news; the rest is there to read and is not told of."""
A_MOMENT = timedelta(minutes=5)
"""So long after it came a thing may still be told of: who looks at it before then needs no telling."""


def tell(work: Work, patient_id: UUID, event: Event, about_id: UUID, *, since: datetime | None = None) -> bool:
    """Tell a patient that this is new; whether it was news. Told twice is once, also at the same moment.

    A thing that comes to the patient again (a form that is sent back) says `since` when it is with them: a notice from
    before then becomes new again, so that there is never a second one. Who has no account is told nothing.
    """
    account = account_of(work, patient_id)
    if account is None:
        return False
    due = mail_at(work, account, event)
    added = _add(work, account.id, patient_id, event, about_id, mail_at=due)
    here = select(Notice.id).where(Notice.account_id == account.id, Notice.event == event, Notice.about_id == about_id)
    news = work.session.scalars(here).one() == added
    if not news and since is not None:
        again = update(Notice).where(Notice.id.in_(here), Notice.at < since)
        anew = again.values(at=work.now, seen_at=None, mail_at=due, mailed_at=None)
        news = work.session.execute(anew).rowcount > 0
    if news:
        work.topics.add(f"patient:{patient_id}")
    return news


def seen(work: Work, event: Event, *about_ids: UUID) -> None:
    """The patient has opened these: they are new no longer, and no letter is written about them.

    For a Work that writes; one that only reads, and staff who look through a patient's eyes, change nothing. Who was
    faster than the portal's own telling is not told afterwards.
    """
    actor = work.actor
    if actor.kind is not ActorKind.PATIENT or work.reads or not about_ids:
        return
    unseen = update(Notice).where(
        Notice.account_id == actor.account_id,
        Notice.event == event,
        Notice.about_id.in_(about_ids),
        Notice.seen_at.is_(None),
    )
    if work.session.execute(unseen.values(seen_at=work.now, mail_at=None)).rowcount:
        work.topics.add(f"patient:{actor.patient_id}")
    if event in (Event.RESULT, Event.RECORD):
        since = work.now - A_MOMENT
        lately = or_(Resource.received_at > since, Resource.visible_from > since)
        fresh = visible.resources(actor, work.now).where(
            Resource.id.in_(about_ids), Resource.shelf.in_(TOLD_OF), lately
        )
        for about_id in work.session.scalars(fresh.with_only_columns(Resource.id)):
            _add(work, actor.account_id, actor.patient_id, event, about_id, seen_at=work.now)


def _add(work: Work, account_id: UUID, patient_id: UUID, event: Event, about_id: UUID, **more: datetime | None) -> UUID:
    notice = Notice(
        id=new_id(), account_id=account_id, patient_id=patient_id, event=event, about_id=about_id, at=work.now, **more
    )
    add_once(work.session, notice)
    return notice.id


def account_of(work: Work, patient_id: UUID) -> Account | None:
    """The patient's open account."""
    query = select(Account).where(Account.patient_id == patient_id, Account.closed_at.is_(None))
    return work.session.scalars(query).first()


def mail_at(work: Work, account: Account, event: Event) -> datetime | None:
    """When a letter about something that is new now is due: as the person chose, in none of the clinic's quiet hours.

    None where none is wanted, the address was never confirmed (S7), or mail to it does not arrive.
    """
    if not may_be_mailed(work, account):
        return None
    return notice_times.mail_at(
        pace(work, account.id, event), work.now, notice_times.hours(work.clinic.policy), work.zone
    )


def may_be_mailed(work: Work, account: Account) -> bool:
    """Whether letters about news reach this person: a confirmed address that takes them, and an open account."""
    reachable = account.email_confirmed_at is not None and account.closed_at is None
    return reachable and not letters.stopped(work, account.email)


def pace(work: Work, account_id: UUID, event: Event, way: Way = Way.EMAIL) -> Pace:
    """How soon this person wants to hear of it."""
    chosen = work.session.get(NoticeChoice, (account_id, event, way))
    return chosen.pace if chosen else USUAL
