"""What staff have typed and not sent: kept on the server as they type, and seen by colleagues as "is writing"."""

import secrets
from uuid import UUID

from portal_app.access import visible
from portal_app.access.permissions import Permission
from portal_app.models import Draft, Task, TaskLook
from portal_app.services.tasks.presence import HERE, WRITING, look_at, put
from portal_app.work import Work

LONGEST = 20_000


def keep(work: Work, task_id: UUID, place: str, body: str, key: str) -> str:
    """Save a reply or a note that is being written; gives the draft's key. An empty one is kept as empty."""
    work.permit(Permission.TASKS_WORK)
    task = work.one(visible.tasks(work.actor).where(Task.id == task_id))
    key = key if 16 <= len(key) <= 64 else new_key()
    mine = {"account_id": work.actor.account_id, "place": place_of(task, place)}
    put(work, Draft, mine, {"body": body[:LONGEST], "key": key, "extra": {}, "saved_at": work.now})
    look = work.session.get(TaskLook, (task.id, work.actor.staff_id))
    if look is None or look.writing_until is None or look.writing_until < work.now:
        work.topics.add(f"task:{task.id}")
    look_at(work, task, present_until=work.now + HERE, writing_until=work.now + WRITING)
    return key


def place_of(task: Task, place: str) -> str:
    """Where the drafts of a task are kept: a reply with its conversation, a note with its task."""
    return f"note:{task.id}" if place == "note" else f"thread:{task.about_id}"


def new_key() -> str:
    """The key of a fresh draft; sent along with it, so that what is sent twice is one message."""
    return secrets.token_urlsafe(16)


def draft(work: Work, task: Task, place: str) -> Draft | None:
    """What the actor has typed there before."""
    return work.session.scalars(visible.drafts(work.actor).where(Draft.place == place_of(task, place))).first()
