"""What a screen may know of conversations."""

from dataclasses import dataclass, field

from portal_app.catalogue import language, say
from portal_app.models import Message, Task, TaskState, Thread, Topic
from portal_app.models import Pool as PoolRow
from portal_app.models import Staff as StaffRow
from portal_app.reading import Receipt
from portal_app.rules import clinic_words, clocks, routing
from portal_app.rules.writing import initials
from portal_app.work import Work


@dataclass(frozen=True)
class MessageCard:
    """One message, with its times in the reader's words."""

    id: str
    body: str
    author: str
    initials: str
    mine: bool
    """Written by the reader's side: the patient's own for the patient, the clinic's for staff."""
    from_patient: bool
    time: str
    day: str = ""
    """The day, above the first message of each."""
    fresh: bool = False
    """The first one that the reader has not seen."""


@dataclass(frozen=True)
class ThreadHead:
    """A conversation as it stands: who has it, what comes next, and whether the last of my words were read."""

    id: str = ""
    subject: str = ""
    topic: str = ""
    standing: str = ""
    next: str = ""
    promise: str = ""
    """How soon an answer comes to what is written now."""
    initials: str = ""
    closed: bool = False
    total: int = 0
    seen_id: str = ""
    seen: str = ""
    """Under the newest message of the reader's side: "Read by Ben Ruiz at 9:12 AM"."""
    was_read: bool = False


@dataclass(frozen=True)
class DraftCard:
    """What was typed and not sent."""

    key: str = ""
    body: str = ""
    subject: str = ""
    topic_id: str = ""
    saved: str = ""


@dataclass(frozen=True)
class Conversation:
    """A part of a conversation, oldest first."""

    head: ThreadHead
    messages: list[MessageCard]
    draft: DraftCard = DraftCard()
    """What the patient typed here and did not send."""


@dataclass(frozen=True)
class Sent:
    """What the patient sees once a message is kept: it, that it is, an empty draft, and how the conversation stands."""

    message: MessageCard
    confirmation: str
    draft: DraftCard
    head: ThreadHead


@dataclass(frozen=True)
class ThreadCard:
    """One row in the list of conversations."""

    id: str
    subject: str
    preview: str
    time: str
    standing: str
    fresh: bool
    closed: bool
    drafted: bool
    """Whether something is typed there and not sent."""


@dataclass(frozen=True)
class ThreadList:
    """The first so many conversations, newest first, and how many there are."""

    cards: list[ThreadCard] = field(default_factory=list)
    total: int = 0
    drafted: bool = False
    """Whether a new message is typed and not sent."""


@dataclass(frozen=True)
class TopicCard:
    """What a message can be about, who reads it, and how soon they answer."""

    id: str
    name: str
    hint: str
    who: str
    promise: str


@dataclass(frozen=True)
class NewMessage:
    """What one must know before the first word, and what was typed of it before."""

    topics: list[TopicCard]
    draft: DraftCard


def message_card(work: Work, message: Message, *, patient_reads: bool, first_of_day: bool, fresh: bool) -> MessageCard:
    """A message in the reader's words."""
    mine = message.from_patient == patient_reads
    return MessageCard(
        id=str(message.id),
        body=message.body,
        author=titled(message.author_name, message.author_title),
        initials=initials(message.author_name),
        mine=mine,
        from_patient=message.from_patient,
        time=clocks.at_time(message.sent_at, work.zone),
        day=clocks.day_heading(message.sent_at, work.now, work.zone) if first_of_day else "",
        fresh=fresh,
    )


def titled(name: str, title: str) -> str:
    """A name with what the person does: "Ben Ruiz, nurse"."""
    work = clinic_words.spoken(title)
    return f"{name}, {work.lower() if work[1:].islower() else work}" if work else name


def standing(work: Work, thread: Thread, task: Task, pool: PoolRow, owner: StaffRow | None) -> tuple[str, str]:
    """Who has it, and what comes next."""
    if thread.closed_at is not None:
        when = clocks.moment(thread.closed_at, work.now, work.zone)
        return say("You closed this {when}.", when=when), say("You can open it again at any time.")
    if task.state is TaskState.CLOSED:
        return say("Your care team has finished with this."), say("Write again if you need more.")
    if task.state is TaskState.WAITING:
        return say("Your care team has answered."), say("Write back if you need more.")
    who = titled(owner.name, owner.title) if owner else clinic_words.spoken(pool.name)
    has_it = say("This is with {who}.", who=who)
    if task.due_at is None:
        return has_it, ""
    if task.due_at < work.now:
        late = say("We are late: we said {by}. We have not forgotten you.", by=_by(work, task))
        return has_it, late
    return has_it, say("We answer {by}.", by=_by(work, task))


def head_of(
    work: Work, thread: Thread, topic: Topic, task: Task, pool: PoolRow, owner: StaffRow | None, seen: Receipt
) -> ThreadHead:
    """The conversation as it stands, in the reader's words."""
    has_it, then = standing(work, thread, task, pool, owner)
    until = routing.route(topic, work.now, clocks.opening(work.clinic.policy), work.zone).due_at
    return ThreadHead(
        id=str(thread.id),
        subject=thread.subject,
        topic=name_of(topic, language()),
        standing=has_it,
        next=then,
        promise=say("Send it now and we answer {by}.", by=clocks.by(until, work.now, work.zone)),
        initials=initials(owner.name if owner else ""),
        closed=thread.closed_at is not None,
        total=thread.messages,
        seen_id=seen.message_id,
        seen=seen.sentence,
        was_read=seen.was_read,
    )


def _by(work: Work, task: Task) -> str:
    assert task.due_at is not None
    return clocks.by(task.due_at, work.now, work.zone)


def name_of(topic: Topic, tongue: str) -> str:
    """The topic in the reader's language."""
    return topic.name.get(tongue) or topic.name.get("en", "")
