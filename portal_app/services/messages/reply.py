"""Staff answer: the patient sees it at once, and the task waits for the patient, goes on or is done."""

from uuid import UUID

from portal_app import queue
from portal_app.access import visible
from portal_app.access.permissions import Permission
from portal_app.catalogue import say
from portal_app.errors import BadInput
from portal_app.facts.messages import ReplySent
from portal_app.models import Message, Pool, Task, Thread
from portal_app.queue import After
from portal_app.rules import writing
from portal_app.services.messages.cards import MessageCard, message_card
from portal_app.services.messages.posting import forget_draft, held, place_of, post, sent_before
from portal_app.work import Work


def reply(
    work: Work,
    task_id: UUID,
    body: str,
    key: str,
    seen_version: int,
    *,
    after: After = After.KEEP,
    pool_id: UUID | None = None,
    confirmed: bool = False,
) -> MessageCard:
    """Answer the patient once; if the task changed since it was seen, say what happened first, unless `confirmed`."""
    work.permit(Permission.MESSAGES_REPLY)
    # the thread is held before the task, as when the patient sends: two Works never wait for each other
    about_id = work.one(visible.tasks(work.actor).where(Task.id == task_id).with_only_columns(Task.about_id))
    thread = work.one(held(visible.threads(work.actor).where(Thread.id == about_id)))
    words = writing.message(body)
    mark = writing.fingerprint(key, words)
    message = sent_before(work, thread, mark)
    if message is None:
        task = queue.of(work, thread.id) if confirmed else queue.hold(work, task_id, seen_version)
        if task is None:
            raise LookupError("a conversation without its task")
        message = post(work, thread, words, mark)
        _go_on(work, task, message, after, pool_id)
    forget_draft(work, place_of(thread.id), key)
    return message_card(work, message, patient_reads=False, first_of_day=False, fresh=False)


def _go_on(work: Work, task: Task, message: Message, after: After, pool_id: UUID | None) -> None:
    pool = work.session.get(Pool, pool_id) if pool_id else None
    if after is After.HAND and pool is None:
        raise BadInput(say("Choose who goes on with this."), "pool")
    before = task.pool_id
    queue.answered(work, task, after, pool)
    work.record(
        ReplySent(
            patient_id=task.patient_id,
            thread_id=message.thread_id,
            message_id=message.id,
            task_id=task.id,
            pool_id=before,
            handed_to=task.pool_id if task.pool_id != before else None,
        )
    )
