"""The list of results: newest first by month, a part at a time, narrowed as the patient likes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, or_, select
from sqlalchemy.orm import aliased

from portal_app import looking
from portal_app.access import visible
from portal_app.access.actor import Actor
from portal_app.catalogue import say
from portal_app.chart.dates import Moment, Precision, month, spoken_time
from portal_app.chart.measured import OUTSIDE
from portal_app.errors import NotFound
from portal_app.models import ChartImport, ReleaseClass, Resource, Shelf
from portal_app.services.results.cards import ListCard, MonthCard
from portal_app.services.results.lines import COLUMNS, WAITING, lines, unseen
from portal_app.services.results.waits import waits
from portal_app.values.one_test import PAGE, before
from portal_app.work import Work

MOST = 200
LATELY = timedelta(days=90)
"""What a lab has not finished stands at the top so long; after that in its month."""
SHOWS = ("all", "new", "outside", "labs", "scans", "waiting")


def see(
    work: Work, show: str = "all", after: UUID | None = None, limit: int = PAGE, through: UUID | None = None
) -> ListCard:
    """The part of the list that follows `after` (a line's id); `show` is one of SHOWS, anything else is all."""
    whose = looking.eyes(work, through)
    mine = visible.resources(whose, work.now).where(Resource.shelf == Shelf.RESULTS)
    coming = _coming(work, mine)
    query = _narrowed(work, whose, mine, show).where(Resource.id.not_in([row.id for row in coming]))
    total = work.session.scalar(query.with_only_columns(func.count())) or 0
    part = query.where(_follows(work, mine, after)) if after else query
    rows = work.session.execute(
        part.with_only_columns(*COLUMNS)
        .order_by(Resource.sort_at.desc(), Resource.id.desc())
        .limit(min(max(limit, PAGE), MOST))
    ).all()
    looking.looked(work, whose, "labs")
    found = ListCard(_months(work, whose, rows), shown=len(rows), total=total)
    if after:
        return found
    return replace(
        found,
        waits=waits(work, whose) if show in ("all", "waiting") else [],
        coming=lines(work, whose, coming) if show in ("all", "waiting") else [],
        new=work.session.scalar(_new(whose, mine).with_only_columns(func.count())) or 0,
        fresh=_freshness(work),
    )


def joined(shown: ListCard, more: ListCard) -> ListCard:
    """Two parts of one list as one; a month that both have stays one."""
    months = list(shown.months)
    for part in more.months:
        if months and months[-1].heading == part.heading:
            months[-1] = MonthCard(part.heading, [*months[-1].lines, *part.lines])
        else:
            months.append(part)
    return replace(shown, months=months, shown=shown.shown + more.shown, total=more.total)


def _coming(work: Work, mine: Select[Any]) -> Sequence[Row[Any]]:
    """What was asked of a lab lately and is not there yet."""
    waiting = mine.where(Resource.status == WAITING, Resource.sort_at > work.now - LATELY)
    newest = waiting.with_only_columns(*COLUMNS).order_by(Resource.sort_at.desc(), Resource.id.desc())
    return work.session.execute(newest.limit(PAGE)).all()


def _new(whose: Actor, mine: Select[Any]) -> Select[Any]:
    return mine.where(Resource.id.in_(unseen(whose)))


def _narrowed(work: Work, whose: Actor, mine: Select[Any], show: str) -> Select[Any]:
    match show:
        case "new":
            return _new(whose, mine)
        case "outside":
            test = aliased(Resource)
            parts = select(test.id).where(
                test.panel_id == Resource.id, test.visible_from <= work.now, test.standing.in_(OUTSIDE)
            )
            return mine.where(or_(Resource.standing.in_(OUTSIDE), parts.exists()))
        case "labs":
            return mine.where(Resource.release_class == ReleaseClass.LABS)
        case "scans":
            return mine.where(Resource.release_class == ReleaseClass.IMAGING)
        case "waiting":
            return mine.where(Resource.status == WAITING)
        case _:
            return mine


def _follows(work: Work, mine: Select[Any], after: UUID) -> Any:
    """What comes after this line; one that the person may not see is no place to go on from."""
    places = mine.with_only_columns(Resource.sort_at, Resource.id).where(Resource.id == after)
    last = work.session.execute(places).first()
    if last is None:
        raise NotFound(say("We could not find that. It may have moved."))
    return before(last)


def _months(work: Work, whose: Actor, rows: Sequence[Row[Any]]) -> list[MonthCard]:
    found = ListCard()
    for row, line in zip(rows, lines(work, whose, rows), strict=True):
        at = Moment(row.clinical_at, Precision(row.precision or "second")) if row.clinical_at else None
        heading = month(at, work.clinic.zone) or say("Without a date")
        found = joined(found, ListCard([MonthCard(heading, [line])]))
    return found.months


def _freshness(work: Work) -> str:
    at = work.session.scalar(select(func.max(ChartImport.ended_at)))
    if at is None:
        return say("Nothing has come from your chart yet.")
    return say("From your chart as of {moment}.", moment=spoken_time(at, work.clinic.zone))
