"""May I see it? The only place that selects patient data; what it does not select does not exist for the actor."""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, Uuid, and_, bindparam, false, or_, select, true

from portal_app.access.actor import Actor, ActorKind
from portal_app.access.permissions import Permission, granted
from portal_app.models import (
    Draft,
    FactRow,
    Form,
    Group,
    Hold,
    Invitation,
    Message,
    Notice,
    Patient,
    Resource,
    Review,
    Session,
    Task,
    TaskEvent,
    Thread,
)

ANY_PATIENT = Actor(kind=ActorKind.PATIENT, patient_id=cast(Any, bindparam("me", type_=Uuid())))
"""The patient of a statement that is built once; it is run with the acting patient's id as `me`, and for nobody with
none."""


def _of_patient(actor: Actor, column: ColumnElement) -> ColumnElement[bool]:
    """Rows of the patient's own, of patients at a staff member's sites, of everyone for the portal itself."""
    match actor.kind:
        case ActorKind.PATIENT:
            return column == actor.patient_id
        case ActorKind.STAFF if actor.all_sites:
            return true()
        case ActorKind.STAFF:
            mine = column.in_(select(Patient.id).where(_at_sites(actor, Patient.site_id)))
            return or_(mine, column.in_(actor.glass_ids)) if actor.glass_ids else mine
        case ActorKind.SYSTEM:
            return true()
        case _:
            return false()


def _at_sites(actor: Actor, column: ColumnElement) -> ColumnElement[bool]:
    """At one of the staff member's sites, or at none yet."""
    return or_(column.in_(actor.site_ids), column.is_(None))


def patients(actor: Actor) -> Select[Patient]:
    """Myself; for staff, the patients of their sites."""
    if actor.kind is ActorKind.STAFF and not actor.all_sites:
        mine = _at_sites(actor, Patient.site_id)
        return select(Patient).where(or_(mine, Patient.id.in_(actor.glass_ids)) if actor.glass_ids else mine)
    return select(Patient).where(_of_patient(actor, Patient.id))


def threads(actor: Actor) -> Select[Thread]:
    """My conversations; for staff, those of the patients they may see: all for who reads charts, else their work's."""
    return select(Thread).where(_told(actor, Thread.patient_id, Thread.id))


def messages(actor: Actor) -> Select[Message]:
    """The messages of the conversations that I may see."""
    return (
        select(Message).join(Thread, Thread.id == Message.thread_id).where(_told(actor, Thread.patient_id, Thread.id))
    )


def _told(actor: Actor, patient: ColumnElement, about: ColumnElement) -> ColumnElement[bool]:
    """What patients tell: billing and front desk read what is in their queue and no more (45 CFR 164.502(b))."""
    theirs = _of_patient(actor, patient)
    if actor.kind is not ActorKind.STAFF or granted(actor, Permission.CHART_READ):
        return theirs
    return and_(theirs, about.in_(tasks(actor).with_only_columns(Task.about_id)))


def resources(actor: Actor, now: datetime) -> Select[Resource]:
    """The chart: a patient sees what is released by `now`; staff need the permission to read charts."""
    query = select(Resource).where(_of_patient(actor, Resource.patient_id))
    if actor.kind is ActorKind.PATIENT:
        return query.where(Resource.visible_from <= now)
    if actor.kind is ActorKind.STAFF and not granted(actor, Permission.CHART_READ):
        return query.where(false())
    return query


def previewed(actor: Actor) -> Select[Resource]:
    """For who edits the rules of release: what of a patient's record the rules look at, to see what they would do."""
    if actor.kind is ActorKind.PATIENT or not granted(actor, Permission.RELEASE_MANAGE):
        return select(Resource).where(false())
    return select(Resource).where(_of_patient(actor, Resource.patient_id))


def own_waits(actor: Actor, now: datetime) -> Select[Resource]:
    """What the clinic lets me see and my own choice still keeps from me; only that it is there may be told."""
    mine = actor.patient_id if actor.kind is ActorKind.PATIENT else None
    return select(Resource).where(
        Resource.patient_id == mine, Resource.allowed_from <= now, Resource.visible_from > now
    )


def kept_back(actor: Actor, now: datetime) -> Select[Resource]:
    """What of my record I may not see now; asked only so that nothing I do see names it."""
    mine = actor.patient_id if actor.kind is ActorKind.PATIENT else None
    unseen = or_(Resource.visible_from.is_(None), Resource.visible_from > now)
    return select(Resource).where(Resource.patient_id == mine, unseen)


