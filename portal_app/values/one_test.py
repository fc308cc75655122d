"""One test over time: which tests there are, and every value of one of them."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportOperatorIssue=false, reportReturnType=false
# queries are built here: docs/decisions/0002-types.md

from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Row, Select, Uuid, func, literal, select, tuple_

from portal_app.access import visible
from portal_app.access.actor import Actor
from portal_app.catalogue import say
from portal_app.chart import measured
from portal_app.chart.measured import OUTSIDE
from portal_app.chart.measures import measure
from portal_app.chart.record import Context, Measure
from portal_app.chart.reports import spoken_title
from portal_app.errors import NotFound
from portal_app.models import Group, Resource
from portal_app.models.base import Utc
from portal_app.values.cards import OneTestCard, OneTestLine
from portal_app.values.measured import known, with_unit
from portal_app.values.trends import MOST, day, of_test, trend
from portal_app.work import Work

PAGE = 20


def before(last: Row[Any]) -> Any:
    """What stands after this row, newest first."""
    return tuple_(Resource.sort_at, Resource.id) < tuple_(literal(last.sort_at, Utc()), literal(last.id, Uuid()))


def tests(work: Work, whose: Actor, group: Group) -> list[tuple[str, str, UUID]]:
    """Each test with its code and its newest value: from one title to the next in the index, however many there are."""
    mine = visible.resources(whose, work.now).where(Resource.group == group)

    def first(*fits: object) -> Any:
        return mine.where(*fits).with_only_columns(Resource.title).order_by(Resource.title).limit(1).scalar_subquery()

    found = select(first(Resource.title > "").label("title")).cte("found", recursive=True)
    following = select(first(Resource.title > found.c.title).label("title")).where(found.c.title.is_not(None))
    found = found.union_all(following)
    newest = mine.where(Resource.title == found.c.title).order_by(Resource.sort_at.desc(), Resource.id.desc()).limit(1)
    query = select(
        found.c.title,
        newest.with_only_columns(Resource.code).scalar_subquery(),
        newest.with_only_columns(Resource.id).scalar_subquery(),
    ).where(found.c.title.is_not(None))
    return [(title, code or "", id) for title, code, id in work.session.execute(query)]


def called(title: str, code: str) -> str:
    """What a test is called in the language spoken now."""
    told = known(code)
    return told.name if told else spoken_title(title)


def values(
    work: Work, whose: Actor, group: Group, title: str, around: Context, after: UUID | None = None
) -> OneTestCard:
    """The values of this test that follow `after`; NotFound where there are none."""
    query = of_test(whose, work.now, group, title)
    part = query if after is None else query.where(before(_one(work, query.where(Resource.id == after))))
    rows = work.session.execute(part.limit(PAGE)).all()
    total = work.session.scalar(query.order_by(None).with_only_columns(func.count())) or 0
    lines = [_line(row, around) for row in rows]
    if after is not None:
        return OneTestCard(lines=lines, total=total)
    code = _one(work, query.with_only_columns(Resource.code)).code
    name, told = called(title, code), known(code)
    return OneTestCard(name, told.what if told else "", trend(rows[:MOST], name, around), lines, total)


def _one(work: Work, query: Select[Any]) -> Row[Any]:
    found = work.session.execute(query.limit(1)).first()
    if found is None:
        raise NotFound(say("We could not find that. It may have moved."))
    return found


def _line(row: Row[Any], around: Context) -> OneTestLine:
    return OneTestLine(
        id=str(row.id),
        result_id=str(row.panel_id or row.id),
        when=day(row, around.zone),
        value=said(measure(orjson.loads(row.body), around)),
        words=measured.words(row.standing),
        outside=row.standing in OUTSIDE,
    )


def said(found: Measure) -> str:
    """The value in words, or why there is none."""
    return with_unit(found) or found.progress or found.why_missing or say("No value yet")
