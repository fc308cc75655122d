"""Conversations that tests begin."""

import secrets
from uuid import UUID

from sqlalchemy import select

from portal_app.access.actor import SYSTEM
from portal_app.models import Task
from portal_app.services import messages
from portal_app.wiring import begin
from tests.people import person, uid

KEY = "the-key-of-a-draft"


def key() -> str:
    """A draft's key of its own."""
    return secrets.token_urlsafe(16)


def begun(
    who: str,
    *,
    subject: str = "My potassium",
    body: str = "Should I stop the lisinopril?",
    topic: str = "medicine",
    key: str = "the-first-draft-of-all",
) -> UUID:
    """A conversation that a patient has begun."""
    with begin(person(who)) as work:
        return messages.start(work, str(uid(topic)), subject, body, key)


def task_of(thread_id: UUID) -> UUID:
    """The task about a conversation."""
    with begin(SYSTEM, reads=True) as work:
        return work.session.scalars(select(Task.id).where(Task.about_id == thread_id)).one()
