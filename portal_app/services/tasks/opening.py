"""A task opened for work: what it is about, how it stands, what may be done; looking at it is a fact."""

from uuid import UUID

from babel.dates import format_date
from sqlalchemy import exists, or_, select

from portal_app import reading
from portal_app.access import visible
from portal_app.access.permissions import Permission
from portal_app.catalogue import language, say
from portal_app.facts.chart import ChartRead
from portal_app.models import (
    Patient,
    Pool,
    Role,
    Site,
    Staff,
    StaffRole,
    StaffSite,
    Task,
    TaskKind,
    TaskLook,
    TaskState,
    Thread,
    Topic,
)
from portal_app.rules import clinic_words, clocks, languages
from portal_app.rules.ages import age
from portal_app.rules.kinds import KINDS, Kind, Verb, allows
from portal_app.services.tasks.cards import Entry, Place, Places, TaskCard
from portal_app.services.tasks.drafts import draft, said
from portal_app.services.tasks.presence import HERE, look_at, others
from portal_app.services.tasks.story import SHOWN, story, written_since
from portal_app.work import Work

MOST_PLACES = 200


def look(work: Work, task_id: UUID, shown: int = SHOWN, again: bool = False) -> TaskCard:
    """Open a task: it becomes read, colleagues see who is here, and the look is recorded.

    `again` redraws a task that is open already; only what the patient added since is a new look.
    """
    work.permit(Permission.INBOX_READ)
    task = work.one(visible.tasks(work.actor).where(Task.id == task_id))
    seen = work.session.get(TaskLook, (task.id, work.actor.staff_id))
    if not again or _has_news(task, seen):
        _note(work, task)
    look_at(work, task, read_at=work.now, present_until=work.now + HERE)
    work.session.expire_all()
    if not again:
        work.topics.add(f"task:{task.id}")
    return card(work, task, shown)


def hear(work: Work, task_id: UUID) -> list[Entry]:
    """What the patient wrote since the actor, who has the task open, looked last; hearing it is a look, and recorded.

    The quick half of a redraw: what somebody waits for stands on the page before the rest is read again.
    """
    work.permit(Permission.INBOX_READ)
    task = work.session.scalars(visible.tasks(work.actor).where(Task.id == task_id)).first()
    if task is None or task.kind is not TaskKind.MESSAGE:
        return []
    seen = work.session.get(TaskLook, (task.id, work.actor.staff_id))
    if seen is None or seen.read_at is None or not _has_news(task, seen):
        return []
    heard = written_since(work, task, seen.read_at)
    _note(work, task)
    look_at(work, task, read_at=work.now, present_until=work.now + HERE)
    return heard


def _has_news(task: Task, seen: TaskLook | None) -> bool:
    return seen is None or seen.read_at is None or seen.read_at < task.news_at


def _note(work: Work, task: Task) -> None:
    work.record(ChartRead(patient_id=task.patient_id, part=KINDS[task.kind].part, reason="task"))
    if task.kind is TaskKind.MESSAGE:
        reading.note_seen(work, task.about_id, task.patient_id, task.id)


def redraw(work: Work, task_id: UUID, shown: int = SHOWN) -> TaskCard:
    """The task as it stands now, changing nothing; an empty card when it has left the actor's sight.

    Where the look has to be written down first (`look`), the card says only that.
    """
    work.permit(Permission.INBOX_READ)
    task = work.session.scalars(visible.tasks(work.actor).where(Task.id == task_id)).first()
    if task is None:
        return TaskCard()
    return TaskCard(id=str(task.id), stale=True) if _stale(work, task) else card(work, task, shown)


def unread(work: Work, task_id: UUID) -> None:
    """Mark a task as not read by the actor, and leave it."""
    work.permit(Permission.INBOX_READ)
    task = work.one(visible.tasks(work.actor).where(Task.id == task_id))
    look_at(work, task, read_at=None, present_until=None, writing_until=None)
    work.topics.update((f"task:{task.id}", f"staff:{work.actor.staff_id}"))


def places(work: Work, task_id: UUID) -> Places:
    """The pools and the colleagues that this task can be handed to."""
    work.permit(Permission.TASKS_WORK)
    task = work.one(visible.tasks(work.actor).where(Task.id == task_id))
    pools = work.session.scalars(select(Pool).order_by(Pool.position).limit(MOST_PLACES))
    people = work.session.scalars(colleagues(task).order_by(Staff.name).limit(MOST_PLACES))
    return Places(
        [Place(str(pool.id), clinic_words.spoken(pool.name)) for pool in pools if pool.id != task.pool_id],
        [Place(str(one.id), one.name, clinic_words.spoken(one.title)) for one in people if one.id != task.owner_id],
    )


