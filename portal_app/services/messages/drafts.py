"""What is typed and not sent yet: saved as it is typed, found again on any device, after any crash."""

import hashlib
from uuid import UUID

from sqlalchemy import select

from portal_app.access import visible
from portal_app.access.permissions import Permission
from portal_app.catalogue import say
from portal_app.errors import BadInput, NotFound
from portal_app.models import Account, Draft, Message, Thread
from portal_app.rules import clocks, writing
from portal_app.services.messages.cards import DraftCard
from portal_app.services.messages.posting import NEW, place_of
from portal_app.work import Work

LONGEST = 20_000


def save_draft(work: Work, place: str, body: str, key: str, topic_id: str = "", subject: str = "") -> DraftCard:
    """Keep what the patient types at "new" or "thread:<id>"; what is empty is forgotten, what was sent stays sent."""
    thread_id = _find(work, place)
    writing.check(key)
    if len(body) > LONGEST:
        raise BadInput(say("This is too long to save. Shorten it a little."), "body")
    # held, so that two tabs that begin the same draft take their turn
    work.session.execute(select(Account.id).where(Account.id == work.actor.account_id).with_for_update(key_share=True))
    row = work.session.scalars(visible.drafts(work.actor).where(Draft.place == place)).first()
    if not (body.strip() or subject.strip() or topic_id) or _is_sent(work, thread_id, body, key):
        if row is not None and row.key == key:
            work.session.delete(row)
        return DraftCard(key=key)
    if row is None:
        row = work.add(Draft(account_id=work.actor.account_id, place=place, key=key, saved_at=work.now))
    row.body, row.key, row.saved_at = body, key, work.now
    row.extra = {"topic_id": topic_id[:36], "subject": subject[: 2 * writing.SUBJECT]} if place == NEW else {}
    return card_of(work, row)


def draft(work: Work, place: str) -> DraftCard:
    """What the patient typed at this place before; else an empty draft with a key of its own."""
    thread_id = _find(work, place)
    row = work.session.scalars(visible.drafts(work.actor).where(Draft.place == place)).first()
    return card_of(work, row) if row else DraftCard(key=_next_key(work, thread_id))


def _next_key(work: Work, thread_id: UUID | None) -> str:
    """The same until something is sent from here: a page that connects again goes on with the draft that it shows."""
    if thread_id is None:
        newest = visible.threads(work.actor).with_only_columns(Thread.id).order_by(Thread.started_at.desc())
    else:
        mine = (Message.thread_id == thread_id, Message.author_id == work.actor.account_id)
        newest = select(Message.id).where(*mine).order_by(Message.sent_at.desc(), Message.id.desc())
    return key_after(work, thread_id, work.session.scalars(newest.limit(1)).first())


def key_after(work: Work, thread_id: UUID | None, sent_id: UUID | None) -> str:
    """The key of the draft that follows what was sent last from a place."""
    return hashlib.blake2b(f"{work.actor.account_id} {thread_id} {sent_id}".encode(), digest_size=16).hexdigest()


def card_of(work: Work, row: Draft) -> DraftCard:
    """The draft, and when it was saved."""
    return DraftCard(
        key=row.key,
        body=row.body,
        subject=row.extra.get("subject", ""),
        topic_id=row.extra.get("topic_id", ""),
        saved=say("Draft saved {time}", time=clocks.moment(row.saved_at, work.now, work.zone)),
    )


def _find(work: Work, place: str) -> UUID | None:
    """The conversation that is written in; none for a new one."""
    work.permit(Permission.MESSAGES_SEND)
    if place == NEW:
        return None
    try:
        thread_id = UUID(place.removeprefix("thread:"))
    except ValueError:
        raise NotFound(say("We could not find that. It may have moved.")) from None
    if place != place_of(thread_id):
        raise NotFound(say("We could not find that. It may have moved."))
    return work.one(visible.threads(work.actor).where(Thread.id == thread_id)).id


def _is_sent(work: Work, thread_id: UUID | None, body: str, key: str) -> bool:
    """Whether a late save of words that are a message already; in a new conversation the key alone tells."""
    query = select(Message.id).where(
        Message.author_id == work.actor.account_id, Message.key == writing.fingerprint(key, writing.clean(body))
    )
    if thread_id is not None:
        query = query.where(Message.thread_id == thread_id)
    else:
        query = query.join(Thread, Thread.id == Message.thread_id).where(Thread.patient_id == work.actor.patient_id)
    return work.session.scalars(query.limit(1)).first() is not None
