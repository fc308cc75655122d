"""The list of results: newest first by month, a part at a time, narrowed as the patient likes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from portal_app import looking
from portal_app.catalogue import say
from portal_app.chart.dates import Moment, Precision, month, spoken_time
from portal_app.chart.measured import OUTSIDE
from portal_app.models import ChartImport, ReleaseClass, Resource, Shelf
from portal_app.models.base import Utc
from portal_app.services.results.cards import LineCard, ListCard, MonthCard
from portal_app.services.results.lines import COLUMNS, UNSEEN, WAITING, lines, unseen
from portal_app.services.results.waits import waits
from portal_app.values.one_test import PAGE
from portal_app.values.theirs import FOLLOWS, MINE, NEWEST_FIRST, NOW, known, one, rows
from portal_app.work import Work

MOST = 200
LATELY = timedelta(days=90)
"""What a lab has not finished stands at the top so long; after that in its month."""

_SHELF = MINE.where(Resource.shelf == Shelf.RESULTS)
_TEST = aliased(Resource)
_OUTSIDE = select(_TEST.id).where(_TEST.panel_id == Resource.id, _TEST.visible_from <= NOW, _TEST.standing.in_(OUTSIDE))
SHOWS: dict[str, Select[Any]] = {
    "all": _SHELF,
    "new": _SHELF.where(Resource.id.in_(UNSEEN)),
    "outside": _SHELF.where(or_(Resource.standing.in_(OUTSIDE), _OUTSIDE.exists())),
    "labs": _SHELF.where(Resource.release_class == ReleaseClass.LABS),
    "scans": _SHELF.where(Resource.release_class == ReleaseClass.IMAGING),
    "waiting": _SHELF.where(Resource.status == WAITING),
}
"""What can be shown."""


def _part(query: Select[Any]) -> Select[Any]:
    return query.with_only_columns(*COLUMNS).order_by(*NEWEST_FIRST).limit(bindparam("most"))


_FRESH = select(func.max(ChartImport.ended_at)).scalar_subquery().label("fresh")
_COUNT = {name: query.with_only_columns(func.count().label("n"), _FRESH) for name, query in SHOWS.items()}
"""How many there are, and when the chart last came."""
_FIRST = {name: _part(query) for name, query in SHOWS.items()}
_NEXT = {name: _part(query.where(FOLLOWS)) for name, query in SHOWS.items()}
_LAST = _SHELF.where(Resource.id == bindparam("last")).with_only_columns(Resource.sort_at, Resource.id)
_COMING = _part(SHOWS["waiting"].where(Resource.sort_at > bindparam("lately", type_=Utc())))


def see(
    work: Work, show: str = "all", after: UUID | None = None, limit: int = PAGE, through: UUID | None = None
) -> ListCard:
    """The part of the list that follows `after` (a line's id); `show` is one of SHOWS, anything else is all."""
    whose = looking.eyes(work, through)
    show, mine = (show if show in SHOWS else "all"), known(work, whose)
    # what the lab works on stands at the top, and there only
    coming = _coming(work, mine) if show in ("all", "waiting") else []
    counted = one(work, _COUNT[show], mine)
    total = counted.n - len(coming)
    most = min(max(limit, PAGE), MOST)
    found = [row for row in _following(work, show, mine, after, most + len(coming)) if row not in coming][:most]
    new = unseen(work, whose)
    drawn = lines(work, whose, [*coming, *found], new)
    looking.looked(work, whose, "labs")
    part = ListCard(_months(work, found, drawn[len(coming) :]), shown=len(found), total=total)
    if after is not None:
        return part
    return replace(
        part,
        waits=waits(work, whose) if show in ("all", "waiting") else [],
        coming=drawn[: len(coming)],
        new=one(work, _COUNT["new"], mine).n if new else 0,
        fresh=_freshness(work, counted.fresh),
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


def _coming(work: Work, mine: dict[str, object]) -> Sequence[Row[Any]]:
    return rows(work, _COMING, {**mine, "lately": work.now - LATELY, "most": PAGE})


def _following(work: Work, show: str, mine: dict[str, object], after: UUID | None, most: int) -> Sequence[Row[Any]]:
    """A line that the person may not see is no place to go on from."""
    if after is None:
        return rows(work, _FIRST[show], {**mine, "most": most})
    last = one(work, _LAST, {**mine, "last": after})
    return rows(work, _NEXT[show], {**mine, "most": most, "last_at": last.sort_at, "last_id": last.id})


def _months(work: Work, found: Sequence[Row[Any]], drawn: Sequence[LineCard]) -> list[MonthCard]:
    months: list[MonthCard] = []
    for row, line in zip(found, drawn, strict=True):
        at = Moment(row.clinical_at, Precision(row.precision or "second")) if row.clinical_at else None
        heading = month(at, work.clinic.zone) or say("Without a date")
        if not months or months[-1].heading != heading:
            months.append(MonthCard(heading, []))
        months[-1].lines.append(line)
    return months


def _freshness(work: Work, at: datetime | None) -> str:
    if at is None:
        return say("Nothing has come from your chart yet.")
    return say("From your chart as of {moment}.", moment=spoken_time(at, work.clinic.zone))
