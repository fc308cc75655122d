"""A patient says with one tap that they have read something, so that their care team sees it."""

from uuid import UUID

from portal_app import telling
from portal_app.access import visible
from portal_app.access.permissions import Permission
from portal_app.database import add_once
from portal_app.facts.read_marks import SummaryRead
from portal_app.models import Event, ItemRead, Resource, Shelf
from portal_app.rules import clocks
from portal_app.work import Work

MARKED = (Shelf.VISITS, Shelf.NOTES)
"""What can be marked: visit summaries, instructions, notes."""


def seen(work: Work, resource_id: UUID) -> None:
    """The patient has opened it: it is new no longer, and no letter is written about it."""
    work.permit(Permission.RECORDS_READ)
    found = visible.resources(work.actor, work.now).where(Resource.id == resource_id)
    telling.seen(work, Event.RECORD, work.one(found.with_only_columns(Resource.id)))


def mark_read(work: Work, resource_id: UUID) -> str:
    """The patient has read it; the first time counts, and is told in words. Nobody else can say it for them."""
    work.permit(Permission.RECORDS_READ)
    seen = visible.resources(work.actor, work.now).where(
        Resource.id == resource_id, Resource.shelf.in_(MARKED), Resource.entered_in_error.is_(False)
    )
    row = work.one(seen)
    before = work.session.get(ItemRead, (row.id, work.actor.account_id))
    if before is None:
        add_once(work.session, ItemRead(resource_id=row.id, account_id=work.actor.account_id, at=work.now))
        work.record(SummaryRead(patient_id=row.patient_id, resource_id=row.id))
    return clocks.on_day(before.at if before else work.now, work.now, work.zone)
