"""The list of conversations, newest first, and how many hold something new."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from portal_app.access import visible
from portal_app.access.actor import ActorKind
from portal_app.access.permissions import Permission
from portal_app.catalogue import say
from portal_app.models import Draft, Message, Pool, Staff, Task, Thread, ThreadRead
from portal_app.rules import clocks
from portal_app.rules.writing import called
from portal_app.services.messages.cards import ThreadCard, ThreadList, standing
from portal_app.services.messages.posting import NEW, place_of
from portal_app.work import Work

LISTED = 20
PREVIEW = 120


def threads(work: Work, *, limit: int = LISTED, after_id: UUID | None = None, of: UUID | None = None) -> ThreadList:
    """The newest conversations, or those after one in the list; staff name the patient (`of`)."""
    of_patient = work.actor.kind is ActorKind.PATIENT
    work.permit(Permission.MESSAGES_READ if of_patient else Permission.MESSAGES_REPLY)
    mine = visible.threads(work.actor)
    if of is not None:
        mine = mine.where(Thread.patient_id == of)
    query = mine
    if after_id is not None:
        last = work.one(mine.where(Thread.id == after_id))
        query = query.where(
            or_(Thread.last_at < last.last_at, and_(Thread.last_at == last.last_at, Thread.id < last.id))
        )
    query = (
        query.join(Task, Task.about_id == Thread.id)
        .join(Pool, Pool.id == Task.pool_id)
        .outerjoin(Staff, Staff.id == Task.owner_id)
        .outerjoin(Message, and_(Message.thread_id == Thread.id, Message.sent_at == Thread.last_at))
        .add_columns(
            Task,
            Pool,
            Staff,
            Message.author_name,
            Message.from_patient,
            func.substr(Message.body, 1, PREVIEW),
            _unread(work),
        )
        .order_by(Thread.last_at.desc(), Thread.id.desc())
        .limit(min(limit, 500))
    )
    places = set(work.session.scalars(visible.drafts(work.actor).with_only_columns(Draft.place)))
    cards = [_card(work, *row, places) for row in work.session.execute(query)]
    total = work.session.scalar(select(func.count()).select_from(mine.subquery())) or 0
    return ThreadList(cards, total, NEW in places)


def _unread(work: Work) -> ColumnElement[bool]:
    """Whether the other side wrote after I last read."""
    read_at = (
        select(ThreadRead.read_at)
        .where(ThreadRead.thread_id == Thread.id, ThreadRead.account_id == work.actor.account_id)
        .correlate(Thread)
        .scalar_subquery()
    )
    newer = Message.__table__.alias("newer")
    theirs = newer.c.from_patient.is_(work.actor.kind is not ActorKind.PATIENT)
    return exists(
        select(newer.c.id)
        .where(newer.c.thread_id == Thread.id, theirs, or_(read_at.is_(None), newer.c.sent_at > read_at))
        .correlate(Thread)
    )


def _card(
    work: Work,
    thread: Thread,
    task: Task,
    pool: Pool,
    owner: Staff | None,
    author: str | None,
    from_patient: bool | None,
    body: str | None,
    fresh: bool,
    places: set[str],
) -> ThreadCard:
    mine = from_patient is (work.actor.kind is ActorKind.PATIENT)
    name = say("You") if mine else called(author or "")
    return ThreadCard(
        id=str(thread.id),
        subject=thread.subject,
        preview=say("{name}: {words}", name=name, words=" ".join((body or "").split())),
        time=clocks.short(thread.last_at, work.now, work.zone),
        standing=standing(work, thread, task, pool, owner)[0],
        fresh=bool(fresh),
        closed=thread.closed_at is not None,
        drafted=place_of(thread.id) in places,
    )
