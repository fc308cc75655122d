"""What every way of sending shares: one message for one draft, the thread's newest moment, the draft forgotten."""

import hashlib
from uuid import UUID

from sqlalchemy import Select, delete, select

from portal_app import queue
from portal_app.access.actor import ActorKind
from portal_app.catalogue import say
from portal_app.errors import BadInput
from portal_app.models import Draft, Message, Patient, Task, TaskKind, Thread, Topic
from portal_app.rules import clocks, routing
from portal_app.work import Work

NEW = "new"


def place_of(thread_id: UUID) -> str:
    """Where a reply in this conversation is drafted."""
    return f"thread:{thread_id}"


def fingerprint(key: str, body: str) -> str:
    """What makes a sending the same one: the draft's key and its words, so that no changed text is ever dropped."""
    if not 16 <= len(key) <= 64:
        raise BadInput(say("Please reload the page. What you wrote is kept."))
    return hashlib.blake2b(f"{key}\n{body}".encode(), digest_size=16).hexdigest()


def held(query: Select[Thread]) -> Select[Thread]:
    """Hold the thread for this Work: two sendings take their turn, and the second finds what the first did."""
    return query.with_for_update(of=Thread, key_share=True)


def sent_before(work: Work, thread: Thread, mark: str) -> Message | None:
    """The message that this sending already made."""
    return work.session.scalars(select(Message).where(Message.thread_id == thread.id, Message.key == mark)).first()


def post(work: Work, thread: Thread, body: str, mark: str) -> Message:
    """Put the actor's message at the end of the conversation."""
    author = work.actor
    if author.account_id is None:
        raise TypeError("only people write messages")
    message = Message(
        thread_id=thread.id,
        author_id=author.account_id,
        author_name=author.name,
        author_title=author.title,
        from_patient=author.kind is ActorKind.PATIENT,
        body=body,
        sent_at=work.now,
        key=mark,
    )
    work.add(message)
    thread.last_at = max(work.now, thread.last_at)
    thread.messages += 1
    return message


def ask_staff(work: Work, thread: Thread) -> Task:
    """Put the conversation before who answers its topic, with a promise; one that somebody has stays with them."""
    topic = work.session.get_one(Topic, thread.topic_id)
    patient = work.session.get_one(Patient, thread.patient_id)
    goes_to = routing.route(topic, work.now, clocks.opening(work.clinic.policy), work.zone)
    return queue.put(
        work,
        TaskKind.MESSAGE,
        thread.id,
        patient=patient,
        pool_id=goes_to.pool_id,
        gist=thread.subject,
        due_at=goes_to.due_at,
    )


def forget_draft(work: Work, place: str, key: str) -> None:
    """The draft is a message now. One that was begun elsewhere meanwhile stays."""
    mine = (Draft.account_id == work.actor.account_id, Draft.place == place, Draft.key == key)
    work.session.execute(delete(Draft).where(*mine))
