"""The patient writes in a conversation."""

from uuid import UUID

from portal_app import reading
from portal_app.access.permissions import Permission
from portal_app.catalogue import say
from portal_app.facts.messages import MessageSent
from portal_app.rules import clocks, writing
from portal_app.services.messages.cards import DraftCard, Sent, head_of, message_card
from portal_app.services.messages.drafts import key_after
from portal_app.services.messages.posting import (
    ask_again,
    forget_draft,
    held_with_task,
    place_of,
    post,
    sent_before,
    take_turn,
)
from portal_app.work import Work


def send(work: Work, thread_id: UUID, body: str, key: str) -> Sent:
    """Add a message and put the conversation before who answers it; the same draft is sent once. Reopens if closed."""
    work.permit(Permission.MESSAGES_SEND)
    found = held_with_task(work, thread_id)
    thread, task = found.thread, found.task
    words = writing.message(body)
    mark = writing.fingerprint(key, words)
    last = thread.last_at
    message = sent_before(work, thread, mark)
    forget_draft(work, place_of(thread.id), key)
    if message is None:
        take_turn(work, thread.patient_id)
        message = post(work, thread, words, mark)
        thread.closed_at = thread.closed_by = None
        ask_again(work, found)
        work.record(
            MessageSent(
                patient_id=thread.patient_id,
                thread_id=thread.id,
                message_id=message.id,
                task_id=task.id,
                pool_id=task.pool_id,
            )
        )
    new_day = last.astimezone(work.zone).date() != message.sent_at.astimezone(work.zone).date()
    return Sent(
        message_card(work, message, patient_reads=True, first_of_day=new_day, fresh=False),
        say("Sent {time}", time=clocks.at_time(message.sent_at, work.zone)),
        DraftCard(key=key_after(work, thread.id, message.id)),
        head_of(work, thread, found.topic, task, found.pool, found.owner, reading.just_sent(message.id)),
    )
