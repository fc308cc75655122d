"""How items stand for their patient: seen since when, or waiting until when and for what; and what they have read."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import undefer_group

from portal_app import releasing
from portal_app.access import visible
from portal_app.access.permissions import Permission, granted
from portal_app.catalogue import mark, say
from portal_app.facts.chart import ChartRead
from portal_app.models import RELEASE, Account, Hold, ItemRead, Patient, Resource, Shelf
from portal_app.rules import clocks
from portal_app.rules.seen import Seen, Stored, seen
from portal_app.services.reviews.cards import PatientResults, ResultLine
from portal_app.work import Work

SHOWN = 10
SHELVES = (Shelf.RESULTS, Shelf.NOTES, Shelf.VISITS)
"""What clinicians look through and patients wait for."""
CLASSES: Mapping[str, str] = {
    "labs": mark("Lab result"),
    "pathology": mark("Pathology result"),
    "genetics": mark("Genetic test"),
    "imaging": mark("Scan or X-ray"),
    "notes": mark("Visit note"),
    "documents": mark("Letter or document"),
    "visits": mark("Visit"),
    "other": mark("Part of the chart"),
}


def of_patient(work: Work, patient_id: UUID, again: bool = False) -> PatientResults:
    """The newest results, notes and visits of a patient, what waits first; each with what the patient sees of it."""
    work.permit(Permission.PATIENTS_SEARCH)
    patient = work.one(visible.patients(work.actor).where(Patient.id == patient_id))
    may_view_as = granted(work.actor, Permission.RECORDS_VIEW_AS)
    if not granted(work.actor, Permission.RESULTS_REVIEW):
        return PatientResults(may_view_as=may_view_as)
    if not again:
        work.record(ChartRead(patient_id=patient.id, part="results", reason="care"))
    theirs = (
        visible.resources(work.actor, work.now)
        .options(undefer_group(RELEASE))
        .where(
            Resource.patient_id == patient.id,
            Resource.shelf.in_(SHELVES),
            Resource.entered_in_error.is_(False),
            # a visit that is still to come has nothing to read yet
            Resource.sort_at <= work.now,
        )
    )
    newest = theirs.order_by(Resource.sort_at.desc(), Resource.id.desc()).limit(SHOWN)
    waiting = theirs.where(Resource.visible_from > work.now).order_by(Resource.visible_from, Resource.id).limit(SHOWN)
    rows = list({row.id: row for row in (*work.all(waiting), *work.all(newest))}.values())
    found, reads = standing(work, rows), read_at(work, rows)
    lines = [
        ResultLine(
            id=str(row.id),
            title=say(row.title) if row.title else say(CLASSES.get(row.release_class, CLASSES["other"])),
            when=clocks.short(row.clinical_at, work.now, work.zone) if row.clinical_at else "",
            sees=found[row.id].words,
            tone=found[row.id].tone,
            read=reads.get(row.id, ""),
        )
        for row in rows
    ]
    return PatientResults(True, lines, may_view_as)


def standing(work: Work, rows: Sequence[Resource]) -> dict[UUID, Seen]:
    """What the patient sees of each of these whole items now."""
    rules = {rule.key: rule for rule in releasing.rules_now(work).rules}
    holders = _holders(work, [row.id for row in rows if row.hold and row.hold > work.now])
    return {
        row.id: seen(
            Stored(row.allowed_from, row.visible_from, row.hold, row.decided_by),
            rules.get(row.decided_by),
            holders.get(row.id, ""),
            work.now,
            work.zone,
        )
        for row in rows
    }


def read_at(work: Work, rows: Sequence[Resource]) -> dict[UUID, str]:
    """When the patient marked each of these as read, in words."""
    query = (
        select(ItemRead.resource_id, ItemRead.at)
        .join(Account, Account.id == ItemRead.account_id)
        .join(Resource, Resource.id == ItemRead.resource_id)
        .where(ItemRead.resource_id.in_([row.id for row in rows]), Account.patient_id == Resource.patient_id)
    )
    return {
        one: say("Marked as read {when}", when=clocks.moment(at, work.now, work.zone))
        for one, at in work.session.execute(query)
    }


def _holders(work: Work, item_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Whose hold it is that ends last."""
    query = visible.holds(work.actor).where(
        Hold.resource_id.in_(item_ids), Hold.ended_at.is_(None), Hold.until > work.now
    )
    return {hold.resource_id: hold.staff_name for hold in work.all(query.order_by(Hold.until))}
