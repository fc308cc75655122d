"""The patient closes a conversation that needs no more answer, and opens it again. Nothing is ever deleted."""

from uuid import UUID

from portal_app import queue
from portal_app.access import visible
from portal_app.access.permissions import Permission
from portal_app.facts.messages import ThreadClosed, ThreadReopened
from portal_app.models import Message, TaskState
from portal_app.services.messages.posting import ask_again, held_with_task
from portal_app.work import Work


def close(work: Work, thread_id: UUID) -> None:
    """Close it; what staff had still to do about it is done. Twice is once."""
    work.permit(Permission.MESSAGES_SEND)
    found = held_with_task(work, thread_id)
    thread, task = found.thread, found.task
    if thread.closed_at is not None:
        return
    thread.closed_at, thread.closed_by = work.now, work.actor.account_id
    if task.state is not TaskState.CLOSED:
        queue.close(work, task)
        queue.note(work, task, "closed")
    work.record(ThreadClosed(patient_id=thread.patient_id, thread_id=thread.id, task_id=task.id, pool_id=task.pool_id))


def reopen(work: Work, thread_id: UUID) -> None:
    """Open it again; a question that was not answered is before staff again."""
    work.permit(Permission.MESSAGES_SEND)
    found = held_with_task(work, thread_id)
    thread, task = found.thread, found.task
    if thread.closed_at is None:
        return
    thread.closed_at = thread.closed_by = None
    newest_first = visible.messages(work.actor).where(Message.thread_id == thread.id)
    if work.one(newest_first.order_by(Message.sent_at.desc(), Message.id.desc())).from_patient:
        ask_again(work, found)
    else:
        task.closed_at = None
        queue.wait(work, task)
        queue.note(work, task, "reopened")
    work.record(
        ThreadReopened(patient_id=thread.patient_id, thread_id=thread.id, task_id=task.id, pool_id=task.pool_id)
    )