def colleagues(task: Task):
    """Who works where this task's patient is seen, in a role that may move such a task."""
    roles = [Role(role) for role in KINDS[task.kind].roles]
    there = Staff.all_sites.is_(True)
    if task.site_id is not None:
        there = or_(there, exists().where(StaffSite.staff_id == Staff.id, StaffSite.site_id == task.site_id))
    able = exists().where(StaffRole.staff_id == Staff.id, StaffRole.role.in_(roles))
    return select(Staff).where(Staff.left_at.is_(None), able, *([there] if task.site_id is not None else []))


def card(work: Work, task: Task, shown: int = SHOWN) -> TaskCard:
    """The task in the reader's words."""
    kind = KINDS[task.kind]
    patient = work.one(visible.patients(work.actor).where(Patient.id == task.patient_id))
    pool = work.session.get_one(Pool, task.pool_id)
    owner = work.session.get(Staff, task.owner_id) if task.owner_id else None
    site = work.session.get(Site, task.site_id) if task.site_id else None
    entries, earlier = story(work, task, shown)
    open = task.state is TaskState.OPEN
    promise = clocks.clock(task.due_at, work.now, work.zone) if open else clocks.Clock()
    title, about = _about(work, task)
    reply, note = draft(work, task, "reply"), draft(work, task, "note")
    saved = max((one.saved_at for one in (reply, note) if one.body), default=None)
    mine = task.owner_id is not None and task.owner_id == work.actor.staff_id
    return TaskCard(
        id=str(task.id),
        version=task.version,
        kind=task.kind,
        word=say(kind.word),
        about_id=str(task.about_id),
        patient_id=str(patient.id),
        name=patient.name,
        age=age(patient.birth_date, work.now.astimezone(work.zone).date()),
        born=format_date(patient.birth_date, "medium", locale=language()) if patient.birth_date else "",
        site=site.name if site else "",
        tongue=languages.foreign(patient.language),
        title=title,
        standing=_standing(about, pool, owner, mine),
        follows=say(kind.follows[task.state]),
        patient_reads=say(kind.patient_reads[task.state]),
        clock=promise.words,
        tone=promise.tone,
        promised=say("Promised {when}", when=clocks.by(task.due_at, work.now, work.zone))
        if open and task.due_at
        else "",
        owner=say("You") if mine else owner.name if owner else "",
        mine=mine,
        claimed=owner is not None,
        state=task.state,
        pool_id=str(pool.id),
        verbs=_verbs(work, task, kind),
        story=entries,
        earlier=earlier,
        present=others(work, task),
        stale=_stale(work, task),
        draft=reply.body,
        draft_key=reply.key,
        note=note.body,
        note_key=note.key,
        kept=said(work, saved) if saved else "",
    )


def _stale(work: Work, task: Task) -> bool:
    seen = work.session.get(TaskLook, (task.id, work.actor.staff_id))
    if seen is None or seen.present_until is None or _has_news(task, seen):
        return True
    return seen.present_until - work.now < HERE / 2


def _promised(work: Work, task: Task) -> str:
    return say("Promised {when}", when=clocks.by(task.due_at, work.now, work.zone)) if task.due_at else ""


def _about(work: Work, task: Task) -> tuple[str, str]:
    """The heading, and what sort of thing it is in words."""
    if task.kind is not TaskKind.MESSAGE:
        return task.gist, say(KINDS[task.kind].word)
    thread = work.one(visible.threads(work.actor).where(Thread.id == task.about_id))
    topic = work.session.get(Topic, thread.topic_id)
    named = (topic.name.get(language()) or topic.name.get("en", "")) if topic else ""
    return thread.subject, say("Message: {topic}", topic=named) if named else say("Message")


def _standing(about: str, pool: Pool, owner: Staff | None, mine: bool) -> str:
    if owner is None:
        return say("{about}. Unclaimed in {pool}", about=about, pool=pool.name)
    if mine:
        return say("{about}. With you, in {pool}", about=about, pool=pool.name)
    return say("{about}. With {name}, in {pool}", about=about, name=owner.name, pool=pool.name)


def _verbs(work: Work, task: Task, kind: Kind) -> tuple[str, ...]:
    roles = work.actor.roles
    can = [verb for verb in Verb if allows(task.kind, task.state, verb, roles)]
    mine = task.owner_id == work.actor.staff_id
    hidden = {Verb.CLAIM} if mine else {Verb.RELEASE}
    return tuple(verb for verb in can if verb not in hidden)
