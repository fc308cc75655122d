"""What is typed and not sent yet: saved as it is typed, found again on any device, after any crash."""

import secrets
from uuid import UUID

from sqlalchemy import select

from portal_app.access import visible
from portal_app.access.actor import ActorKind
from portal_app.access.permissions import Permission
from portal_app.catalogue import say
from portal_app.errors import BadInput, NotFound
from portal_app.models import Account, Draft, Message, Task, Thread
from portal_app.rules import clocks, writing
from portal_app.services.messages.cards import DraftCard
from portal_app.services.messages.posting import NEW, fingerprint, place_of
from portal_app.work import Work

LONGEST = 20_000


def save_draft(work: Work, place: str, body: str, key: str, topic_id: str = "", subject: str = "") -> DraftCard:
    """Keep what is typed at a place the person may write at: "new", "thread:<id>" or "note:<task id>".

    What is empty is forgotten, and what was sent meanwhile does not come back.
    """
    thread_id = _permit_place(work, place)
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
    """What was typed at this place before; else an empty draft with a key of its own."""
    row = work.session.scalars(visible.drafts(work.actor).where(Draft.place == place)).first()
    return card_of(work, row) if row else DraftCard(key=new_key())


def new_key() -> str:
    """What makes a draft one of its own; made when it is begun and sent along with it."""
    return secrets.token_urlsafe(16)


def card_of(work: Work, row: Draft) -> DraftCard:
    """The draft, and when it was saved."""
    return DraftCard(
        key=row.key,
        body=row.body,
        subject=row.extra.get("subject", ""),
        topic_id=row.extra.get("topic_id", ""),
        saved=say("Draft saved {time}", time=clocks.moment(row.saved_at, work.now, work.zone)),
    )


def _permit_place(work: Work, place: str) -> UUID | None:
    """Find the thing that is written about; returns the thread if it is one."""
    of_patient = work.actor.kind is ActorKind.PATIENT
    work.permit(Permission.MESSAGES_SEND if of_patient else Permission.MESSAGES_REPLY)
    kind, _, about = place.partition(":")
    if place == NEW and of_patient:
        return None
    try:
        about_id = UUID(about)
    except ValueError:
        raise NotFound(say("We could not find that. It may have moved.")) from None
    if kind == "note" and place == f"note:{about_id}":
        work.one(visible.tasks(work.actor).where(Task.id == about_id))
        return None
    if place != place_of(about_id):
        raise NotFound(say("We could not find that. It may have moved."))
    return work.one(visible.threads(work.actor).where(Thread.id == about_id)).id


def _is_sent(work: Work, thread_id: UUID | None, body: str, key: str) -> bool:
    """Whether a late save of words that are a message already; in a new conversation the key alone tells."""
    query = select(Message.id).where(
        Message.author_id == work.actor.account_id, Message.key == fingerprint(key, writing.clean(body))
    )
    if thread_id is not None:
        query = query.where(Message.thread_id == thread_id)
    else:
        query = query.join(Thread, Thread.id == Message.thread_id).where(Thread.patient_id == work.actor.patient_id)
    return work.session.scalars(query.limit(1)).first() is not None
