"""What staff have typed at a task and not sent: saved as they type, and seen by colleagues as "is writing"."""

import hashlib
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from portal_app.access import visible
from portal_app.access.permissions import Permission
from portal_app.catalogue import say
from portal_app.errors import BadInput
from portal_app.models import Draft, Message, Task, TaskEvent, TaskLook
from portal_app.rules import clocks
from portal_app.services.tasks.presence import HERE, WRITING, look_at, put
from portal_app.work import Work

LONGEST = 20_000
"""Longer than a message may be, so that what is too long is kept until it is shortened."""


def keep(work: Work, task_id: UUID, sort: str, body: str, key: str) -> str:
    """Save what is being written, a "reply" or a "note"; gives the sentence that says so. Empty is forgotten."""
    work.permit(Permission.TASKS_WORK)
    task = work.one(visible.tasks(work.actor).where(Task.id == task_id))
    if len(body) > LONGEST or not 16 <= len(key) <= 64:
        raise BadInput(say("This is too long to save. Shorten it a little."), "body" if sort == "reply" else "note")
    mine = {"account_id": work.actor.account_id, "place": place_of(task, sort)}
    put(work, Draft, mine, {"body": body, "key": key, "extra": {}, "saved_at": work.now})
    if not body.strip():
        return ""
    before = work.session.get(TaskLook, (task.id, work.actor.staff_id))
    if before is None or before.writing_until is None or before.writing_until < work.now:
        work.topics.add(f"task:{task.id}")
    look_at(work, task, present_until=work.now + HERE, writing_until=work.now + WRITING)
    return said(work, work.now)


def said(work: Work, saved_at: datetime) -> str:
    """That a draft is safe, and since when."""
    return say("Draft saved {time}", time=clocks.at_time(saved_at, work.zone))


def place_of(task: Task, sort: str) -> str:
    """Where the drafts of a task are kept: a reply with its conversation, a note with its task."""
    return f"note:{task.id}" if sort == "note" else f"thread:{task.about_id}"


def draft(work: Work, task: Task, sort: str) -> Draft:
    """What the actor has typed there before; else an empty one."""
    place = place_of(task, sort)
    kept = work.session.scalars(visible.drafts(work.actor).where(Draft.place == place)).first()
    return kept or Draft(place=place, body="", key=_next_key(work, task, sort), saved_at=work.now)


def _next_key(work: Work, task: Task, sort: str) -> str:
    """The same until something is sent from here: a page that connects again goes on with the draft that it shows."""
    if sort == "note":
        sent = select(func.count()).where(TaskEvent.task_id == task.id, TaskEvent.by_id == work.actor.staff_id)
    else:
        sent = select(func.count()).where(
            Message.thread_id == task.about_id, Message.author_id == work.actor.account_id
        )
    begun = f"{work.actor.account_id} {place_of(task, sort)} {work.session.scalar(sent)}"
    return hashlib.blake2b(begun.encode(), digest_size=16).hexdigest()
