"""How much stands on each page of the record, and how much of it is new."""

from uuid import UUID

from sqlalchemy import bindparam, func, select

from portal_app import looking
from portal_app.access.actor import Actor
from portal_app.models import Notice, Resource, Shelf
from portal_app.services.records.cards import HubCard
from portal_app.services.records.medicines import how_many_now
from portal_app.services.records.shelves import JOINED, STANDING, freshness, off, theirs
from portal_app.work import Work

_BY_SHELF = (
    STANDING.where(Resource.shelf != Shelf.NONE, Resource.type.not_in(JOINED))
    .with_only_columns(Resource.shelf, func.count())
    .group_by(Resource.shelf)
)
_UNSEEN = select(Notice.about_id).where(Notice.account_id == bindparam("reader"), Notice.seen_at.is_(None))
_NEW = (
    STANDING.where(Resource.shelf != Shelf.NONE, Resource.id.in_(_UNSEEN))
    .with_only_columns(Resource.shelf, func.count())
    .group_by(Resource.shelf)
)


def hub(work: Work, through: UUID | None = None) -> HubCard:
    """The pages that the clinic shows; of the medicines those that are taken now are counted."""
    whose = looking.eyes(work, through)
    hidden = off(work) | {Shelf.NONE}
    shown = [shelf for shelf in Shelf if shelf not in hidden]
    counts = dict(work.session.execute(_BY_SHELF, theirs(work, whose)).tuples().all())
    if counts.get(Shelf.MEDICINES):
        counts[Shelf.MEDICINES] = how_many_now(work, whose)
    looking.looked(work, whose, "records")
    return HubCard({str(shelf): counts.get(shelf, 0) for shelf in shown}, _new(work, whose), freshness(work))


def _new(work: Work, whose: Actor) -> dict[str, int]:
    if whose.account_id is None:
        return {}
    known = theirs(work, whose, reader=whose.account_id)
    return {str(shelf): n for shelf, n in work.session.execute(_NEW, known)}
