"""What every way of sending shares: one message for one draft, the thread's newest moment, the draft forgotten."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Select, bindparam, select

from portal_app import queue
from portal_app.access import visible
from portal_app.access.actor import ActorKind
from portal_app.catalogue import say
from portal_app.errors import NotFound, TooSoon
from portal_app.models import Draft, Message, Pool, Staff, Task, Thread, Topic
from portal_app.models.base import Utc
from portal_app.rules import clocks, routing
from portal_app.work import Work

NEW = "new"
HOUR = timedelta(hours=1)
MOST_AN_HOUR = 20
"""Messages of one patient, where the clinic has not decided otherwise (`messages_an_hour`; 0 is without end)."""


def place_of(thread_id: UUID) -> str:
    """Where a reply in this conversation is drafted."""
    return f"thread:{thread_id}"


def held(query: Select[Thread]) -> Select[Thread]:
    """Hold the thread for this Work: two sendings take their turn, and the second finds what the first did."""
    return query.with_for_update(of=Thread, key_share=True)


@dataclass(frozen=True)
class Conversing:
    """A conversation with its task, held for this Work; what its topic promises, and who has it."""

    thread: Thread
    task: Task
    topic: Topic
    pool: Pool
    owner: Staff | None


# Built once: building a statement costs more than running it.
_SENT_LATELY = (
    select(Message.id)
    .join(Thread, Thread.id == Message.thread_id)
    .where(Thread.patient_id == bindparam("patient"), Thread.last_at > bindparam("since", type_=Utc()))
    .where(Message.from_patient, Message.sent_at > bindparam("since", type_=Utc()))
    .limit(bindparam("most"))
)
_HELD = (
    visible.threads(visible.ANY_PATIENT)
    .where(Thread.id == bindparam("thread"))
    .join(Task, Task.about_id == Thread.id)
    .join(Topic, Topic.id == Thread.topic_id)
    .join(Pool, Pool.id == Task.pool_id)
    .outerjoin(Staff, Staff.id == Task.owner_id)
    .add_columns(Task, Topic, Pool, Staff)
    .with_for_update(of=[Thread, Task], key_share=True)
)
_SENT_BEFORE = select(Message).where(Message.thread_id == bindparam("thread"), Message.key == bindparam("mark"))
_FORGET = (
    Draft.__table__.delete()
    .where(Draft.account_id == bindparam("account"))
    .where(Draft.place == bindparam("at"), Draft.key == bindparam("draft"))
)


def held_with_task(work: Work, thread_id: UUID) -> Conversing:
    """The patient's conversation, the thread and its task held in one statement, with who has it."""
    found = work.session.execute(_HELD, {"me": work.actor.patient_id, "thread": thread_id}).first()
    if found is None:
        raise NotFound(say("We could not find that. It may have moved."))
    return Conversing(*found)


def sent_before(work: Work, thread: Thread, mark: str) -> Message | None:
    """The message that this sending already made. Asked after the thread is held."""
    return work.session.scalars(_SENT_BEFORE, {"thread": thread.id, "mark": mark}).first()


def take_turn(work: Work, patient_id: UUID) -> None:
    """Refuse a patient who has sent more in the last hour than people write: staff must be able to read it all."""
    policy = work.clinic.policy
    most = int(policy.get("messages_an_hour", MOST_AN_HOUR))
    lately = {"patient": patient_id, "since": work.now - HOUR, "most": most}
    if most and len(work.session.scalars(_SENT_LATELY, lately).all()) >= most:
        raise TooSoon(
            say(
                "You have sent {n} messages in one hour. What you wrote is kept here: send it a little later, or call"
                " us. In an emergency call {number}.",
                n=most,
                number=policy.get("emergency_phone", "911"),
            )
        )


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


def promised(work: Work, topic: Topic) -> routing.Route:
    """Who answers what is written now about this topic, and until when."""
    return routing.route(topic, work.now, clocks.opening(work.clinic.policy), work.zone)


def ask_again(work: Work, conversing: Conversing) -> None:
    """Put the conversation before who answers its topic, with a promise; one that somebody has stays with them."""
    due_at = promised(work, conversing.topic).due_at
    queue.again(work, conversing.task, gist=conversing.thread.subject, due_at=due_at)


def forget_draft(work: Work, place: str, key: str) -> None:
    """The draft is a message now. One that was begun elsewhere meanwhile stays."""
    mine = {"account": work.actor.account_id, "at": place, "draft": key}
    with work.session.no_autoflush:
        work.session.execute(_FORGET, mine)
