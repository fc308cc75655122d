"""Reading a conversation: its end first, earlier parts on demand, and who has read it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import aliased

from portal_app import reading, telling
from portal_app.access import visible
from portal_app.access.actor import ActorKind
from portal_app.access.permissions import Permission
from portal_app.catalogue import say
from portal_app.errors import NotFound
from portal_app.models import Event, Message, Pool, Staff, Task, Thread, ThreadRead, Topic
from portal_app.services.messages.cards import (
    Conversation,
    DraftCard,
    MessageCard,
    ThreadHead,
    head_of,
    message_card,
)
from portal_app.services.messages.drafts import draft
from portal_app.services.messages.posting import place_of
from portal_app.work import Work

PAGE = 50
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
KNOWN = aliased(Message)


def look(work: Work, thread_id: UUID) -> Conversation:
    """The newest part of a conversation as it is opened; that it was read is noted and told."""
    head, thread, task, read_at = _open(work, thread_id)
    rows = _last(work, visible.messages(work.actor).where(Message.thread_id == thread.id))
    _note_seen(work, thread, task, read_at, rows)
    typed = draft(work, place_of(thread.id)) if work.actor.kind is ActorKind.PATIENT else DraftCard()
    return Conversation(head, _cards(work, rows, read_at), typed)


def newer(work: Work, thread_id: UUID, after_id: UUID | None) -> Conversation:
    """What came after a message, for a conversation that is open on a screen; new words of others count as read."""
    head, thread, task, read_at = _open(work, thread_id)
    query = visible.messages(work.actor).where(Message.thread_id == thread.id)
    rows = _last(work, query) if after_id is None else _from(work, query, after_id)
    known = rows[0] if after_id and rows else None
    rows = rows[1:] if known else rows
    _note_seen(work, thread, task, read_at, rows)
    return Conversation(head, _cards(work, rows, None, known))


def earlier(work: Work, thread_id: UUID, before_id: UUID | None) -> list[MessageCard]:
    """The part of a conversation before a message, or its newest part."""
    _permit(work)
    thread = work.one(visible.threads(work.actor).where(Thread.id == thread_id))
    query = visible.messages(work.actor).where(Message.thread_id == thread.id)
    if before_id is not None:
        query = query.where(_before(_message(work, thread, before_id)))
    return _cards(work, _last(work, query), None)


def _permit(work: Work) -> None:
    of_patient = work.actor.kind is ActorKind.PATIENT
    work.permit(Permission.MESSAGES_READ if of_patient else Permission.MESSAGES_REPLY)


def _open(work: Work, thread_id: UUID) -> tuple[ThreadHead, Thread, Task, datetime]:
    _permit(work)
    query = (
        visible.threads(work.actor)
        .where(Thread.id == thread_id)
        .join(Topic, Topic.id == Thread.topic_id)
        .join(Task, Task.about_id == Thread.id)
        .join(Pool, Pool.id == Task.pool_id)
        .outerjoin(Staff, Staff.id == Task.owner_id)
        .outerjoin(ThreadRead, and_(ThreadRead.thread_id == Thread.id, ThreadRead.account_id == work.actor.account_id))
        .add_columns(Topic, Task, Pool, Staff, ThreadRead.read_at)
    )
    found = work.session.execute(query).first()
    if found is None:
        raise NotFound(say("We could not find that. It may have moved."))
    thread, topic, task, pool, owner, read_at = found
    head = head_of(work, thread, topic, task, pool, owner, reading.receipt(work, thread.id))
    return head, thread, task, read_at or NEVER


def _note_seen(work: Work, thread: Thread, task: Task, read_at: datetime, rows: Sequence[Message]) -> None:
    patient_reads = work.actor.kind is ActorKind.PATIENT
    news = any(row.from_patient is not patient_reads and row.sent_at > read_at for row in rows)
    if news and not work.reads:
        reading.note_seen(work, thread.id, thread.patient_id, task.id)
        theirs = select(Message.id).where(Message.thread_id == thread.id, Message.sent_at > read_at)
        telling.seen(work, Event.MESSAGE, *work.all(theirs))


def _message(work: Work, thread: Thread, message_id: UUID) -> Message:
    return work.one(visible.messages(work.actor).where(Message.thread_id == thread.id, Message.id == message_id))


def _last(work: Work, query: Select[Message]) -> list[Message]:
    newest_first = query.order_by(Message.sent_at.desc(), Message.id.desc()).limit(PAGE)
    return list(reversed(work.all(newest_first)))


def _from(work: Work, query: Select[Message], known_id: UUID) -> list[Message]:
    """A message that is on the screen, and everything after it."""
    since = select(KNOWN.sent_at).where(KNOWN.id == known_id, KNOWN.thread_id == Message.thread_id)
    rows = work.all(query.where(Message.sent_at >= since.scalar_subquery()).order_by(Message.sent_at, Message.id))
    ids = [row.id for row in rows]
    return list(rows[ids.index(known_id) :]) if known_id in ids else []


def _before(known: Message) -> ColumnElement[bool]:
    return or_(Message.sent_at < known.sent_at, and_(Message.sent_at == known.sent_at, Message.id < known.id))


def _cards(
    work: Work, rows: Sequence[Message], read_at: datetime | None, before: Message | None = None
) -> list[MessageCard]:
    patient_reads = work.actor.kind is ActorKind.PATIENT
    day = before.sent_at.astimezone(work.zone).date() if before else None
    unread = read_at is not None and read_at > NEVER
    cards = []
    for row in rows:
        own_day = row.sent_at.astimezone(work.zone).date()
        fresh = unread and row.from_patient is not patient_reads and row.sent_at > (read_at or NEVER)
        unread = unread and not fresh
        cards.append(message_card(work, row, patient_reads=patient_reads, first_of_day=own_day != day, fresh=fresh))
        day = own_day
    return cards
