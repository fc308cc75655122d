"""What a row of the list is drawn from, in one query: the task, its patient, its owner, my look, somebody else's."""

from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, select
from sqlalchemy.orm import aliased

from portal_app.access.actor import Actor
from portal_app.models import Patient, Staff, Task, TaskLook
from portal_app.models.base import Utc


def rights(actor: Actor) -> Actor:
    """The actor without their session: what a query depends on, and what it may be kept by."""
    return replace(
        actor, name="", title="", account_id=None, session_id=None, language="en", address="", glass_ids=frozenset()
    )


def drawn(tasks: Select[Task], actor: Actor, column: ColumnElement) -> Select[Any]:
    """The columns that a row needs, of these tasks; `column` is what the list is ordered by."""
    mine, other, owner, looker = aliased(TaskLook), aliased(TaskLook), aliased(Staff), aliased(Staff)
    eye = (
        select(looker.name)
        .join(other, other.staff_id == looker.id)
        .where(
            other.task_id == Task.id,
            other.present_until > bindparam("now", type_=Utc()),
            other.staff_id != actor.staff_id,
        )
        .limit(1)
        .correlate(Task)
        .scalar_subquery()
    )
    shown = tasks.with_only_columns(
        Task.id,
        Task.kind,
        Task.state,
        Task.gist,
        Task.since,
        Task.due_at,
        Task.rank_at,
        Task.news_at,
        Task.pool_id,
        Task.owner_id,
        column.label("place"),
        mine.read_at,
        owner.name.label("owner"),
        Patient.given,
        Patient.family,
        Patient.birth_date,
        Patient.language,
        eye.label("looker"),
    )
    return (
        shown.join(Patient, Patient.id == Task.patient_id)
        .outerjoin(owner, owner.id == Task.owner_id)
        .outerjoin(mine, and_(mine.task_id == Task.id, mine.staff_id == actor.staff_id))
    )
