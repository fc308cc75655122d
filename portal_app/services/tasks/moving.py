"""What staff do with a task: each move says which version it was made on, and who moved first is named to the other."""

from uuid import UUID

from sqlalchemy import delete, select

from portal_app import queue
from portal_app.access import visible
from portal_app.access.permissions import Permission
from portal_app.catalogue import say
from portal_app.errors import BadInput, NotFound, Refused
from portal_app.facts.tasks import TaskClaimed, TaskClosed, TaskHanded, TaskMoved, TaskNoted, TaskReleased, TaskReopened
from portal_app.models import Draft, Pool, Staff, Task, TaskEvent
from portal_app.rules.kinds import Verb, allows
from portal_app.rules.writing import message as worded
from portal_app.services.tasks.cards import TaskCard
from portal_app.services.tasks.drafts import place_of
from portal_app.services.tasks.opening import card, colleagues
from portal_app.work import Work


def claim(work: Work, task_id: UUID, seen_version: int) -> TaskCard:
    """Take a task on, also one that a colleague had."""
    task = _held(work, task_id, seen_version, Verb.CLAIM)
    if task.owner_id != work.actor.staff_id:
        task.owner_id = work.actor.staff_id
        queue.note(work, task, "claimed")
        queue.changed(work, task)
        _record(work, TaskClaimed, task)
    return card(work, task)


def release(work: Work, task_id: UUID, seen_version: int) -> TaskCard:
    """Put a task of one's own back where everybody of the pool sees it as unclaimed."""
    task = _held(work, task_id, seen_version, Verb.RELEASE)
    if task.owner_id != work.actor.staff_id:
        raise BadInput(say("Only who has it can put it back. Take it over first."))
    task.owner_id = None
    queue.note(work, task, "released")
    queue.changed(work, task)
    _record(work, TaskReleased, task, from_id=work.actor.staff_id)
    return card(work, task)


def hand_to_pool(work: Work, task_id: UUID, seen_version: int, pool_id: UUID) -> None:
    """Give a task to another pool; it may leave the actor's sight."""
    task = _held(work, task_id, seen_version, Verb.HAND)
    pool = work.session.get(Pool, pool_id)
    if pool is None:
        raise NotFound(say("We could not find that. It may have moved."))
    from_pool, from_person = task.pool_id, task.owner_id
    queue.hand_to_pool(work, task, pool)
    _record(work, TaskHanded, task, from_pool_id=from_pool, from_id=from_person)


def hand_to_person(work: Work, task_id: UUID, seen_version: int, staff_id: UUID) -> None:
    """Give a task to a colleague who works where its patient is seen."""
    task = _held(work, task_id, seen_version, Verb.HAND)
    colleague = work.one(colleagues(task).where(Staff.id == staff_id))
    before = task.owner_id
    queue.hand_to_person(work, task, colleague)
    _record(work, TaskHanded, task, from_pool_id=task.pool_id, from_id=before)


def note(work: Work, task_id: UUID, text: str) -> TaskCard:
    """Add a note that the team reads and patients never see; the same words sent twice are one note."""
    work.permit(Permission.TASKS_WORK)
    task = work.one(visible.tasks(work.actor).where(Task.id == task_id).with_for_update(of=Task))
    _allowed(work, task, Verb.NOTE)
    words = worded(text, "note")
    if words != _my_newest_note(work, task):
        queue.note(work, task, "noted", text=words)
        _record(work, TaskNoted, task)
    drafted = (Draft.account_id == work.actor.account_id, Draft.place == place_of(task, "note"))
    work.session.execute(delete(Draft).where(*drafted))
    work.session.flush()
    return card(work, task)


def close(work: Work, task_id: UUID, seen_version: int) -> TaskCard:
    """Nothing more is to be done; it opens again by itself when the patient adds something."""
    task = _held(work, task_id, seen_version, Verb.CLOSE)
    queue.note(work, task, "closed")
    queue.close(work, task)
    _record(work, TaskClosed, task)
    return card(work, task)


def reopen(work: Work, task_id: UUID, seen_version: int) -> TaskCard:
    """Take a closed task up again; its promise is the old one."""
    task = _held(work, task_id, seen_version, Verb.REOPEN)
    queue.note(work, task, "reopened")
    queue.reopen(work, task)
    _record(work, TaskReopened, task)
    return card(work, task)


def _held(work: Work, task_id: UUID, seen_version: int, verb: Verb) -> Task:
    work.permit(Permission.TASKS_WORK)
    task = queue.hold(work, task_id, seen_version)
    _allowed(work, task, verb)
    return task


def _allowed(work: Work, task: Task, verb: Verb) -> None:
    if not allows(task.kind, task.state, verb, work.actor.roles):
        raise Refused(say("You cannot do this with your account."))


def _my_newest_note(work: Work, task: Task) -> str:
    newest = (
        select(TaskEvent)
        .where(TaskEvent.task_id == task.id)
        .order_by(TaskEvent.at.desc(), TaskEvent.id.desc())
        .limit(1)
    )
    event = work.session.scalars(newest).first()
    return event.note if event and event.by_id == work.actor.staff_id and event.verb == "noted" else ""


def _record(work: Work, fact: type[TaskMoved], task: Task, **more: UUID | None) -> None:
    work.session.flush()
    work.record(fact(patient_id=task.patient_id, task_id=task.id, pool_id=task.pool_id, owner_id=task.owner_id, **more))