def reviews(actor: Actor, now: datetime) -> Select[Review]:
    """What clinicians said about what I may see."""
    seen = resources(actor, now).with_only_columns(Resource.id)
    return select(Review).where(_of_patient(actor, Review.patient_id), Review.resource_id.in_(seen))


def holds(actor: Actor) -> Select[Hold]:
    """Staff who read charts: what is kept from the patients they may see, and why. Never for a patient."""
    if actor.kind is ActorKind.PATIENT or not granted(actor, Permission.CHART_READ):
        return select(Hold).where(false())
    return select(Hold).where(_of_patient(actor, Hold.patient_id))


def notices(actor: Actor) -> Select[Notice]:
    """What is new for me; nobody else's, whoever I am."""
    return select(Notice).where(Notice.account_id == actor.account_id if actor.account_id is not None else false())


def insurance(actor: Actor, now: datetime) -> Select[Resource]:
    """Who pays for the patient: part of the chart that all staff of the site work with."""
    if actor.kind is ActorKind.STAFF:
        return select(Resource).where(_of_patient(actor, Resource.patient_id), Resource.type == "Coverage")
    return resources(actor, now).where(Resource.type == "Coverage")


def directory(actor: Actor) -> Select[tuple[Resource]]:
    """The people and places that charts name: no patient's data, for everybody who is signed in."""
    query = select(Resource).where(Resource.patient_id.is_(None), Resource.group == Group.DIRECTORY)
    return query if actor.signed_in or actor.kind is ActorKind.SYSTEM else query.where(false())


def forms(actor: Actor) -> Select[Form]:
    """That a form was asked for: mine; those of the patients they may see for staff who ask, else their work's."""
    if actor.kind is ActorKind.STAFF and not granted(actor, Permission.FORMS_ASK):
        return answered(actor)
    return select(Form).where(_of_patient(actor, Form.patient_id))


def answered(actor: Actor) -> Select[Form]:
    """Forms with what is written in them: mine; for staff as with conversations."""
    return select(Form).where(_told(actor, Form.patient_id, Form.id))


def tasks(actor: Actor) -> Select[Task]:
    """Staff: the tasks of their pools at their sites, and what is theirs by name. Patients and nobody: none."""
    if actor.kind is ActorKind.SYSTEM:
        return select(Task)
    if actor.kind is not ActorKind.STAFF or not granted(actor, Permission.INBOX_READ):
        return select(Task).where(false())
    query = select(Task).where(or_(Task.pool_id.in_(actor.pool_ids), Task.owner_id == actor.staff_id))
    return query if actor.all_sites else query.where(_at_sites(actor, Task.site_id))


def task_events(actor: Actor) -> Select[TaskEvent]:
    """The history and notes of the tasks that I may see."""
    return select(TaskEvent).where(TaskEvent.task_id.in_(tasks(actor).with_only_columns(Task.id)))


def drafts(actor: Actor) -> Select[Draft]:
    """What I have typed and not sent; nobody else's, whoever I am."""
    return select(Draft).where(Draft.account_id == actor.account_id if actor.account_id else false())


def sessions(actor: Actor) -> Select[Session]:
    """My own sessions."""
    return select(Session).where(Session.account_id == actor.account_id if actor.account_id else false())


def invitations(actor: Actor) -> Select[Invitation]:
    """Staff who may invite: the invitations of the patients they may see."""
    if actor.kind is ActorKind.PATIENT or not granted(actor, Permission.INVITATIONS_SEND):
        return select(Invitation).where(false())
    mine = _of_patient(actor, Invitation.patient_id)
    return select(Invitation).where(Invitation.patient_id.is_not(None), mine)


def facts(actor: Actor) -> Select[FactRow]:
    """A patient: what touched their own record. Staff who read the audit trail: everything."""
    if actor.kind is ActorKind.PATIENT:
        return select(FactRow).where(FactRow.patient_id == actor.patient_id)
    if granted(actor, Permission.AUDIT_READ):
        return select(FactRow)
    if actor.kind is ActorKind.STAFF and granted(actor, Permission.PATIENTS_SEARCH):
        return select(FactRow).where(FactRow.patient_id.is_not(None), _of_patient(actor, FactRow.patient_id))
    return select(FactRow).where(false())
