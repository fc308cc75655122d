"""The one queue: features put work into it and take it out, the inbox shows it, its history is kept in words."""

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from portal_app.access import visible
from portal_app.catalogue import say
from portal_app.errors import Conflict
from portal_app.models import Patient, Pool, Staff, Task, TaskEvent, TaskKind, TaskState
from portal_app.rules import history
from portal_app.work import Work

UNPROMISED = timedelta(days=7)
"""Where nothing was promised, a task stands among those that were promised in a week."""


class After(StrEnum):
    """What becomes of a task once it has been answered."""

    KEEP = "keep"
    HAND = "hand"
    CLOSE = "close"


def put(
    work: Work,
    kind: TaskKind,
    about_id: UUID,
    *,
    patient: Patient,
    pool_id: UUID,
    gist: str,
    due_at: datetime | None,
    verb: str = "opened",
) -> Task:
    """Make the task about this thing, or bring it back with what is new; it then keeps its owner and history."""
    task = of(work, about_id)
    if task is None:
        task = Task(
            kind=kind,
            about_id=about_id,
            patient_id=patient.id,
            site_id=patient.site_id,
            pool_id=pool_id,
            gist=gist[:140],
            since=work.now,
            due_at=due_at,
            rank_at=due_at or work.now + UNPROMISED,
            news_at=work.now,
            changed_at=work.now,
        )
        work.add(task)
        note(work, task, verb)
        return task
    return again(work, task, gist=gist, due_at=due_at)


def again(work: Work, task: Task, *, gist: str, due_at: datetime | None) -> Task:
    """Bring a task that this Work holds back with what is new."""
    if task.state is not TaskState.OPEN:
        # the patient waits anew from now, and was promised anew
        task.since, task.due_at, task.rank_at = work.now, due_at, due_at or work.now + UNPROMISED
        note(work, task, "reopened")
    task.state, task.closed_at = TaskState.OPEN, None
    task.gist, task.news_at = gist[:140], work.now
    changed(work, task)
    return task


def of(work: Work, about_id: UUID) -> Task | None:
    """The task about this thread, form or result, if there is one, held for this Work: two changes take their turn.

    The caller has found the thing itself through `visible`.
    """
    held = select(Task).where(col(Task.about_id) == about_id).with_for_update(key_share=True)
    return work.session.scalars(held.execution_options(populate_existing=True)).first()


def hold(work: Work, task_id: UUID, seen_version: int) -> Task:
    """The task, held for this Work; if it has changed since it was seen, a Conflict that says who did what."""
    task = work.one(visible.tasks(work.actor).where(col(Task.id) == task_id).with_for_update(of=Task))
    if task.version != seen_version:
        raise Conflict(say("{what}. Nothing of yours was lost: look again, then go on.", what=_newest(work, task)))
    return task


def _newest(work: Work, task: Task) -> str:
    newest = select(TaskEvent).where(col(TaskEvent.task_id) == task.id)
    newest = newest.order_by(col(TaskEvent.at).desc(), col(TaskEvent.id).desc())
    event = work.session.scalars(newest.limit(1)).first()
    if event is None or task.news_at > event.at:
        return say(history.WROTE_AGAIN)
    return history.sentence(event.verb, event.by_name, event.whom)


def changed(work: Work, task: Task) -> None:
    """Mark a task as changed, so that who acts on what they saw before is told first."""
    task.version += 1
    task.changed_at = work.now


def wait(work: Work, task: Task) -> None:
    """The clinic has answered: the task now waits for the patient and leaves the open list."""
    task.state, task.rank_at = TaskState.WAITING, work.now
    changed(work, task)


def answered(work: Work, task: Task, after: After, pool: Pool | None = None) -> None:
    """Staff have answered: the task becomes theirs and waits for the patient, or goes to `pool`, or is closed."""
    note(work, task, "replied")
    task.owner_id = task.owner_id or work.actor.staff_id
    if after is After.CLOSE:
        note(work, task, "closed")
        close(work, task)
    elif after is After.HAND and pool is not None:
        hand_to_pool(work, task, pool)
    else:
        wait(work, task)


def hand_to_pool(work: Work, task: Task, pool: Pool) -> None:
    """It is now that pool's, and nobody's by name."""
    task.pool_id, task.owner_id = pool.id, None
    note(work, task, "handed", whom=pool.name)
    reopen(work, task)


def hand_to_person(work: Work, task: Task, staff: Staff) -> None:
    """It is now this person's; the pool stays the same."""
    task.owner_id = staff.id
    note(work, task, "handed", whom=staff.name)
    reopen(work, task)


def close(work: Work, task: Task) -> None:
    """Nothing more is to be done."""
    task.state, task.closed_at, task.rank_at = TaskState.CLOSED, work.now, work.now
    changed(work, task)


def reopen(work: Work, task: Task) -> None:
    """Take it up again, where its promise puts it."""
    task.state, task.closed_at, task.rank_at = TaskState.OPEN, None, task.due_at or task.since + UNPROMISED
    changed(work, task)


def note(work: Work, task: Task, verb: str, *, whom: str = "", text: str = "") -> TaskEvent:
    """Add a line to the task's history; `text` is an internal note that patients never see."""
    event = TaskEvent(
        task_id=task.id,
        at=work.now,
        verb=verb,
        by_id=work.actor.staff_id,
        by_name=work.actor.name,
        whom=whom,
        note=text,
    )
    return work.add(event)
