"""A task's story in the order of time: the patient's words, the clinic's, team notes, and who did what."""

from datetime import datetime

from portal_app import reading
from portal_app.access import visible
from portal_app.models import Message, Task, TaskEvent, TaskKind, Thread
from portal_app.rules import clocks, history
from portal_app.rules.writing import initials
from portal_app.services.tasks.cards import Entry
from portal_app.work import Work

SHOWN = 60
# A message says these itself.
UNSAID = frozenset({"opened", "replied"})


def story(work: Work, task: Task, shown: int = SHOWN) -> tuple[list[Entry], int]:
    """The newest so many messages with everything since the first of them, oldest first; and how many are older."""
    messages, older = _messages(work, task, shown)
    events = list(
        work.session.scalars(
            visible.task_events(work.actor)
            .where(TaskEvent.task_id == task.id, TaskEvent.verb.not_in(UNSAID))
            .order_by(TaskEvent.at.desc(), TaskEvent.id.desc())
            .limit(shown * 2)
        )
    )
    if older and messages:
        events = [event for event in events if event.at >= messages[0].sent_at]
    seen = reading.receipt(work, task.about_id) if messages else reading.Receipt()
    told = [(message.sent_at, _said(work, message, seen)) for message in messages]
    told += [(event.at, _done(work, event)) for event in events]
    return [entry for _, entry in sorted(told, key=lambda pair: pair[0])], older


def written_since(work: Work, task: Task, since: datetime) -> list[Entry]:
    """The patient's messages of a task's conversation after a moment, oldest first."""
    newer = (
        visible.messages(work.actor)
        .where(Message.thread_id == task.about_id, Message.from_patient.is_(True), Message.sent_at > since)
        .order_by(Message.sent_at, Message.id)
        .limit(SHOWN)
    )
    return [_said(work, message, reading.Receipt()) for message in work.all(newer)]


def _messages(work: Work, task: Task, shown: int) -> tuple[list[Message], int]:
    if task.kind is not TaskKind.MESSAGE:
        return [], 0
    thread = work.one(visible.threads(work.actor).where(Thread.id == task.about_id))
    newest = (
        visible.messages(work.actor)
        .where(Message.thread_id == thread.id)
        .order_by(Message.sent_at.desc(), Message.id.desc())
        .limit(shown)
    )
    messages = list(reversed(work.all(newest)))
    return messages, max(thread.messages - len(messages), 0)


def _said(work: Work, message: Message, seen: reading.Receipt) -> Entry:
    return Entry(
        id=str(message.id),
        sort="patient" if message.from_patient else "clinic",
        who=message.author_name,
        title=message.author_title,
        initials=initials(message.author_name),
        body=message.body,
        time=clocks.moment(message.sent_at, work.now, work.zone),
        below=seen.sentence if seen.message_id == str(message.id) else "",
    )


def _done(work: Work, event: TaskEvent) -> Entry:
    noted = event.verb == "noted"
    return Entry(
        id=str(event.id),
        sort="note" if noted else "line",
        who=event.by_name,
        title="",
        initials=initials(event.by_name) if event.by_name else "",
        body=event.note if noted else history.sentence(event.verb, event.by_name, event.whom),
        time=clocks.moment(event.at, work.now, work.zone),
    )
