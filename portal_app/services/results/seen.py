"""The person has seen a result: its notice is not new any more."""

from uuid import UUID

from portal_app.access import visible
from portal_app.access.permissions import Permission
from portal_app.facts.results import ResultSeen
from portal_app.models import Event, Notice, Resource
from portal_app.work import Work


def seen(work: Work, result_id: UUID) -> None:
    """Note that the person who acts has opened this result; a second time changes nothing."""
    work.permit(Permission.RECORDS_READ)
    found = visible.resources(work.actor, work.now).with_only_columns(Resource.id).where(Resource.id == result_id)
    root = work.one(found)
    new = visible.notices(work.actor).where(
        Notice.event == Event.RESULT, Notice.about_id == root, Notice.seen_at.is_(None)
    )
    notices = work.all(new)
    for notice in notices:
        notice.seen_at = work.now
    if notices:
        work.record(ResultSeen(patient_id=work.actor.patient_id, resource_id=root))
