"""The item that staff act on: the whole result, never one test of it."""

from uuid import UUID

from sqlalchemy import select

from portal_app.access import visible
from portal_app.catalogue import say
from portal_app.errors import NotFound
from portal_app.models import ReleaseClass, Resource
from portal_app.work import Work


def root(work: Work, resource_id: UUID) -> Resource:
    """The report, or the resource that stands alone, that this is or is a part of; of patients the actor may see."""
    item = work.one(visible.resources(work.actor, work.now).where(Resource.id == resource_id))
    if item.panel_id is not None:
        item = work.one(visible.resources(work.actor, work.now).where(Resource.id == item.panel_id))
    if item.patient_id is None or item.release_class is ReleaseClass.OWN:
        # the directory, messages, bills: nothing that anybody reviews
        raise NotFound(say("We could not find that. It may have moved."))
    return item


def held(work: Work, item: Resource) -> None:
    """Hold it for this Work: two who act on one item take their turn."""
    work.session.execute(select(Resource.id).where(Resource.id == item.id).with_for_update(key_share=True))
