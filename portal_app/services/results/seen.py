"""The person has seen a result: it is not new any more, and no letter is written about it."""

from uuid import UUID

from portal_app import telling
from portal_app.access import visible
from portal_app.access.permissions import Permission
from portal_app.models import Event, Resource
from portal_app.work import Work


def seen(work: Work, result_id: UUID) -> None:
    """Note that the person who acts has opened this result; a second time changes nothing."""
    work.permit(Permission.RECORDS_READ)
    found = visible.resources(work.actor, work.now).where(Resource.id == result_id)
    telling.seen(work, Event.RESULT, work.one(found.with_only_columns(Resource.id)))
