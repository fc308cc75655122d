"""The patient writes in a conversation."""

from uuid import UUID

from portal_app.access import visible
from portal_app.access.permissions import Permission
from portal_app.catalogue import say
from portal_app.facts.messages import MessageSent
from portal_app.models import Thread
from portal_app.rules import clocks, writing
from portal_app.services.messages.cards import Sent, message_card
from portal_app.services.messages.drafts import draft
from portal_app.services.messages.posting import (
    ask_staff,
    fingerprint,
    forget_draft,
    held,
    place_of,
    post,
    sent_before,
)
from portal_app.work import Work


def send(work: Work, thread_id: UUID, body: str, key: str) -> Sent:
    """Add a message and put the conversation before who answers it; the same draft is sent once. Reopens if closed."""
    work.permit(Permission.MESSAGES_SEND)
    thread = work.one(held(visible.threads(work.actor).where(Thread.id == thread_id)))
    words = writing.message(body)
    mark = fingerprint(key, words)
    last = thread.last_at
    message = sent_before(work, thread, mark)
    if message is None:
        message = post(work, thread, words, mark)
        thread.closed_at = thread.closed_by = None
        task = ask_staff(work, thread)
        work.record(
            MessageSent(
                patient_id=thread.patient_id,
                thread_id=thread.id,
                message_id=message.id,
                task_id=task.id,
                pool_id=task.pool_id,
            )
        )
    forget_draft(work, place_of(thread.id), key)
    new_day = clocks.on_day(last, work.now, work.zone) != clocks.on_day(work.now, work.now, work.zone)
    return Sent(
        message_card(work, message, patient_reads=True, first_of_day=new_day, fresh=False),
        say("Sent {time}", time=clocks.at_time(message.sent_at, work.zone)),
        draft(work, place_of(thread.id)),
    )
