"""Keeping one item from being shown, for a risk of harm, for a while (45 CFR 171.201): licensed clinicians only."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import or_, select

from portal_app import releasing
from portal_app.access import visible
from portal_app.access.permissions import Permission
from portal_app.catalogue import say
from portal_app.errors import BadInput, NotFound, Refused
from portal_app.facts.reviews import HoldEnded, ResultHeld
from portal_app.models import Hold, Patient, ReleaseClass, Resource
from portal_app.rules import holds
from portal_app.rules.writing import clean
from portal_app.work import Work

DOUBLE_CLICK = timedelta(minutes=1)


def hold(work: Work, resource_id: UUID, harm: str, reason: str, until: datetime | str) -> UUID:
    """Hold a whole item of a patient of one's own until a moment; gives the hold's id. The same sent twice is once.

    It ends by itself then: nothing has to run. Longer is a hold of its own, with a reason of its own. `until` may be
    what a field for day and time sends, in the clinic's zone.
    """
    work.permit(Permission.RECORDS_HOLD)
    item = _item(work, resource_id)
    kind = holds.harm_of(harm)
    # held, so that two who hold one item take their turn
    work.session.execute(select(Resource.id).where(Resource.id == item.id).with_for_update(key_share=True))
    # a test may have been held before its report came
    tests = select(Resource.id).where(Resource.panel_id == item.id)
    ever = select(Hold).where(or_(Hold.resource_id == item.id, Hold.resource_id.in_(tests)))
    before = work.all(ever.order_by(Hold.at))
    for one in before:
        same = (one.staff_id, one.harm, one.reason) == (work.actor.staff_id, kind, clean(reason))
        if same and one.ended_at is None and work.now - one.at < DOUBLE_CLICK:
            return one.id
    words = holds.reason_of(reason, [one.reason for one in before if one.harm is kind])
    end = holds.end_of(_moment(work, until), work.now, before[0].at if before else None)
    made = Hold(
        resource_id=item.id,
        patient_id=item.patient_id,
        staff_id=work.actor.staff_id,
        staff_name=work.actor.name,
        harm=kind,
        reason=words,
        at=work.now,
        until=end,
    )
    work.add(made)
    releasing.settle(work, [item.id])
    work.record(ResultHeld(patient_id=item.patient_id, resource_id=item.id, hold_id=made.id))
    return made.id


def end(work: Work, hold_id: UUID) -> None:
    """End a hold before its time: the item is seen as the rules and the patient's choice say. Twice is once."""
    work.permit(Permission.RECORDS_HOLD)
    _treats(work)
    found = work.one(visible.holds(work.actor).where(Hold.id == hold_id).with_for_update(of=Hold))
    if found.ended_at is not None or found.until <= work.now:
        return
    found.ended_at, found.ended_by = work.now, work.actor.staff_id
    releasing.settle(work, [found.resource_id])
    work.record(HoldEnded(patient_id=found.patient_id, resource_id=found.resource_id, hold_id=found.id))


def _item(work: Work, resource_id: UUID) -> Resource:
    """The whole item, of a patient of the clinician's own: a record behind broken glass is not."""
    _treats(work)
    item = work.one(visible.resources(work.actor, work.now).where(Resource.id == resource_id))
    if item.panel_id is not None:
        item = work.one(visible.resources(work.actor, work.now).where(Resource.id == item.panel_id))
    if item.patient_id is None or item.release_class is ReleaseClass.OWN:
        raise NotFound(say("We could not find that. It may have moved."))
    own = replace(work.actor, glass_ids=frozenset())
    if work.session.scalars(visible.patients(own).where(Patient.id == item.patient_id)).first() is None:
        raise Refused(say("Only a doctor of this patient can hold this. You opened the record from another site."))
    return item


def _moment(work: Work, until: datetime | str) -> datetime:
    try:
        found = datetime.fromisoformat(until) if isinstance(until, str) else until
    except ValueError:
        raise BadInput(say("Say until when it is held."), "until") from None
    return (found if found.tzinfo else found.replace(tzinfo=work.zone)).astimezone(UTC)


def _treats(work: Work) -> None:
    """A person decides, each time: never the portal itself."""
    if work.actor.staff_id is None:
        raise Refused(say("You cannot do this with your account."))
