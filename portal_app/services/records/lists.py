"""One list of the record, newest first, a part at a time."""

from collections.abc import Sequence
from functools import cache
from uuid import UUID

import orjson
from sqlalchemy import bindparam

from portal_app import looking
from portal_app.access.actor import Actor
from portal_app.catalogue import say
from portal_app.chart.dates import month
from portal_app.chart.fields import Json
from portal_app.chart.record import Context
from portal_app.chart.records import read
from portal_app.chart.standing import PAST
from portal_app.models import Group, Resource, Shelf
from portal_app.services.records.cards import LineCard, ListCard, MonthCard, NameCard
from portal_app.services.records.naming import context_for
from portal_app.services.records.shelves import (
    Line,
    Part,
    freshness,
    moment_of,
    new_ones,
    not_found,
    on_shelf,
    reader,
    theirs,
)
from portal_app.work import Work

PAGE = 20
LONGEST = 500
"""Lines that one answer may have: a list that was opened far is read again as far."""
LISTS = (
    Shelf.PROBLEMS, Shelf.ALLERGIES, Shelf.VACCINES, Shelf.NOTES, Shelf.PROCEDURES, Shelf.CARE_TEAM,
    Shelf.BACKGROUND, Shelf.DEVICES, Shelf.INSURANCE, Shelf.OTHER,
)  # fmt: skip
"""The pages that are plain lists."""
DATED = frozenset({Shelf.VACCINES, Shelf.NOTES, Shelf.PROCEDURES, Shelf.OTHER, Shelf.VISITS})
"""Lists of what happened on a day; the others are lists of what holds."""
CHOSEN_BY_NAME = frozenset({Shelf.VACCINES})
SHOWS = frozenset({"all", "now", "past", "habits", "surveys", "family"})
KINDS = {"habits": Group.HABITS, "surveys": Group.SURVEYS, "family": Group.FAMILY}
"""What the page of the background can be narrowed to."""


def see(
    work: Work,
    shelf: str,
    *,
    show: str = "all",
    name: str = "",
    after: str = "",
    most: int = PAGE,
    through: UUID | None = None,
) -> ListCard:
    """The part of a list that follows `after` (a line's id); `show` is all, now, past or a kind, `name` a title."""
    wanted = next((one for one in LISTS if one == shelf), Shelf.NONE)
    whose = reader(work, through, wanted)
    if wanted is Shelf.NONE:
        raise not_found()
    listed = _list(wanted, show if show in SHOWS else "all", bool(name) and wanted in CHOSEN_BY_NAME)
    rows, total = listed.read(work, whose, min(most, LONGEST), after, name=name)
    looking.looked(work, whose, str(wanted))
    return part(work, whose, wanted, rows, total, _names(work, whose, wanted))


def part(
    work: Work, whose: Actor, shelf: Shelf, rows: Sequence[Line], total: int, names: list[NameCard] | None = None
) -> ListCard:
    """These rows as a part of a list."""
    months = _months(work, whose, shelf, rows)
    return ListCard(months, len(rows), total, str(rows[-1].id) if rows else "", names or [], freshness(work))


def joined(shown: ListCard, more: ListCard) -> ListCard:
    """Two parts of one list as one; a month that both have stays one."""
    months = list(shown.months)
    for one in more.months:
        if months and months[-1].heading == one.heading:
            months[-1] = MonthCard(one.heading, [*months[-1].lines, *one.lines])
        else:
            months.append(one)
    return ListCard(months, shown.shown + more.shown, more.total, more.last or shown.last, more.names, more.fresh)


def line(row: Line, body: Json, context: Context, new: bool = False) -> LineCard:
    """One line, in the language spoken now."""
    record = read(row.group, body, context)
    return LineCard(
        id=str(row.id),
        title=record.title,
        when=record.when,
        value=record.value,
        status=record.status,
        tone=record.tone,
        notes=[*record.notes, *([say("You told us")] if row.from_patient else [])],
        fresh=new,
    )


@cache
def _list(shelf: Shelf, show: str, named: bool) -> Part:
    query = on_shelf(shelf)
    if named:
        query = query.where(Resource.title == bindparam("name"))
    if shelf is Shelf.BACKGROUND and show in KINDS:
        query = query.where(Resource.group == KINDS[show])
    past = next((over for group, over in PAST.items() if group == shelf), None)
    if past is not None and show in {"now", "past"}:
        over = sorted(past)
        query = query.where(Resource.status.in_(over) if show == "past" else Resource.status.not_in(over))
    return Part(query)


_NAMES = {
    shelf: on_shelf(shelf).where(Resource.title != "").with_only_columns(Resource.title).distinct()
    for shelf in CHOSEN_BY_NAME
}


def _names(work: Work, whose: Actor, shelf: Shelf) -> list[NameCard]:
    """The names that stand in a list, in the order of the reader's language."""
    if shelf not in CHOSEN_BY_NAME:
        return []
    titles = work.session.scalars(_NAMES[shelf], theirs(work, whose))
    return sorted((NameCard(title, say(title)) for title in titles), key=lambda card: card.words.casefold())


def _months(work: Work, whose: Actor, shelf: Shelf, rows: Sequence[Line]) -> list[MonthCard]:
    bodies = [orjson.loads(row.body) for row in rows]
    context, new = context_for(work, whose, rows, bodies), new_ones(work, whose, rows)
    found: list[MonthCard] = []
    for row, body in zip(rows, bodies, strict=True):
        heading = month(moment_of(row), context.zone) or say("Without a date") if shelf in DATED else ""
        if not found or found[-1].heading != heading:
            found.append(MonthCard(heading, []))
        found[-1].lines.append(line(row, body, context, row.id in new))
    return found
