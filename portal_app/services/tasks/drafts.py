"""What staff have typed at a task and not sent yet; `services/messages` saves it as they type."""

import secrets

from portal_app.access import visible
from portal_app.models import Draft, Task
from portal_app.work import Work


def place_of(task: Task, sort: str) -> str:
    """Where the drafts of a task are kept: a reply with its conversation, a note with its task."""
    return f"note:{task.id}" if sort == "note" else f"thread:{task.about_id}"


def draft(work: Work, task: Task, sort: str) -> Draft:
    """What the actor has typed there before; else an empty one with a key of its own."""
    place = place_of(task, sort)
    kept = work.session.scalars(visible.drafts(work.actor).where(Draft.place == place)).first()
    return kept or Draft(place=place, body="", key=secrets.token_urlsafe(16), saved_at=work.now)
