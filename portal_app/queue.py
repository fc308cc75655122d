"""The one queue: features put work into it and take it out, the inbox shows it, its history is kept in words."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from portal_app.models import Patient, Task, TaskEvent, TaskKind, TaskState
from portal_app.work import Work


def put(
    work: Work, kind: TaskKind, about_id: UUID, *, patient: Patient, pool_id: UUID, gist: str, due_at: datetime | None
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
            news_at=work.now,
            changed_at=work.now,
        )
        work.add(task)
        note(work, task, "opened")
        return task
    if task.state is not TaskState.OPEN:
        # the patient waits anew from now, and was promised anew
        task.since, task.due_at = work.now, due_at
        note(work, task, "reopened")
    task.state, task.closed_at = TaskState.OPEN, None
    task.gist, task.news_at = gist[:140], work.now
    changed(work, task)
    return task


def of(work: Work, about_id: UUID) -> Task | None:
    """The task about this thread or form, if there is one. The caller has found the thing itself through `visible`."""
    return work.session.scalars(select(Task).where(Task.about_id == about_id)).first()


def changed(work: Work, task: Task) -> None:
    """Mark a task as changed, so that who acts on what they saw before is told first."""
    task.version += 1
    task.changed_at = work.now


def wait(work: Work, task: Task) -> None:
    """The clinic has answered: the task now waits for the patient and leaves the open list."""
    task.state = TaskState.WAITING
    changed(work, task)


def close(work: Work, task: Task) -> None:
    """Nothing more is to be done."""
    task.state, task.closed_at = TaskState.CLOSED, work.now
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
