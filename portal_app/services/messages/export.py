"""A conversation, or all of them, as a file to keep: plain text to read, JSON for programs."""

from enum import StrEnum
from uuid import UUID

import orjson

from portal_app.access import visible
from portal_app.access.permissions import Permission
from portal_app.catalogue import language, say
from portal_app.facts.messages import MessagesExported
from portal_app.models import Message, Thread, Topic
from portal_app.rules import clocks
from portal_app.services.messages.cards import name_of, titled
from portal_app.work import Work


class Form(StrEnum):
    """The two kinds of file."""

    TEXT = "txt"
    JSON = "json"


def export(work: Work, form: Form, thread_id: UUID | None = None) -> bytes:
    """Every message of one conversation of mine, or of all, oldest first; UTF-8."""
    work.permit(Permission.MESSAGES_READ)
    mine = visible.threads(work.actor).order_by(Thread.started_at, Thread.id)
    threads = work.all(mine) if thread_id is None else [work.one(mine.where(Thread.id == thread_id))]
    of_thread: dict[UUID, list[Message]] = {thread.id: [] for thread in threads}
    rows = visible.messages(work.actor).order_by(Message.sent_at, Message.id)
    if thread_id is not None:
        rows = rows.where(Message.thread_id == thread_id)
    for message in work.all(rows):
        of_thread[message.thread_id].append(message)
    work.record(MessagesExported(patient_id=work.actor.patient_id, form=form, thread_id=thread_id))
    topics = {topic.id: topic for topic in work.session.query(Topic)}
    parts = [(thread, name_of(topics[thread.topic_id], language()), of_thread[thread.id]) for thread in threads]
    return _json(work, parts) if form is Form.JSON else _text(work, parts)


Parts = list[tuple[Thread, str, list[Message]]]


def _text(work: Work, parts: Parts) -> bytes:
    until = clocks.moment(work.now, work.now, work.zone)
    day = clocks.on_day(work.now, work.now, work.zone)
    lines = [work.clinic.name, say("Your messages, {name}", name=work.actor.name), f"{day}, {until}", ""]
    for thread, topic, messages in parts:
        lines += ["=" * 60, thread.subject, say("About: {topic}", topic=topic), ""]
        for message in messages:
            at = message.sent_at.astimezone(work.zone)
            who = titled(message.author_name, message.author_title)
            lines += [f"{who}, {at:%Y-%m-%d %H:%M %Z}", message.body, "", "-" * 20, ""]
        if thread.closed_at is not None:
            lines += [say("You closed this {when}.", when=f"{thread.closed_at.astimezone(work.zone):%Y-%m-%d}"), ""]
    return "\n".join(lines).encode()


def _json(work: Work, parts: Parts) -> bytes:
    conversations = [
        {
            "subject": thread.subject,
            "topic": topic,
            "started_at": thread.started_at,
            "closed_at": thread.closed_at,
            "messages": [
                {
                    "id": message.id,
                    "sent_at": message.sent_at,
                    "from": message.author_name,
                    "title": message.author_title,
                    "from_patient": message.from_patient,
                    "body": message.body,
                }
                for message in messages
            ],
        }
        for thread, topic, messages in parts
    ]
    whole = {"clinic": work.clinic.name, "patient": work.actor.name, "exported_at": work.now}
    return orjson.dumps({**whole, "conversations": conversations}, option=orjson.OPT_INDENT_2)
