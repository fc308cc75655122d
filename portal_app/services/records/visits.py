"""The visits: those that are booked, soonest first, and those that were, newest first."""

from uuid import UUID

import orjson
from sqlalchemy import bindparam

from portal_app import looking
from portal_app.access.actor import Actor
from portal_app.models import Resource, Shelf
from portal_app.models.base import Utc
from portal_app.services.records.cards import ListCard, VisitsCard
from portal_app.services.records.lists import PAGE, line, part
from portal_app.services.records.naming import context_for
from portal_app.services.records.shelves import Part, count_of, lines_of, new_ones, on_shelf, reader, theirs
from portal_app.work import Work

MOST_COMING = 50
_NOW = bindparam("now", type_=Utc())
_BOOKED = on_shelf(Shelf.VISITS).where(Resource.sort_at > _NOW)
_COMING = lines_of(_BOOKED).order_by(Resource.sort_at, Resource.id).limit(MOST_COMING)
_HOW_MANY = count_of(_BOOKED)
_WERE = Part(on_shelf(Shelf.VISITS).where(Resource.sort_at <= _NOW))


def visits(work: Work, through: UUID | None = None) -> VisitsCard:
    """What is coming, and the newest part of what was."""
    whose = reader(work, through, Shelf.VISITS)
    known = theirs(work, whose)
    rows = work.session.execute(_COMING, known).all()
    bodies = [orjson.loads(row.body) for row in rows]
    context, new = context_for(work, whose, rows, bodies), new_ones(work, whose, rows)
    coming = [line(row, body, context, row.id in new) for row, body in zip(rows, bodies, strict=True)]
    total = work.session.scalar(_HOW_MANY, known) or 0
    past = _past(work, whose, "")
    looking.looked(work, whose, str(Shelf.VISITS))
    return VisitsCard(coming, total, past, past.fresh)


def past_visits(work: Work, after: str = "", through: UUID | None = None) -> ListCard:
    """The part of what was that follows `after` (a line's id)."""
    whose = reader(work, through, Shelf.VISITS)
    looking.looked(work, whose, str(Shelf.VISITS))
    return _past(work, whose, after)


def _past(work: Work, whose: Actor, after: str) -> ListCard:
    rows, total = _WERE.read(work, whose, PAGE, after)
    return part(work, whose, Shelf.VISITS, rows, total)
