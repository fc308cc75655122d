"""Tasks for results: what waits for a review or a comment is asked for once, and settles itself when it is there.

Done by the portal itself whenever something about a patient's items has changed; the same twice changes nothing.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import case, select

from portal_app import queue, releasing
from portal_app.access import visible
from portal_app.access.permissions import Permission
from portal_app.catalogue import say
from portal_app.facts.tasks import TaskClosed, TaskMoved
from portal_app.models import Patient, Pool, Resource, Review, Task, TaskEvent, TaskKind, TaskState
from portal_app.rules.release import When
from portal_app.work import Work

POOLS = ("prescribers", "nurses")
"""Who is asked: the first of these pools that the clinic has."""


def ask(work: Work, patient_id: UUID) -> None:
    """Make the tasks of one patient's results agree with what waits: one a result, due when its wait ends."""
    work.permit(Permission.CHART_IMPORT)
    # held, so that two imports of one patient take their turn
    patient = work.one(visible.patients(work.actor).where(Patient.id == patient_id).with_for_update(key_share=True))
    waiting = waiting_items(work, patient.id)
    pool = _pool(work) if waiting else None
    for root_id, due_at in waiting.items():
        if pool is not None:
            _ask(work, patient, pool, root_id, due_at)
    open_ones = select(Task).where(
        Task.patient_id == patient.id, Task.kind == TaskKind.RESULT, Task.state == TaskState.OPEN
    )
    for task in work.all(open_ones.with_for_update(key_share=True)):
        if task.about_id not in waiting and _is_done(work, task):
            queue.note(work, task, "settled")
            queue.close(work, task)
            _record(work, TaskClosed, task)


def waiting_items(work: Work, patient_id: UUID) -> Mapping[UUID, datetime]:
    """Which whole items wait for a review or a comment, and when each wait ends by itself."""
    on_review = [rule.key for rule in releasing.rules_now(work).rules if rule.when is When.REVIEWED]
    later = visible.resources(work.actor, work.now).where(
        Resource.patient_id == patient_id, Resource.visible_from > work.now, Resource.about_id.is_(None)
    )
    query = later.with_only_columns(
        Resource.id, Resource.panel_id, Resource.allowed_from, Resource.visible_from, Resource.decided_by
    )
    ends: dict[UUID, datetime] = {}
    rows = work.session.execute(query).all()
    reviewed = _reviewed(work, {row.panel_id or row.id for row in rows})
    for row in rows:
        root_id = row.panel_id or row.id
        own = row.visible_from > row.allowed_from
        by_rule = row.decided_by in on_review and row.allowed_from > work.now
        if root_id not in reviewed and (own or by_rule):
            end = row.visible_from if own else row.allowed_from
            ends[root_id] = min(end, ends.get(root_id, end))
    return ends


def _reviewed(work: Work, item_ids: set[UUID]) -> set[UUID]:
    return set(work.session.scalars(select(Review.resource_id).where(Review.resource_id.in_(item_ids))))


def _pool(work: Work) -> Pool | None:
    first = case({slug: place for place, slug in enumerate(POOLS)}, value=Pool.slug, else_=len(POOLS))
    return work.session.scalars(select(Pool).order_by(first, Pool.position).limit(1)).first()


def _ask(work: Work, patient: Patient, pool: Pool, root_id: UUID, due_at: datetime) -> None:
    task = queue.of(work, root_id)
    if task is None:
        # staff read it; what it is about stands behind the permission to read charts
        gist = say("Comment on a result")
        task = queue.put(
            work, TaskKind.RESULT, root_id, patient=patient, pool_id=pool.id, gist=gist, due_at=due_at, verb="arrived"
        )
        _record(work, TaskMoved, task)
    elif task.state is TaskState.OPEN and task.due_at != due_at:
        task.due_at = task.rank_at = due_at
        queue.changed(work, task)
        _record(work, TaskMoved, task)
    elif task.state is not TaskState.OPEN and not _closed_by_hand(work, task):
        queue.again(work, task, gist=task.gist, due_at=due_at)
        _record(work, TaskMoved, task)


def _is_done(work: Work, task: Task) -> bool:
    """Reviewed, shown before its time, or taken back; what only time has opened still wants somebody's look."""
    if _reviewed(work, {task.about_id}):
        return True
    item = work.session.get(Resource, task.about_id)
    return item is None or item.entered_in_error or (task.due_at is not None and task.due_at > work.now)


def _closed_by_hand(work: Work, task: Task) -> bool:
    newest = select(TaskEvent).where(TaskEvent.task_id == task.id, TaskEvent.verb.in_(("closed", "settled")))
    event = work.session.scalars(newest.order_by(TaskEvent.at.desc(), TaskEvent.id.desc()).limit(1)).first()
    return event is not None and event.verb == "closed"


def _record(work: Work, fact: type[TaskMoved], task: Task) -> None:
    work.session.flush()
    work.record(fact(patient_id=task.patient_id, task_id=task.id, pool_id=task.pool_id, owner_id=task.owner_id))
