"""Who has a task open and what they do there, so that two people on one thing see each other."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Table, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel

from portal_app.access import visible
from portal_app.access.permissions import Permission
from portal_app.catalogue import say
from portal_app.models import Staff, Task, TaskLook
from portal_app.work import Work

HERE = timedelta(seconds=100)
"""A page that stays open says so every minute; one that is gone is forgotten soon after."""
WRITING = timedelta(seconds=30)


def rest(work: Work, task_id: UUID) -> None:
    """The actor has stopped writing, and is still here."""
    work.permit(Permission.TASKS_WORK)
    task = work.session.scalars(visible.tasks(work.actor).where(Task.id == task_id)).first()
    if task is not None:
        look_at(work, task, present_until=work.now + HERE, writing_until=None)
        work.topics.add(f"task:{task.id}")


def leave(work: Work, task_id: UUID) -> None:
    """The page with this task was left; one that is out of sight by now needs no word."""
    work.permit(Permission.INBOX_READ)
    task = work.session.scalars(visible.tasks(work.actor).where(Task.id == task_id)).first()
    if task is not None:
        look_at(work, task, present_until=None, writing_until=None)
        work.topics.add(f"task:{task.id}")


def look_at(work: Work, task: Task, **values: Any) -> None:
    """Write down what the actor does with a task."""
    put(work, TaskLook, {"task_id": task.id, "staff_id": work.actor.staff_id}, values)


def put(work: Work, model: type[SQLModel], key: dict[str, Any], values: dict[str, Any]) -> None:
    """Set these columns of the row with this key, which there is afterwards in any case: two pages may race."""
    dialect = sqlite if work.session.get_bind().dialect.name == "sqlite" else postgresql
    table: Table = model.__table__  # type: ignore[attr-defined]
    work.session.execute(
        dialect.insert(table).values(**key, **values).on_conflict_do_update(index_elements=list(key), set_=values)
    )


def others(work: Work, task: Task) -> str:
    """Who else is here, in a sentence; who writes comes first."""
    here = work.session.execute(
        select(Staff.name, TaskLook.writing_until)
        .join(Staff, Staff.id == TaskLook.staff_id)
        .where(
            TaskLook.task_id == task.id,
            TaskLook.present_until > work.now,
            TaskLook.staff_id != work.actor.staff_id,
        )
        .order_by(Staff.name)
        .limit(3)
    ).all()
    writers = [one.name for one in here if one.writing_until is not None and one.writing_until > work.now]
    if writers:
        return say("{name} is writing", name=writers[0])
    return say("{name} is looking at this", name=", ".join(one.name for one in here)) if here else ""
