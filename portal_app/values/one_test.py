"""One test over time: which tests there are, and every value of one of them."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportOperatorIssue=false, reportReturnType=false
# queries are built here: docs/decisions/0002-types.md

from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Row, Select, bindparam, func, select

from portal_app.access.actor import Actor
from portal_app.catalogue import say
from portal_app.chart import measured
from portal_app.chart.measured import OUTSIDE
from portal_app.chart.measures import measure
from portal_app.chart.record import Context, Measure
from portal_app.chart.reports import spoken_title
from portal_app.errors import NotFound
from portal_app.models import Group, Resource
from portal_app.values.cards import OneTestCard, OneTestLine
from portal_app.values.measured import explain, with_unit
from portal_app.values.theirs import FOLLOWS, MINE, NEWEST_FIRST, known, one, rows
from portal_app.values.trends import MOST, OF_TEST, day, trend
from portal_app.work import Work

PAGE = 20


_OF_GROUP = MINE.where(Resource.group == bindparam("group", type_=Resource.group.type))


def _first(*fits: object) -> Any:
    return _OF_GROUP.where(*fits).with_only_columns(Resource.title).order_by(Resource.title).limit(1).scalar_subquery()


def _tests() -> Select[Any]:
    """From one title to the next in the index, however many values each has; of each its newest."""
    found = select(_first(Resource.title > "").label("title")).cte("found", recursive=True)
    following = select(_first(Resource.title > found.c.title).label("title")).where(found.c.title.is_not(None))
    found = found.union_all(following)
    newest = _OF_GROUP.where(Resource.title == found.c.title).order_by(*NEWEST_FIRST).limit(1)
    return select(
        found.c.title,
        newest.with_only_columns(Resource.code).scalar_subquery().label("code"),
        newest.with_only_columns(Resource.id).scalar_subquery().label("id"),
    ).where(found.c.title.is_not(None))


_TESTS = _tests()
_PART = OF_TEST.limit(PAGE)
_NEXT = OF_TEST.where(FOLLOWS).limit(PAGE)
_LAST = OF_TEST.where(Resource.id == bindparam("last"))
_COUNT = _OF_GROUP.where(Resource.title == bindparam("title")).with_only_columns(func.count().label("n"))


def tests(work: Work, whose: Actor, group: Group) -> list[tuple[str, str, UUID]]:
    """Each test of which there is a value: its title, its code, and the id of its newest value."""
    found = rows(work, _TESTS, known(work, whose, group=group))
    return [(row.title, row.code or "", row.id) for row in found]


def called(title: str, code: str) -> str:
    """What a test is called in the language spoken now."""
    told = explain(code)
    return told.name if told else spoken_title(title)


def values(
    work: Work, whose: Actor, group: Group, title: str, around: Context, after: UUID | None = None
) -> OneTestCard:
    """The values of this test that follow `after`; NotFound where there are none."""
    mine = known(work, whose, group=group, title=title)
    total = one(work, _COUNT, mine).n
    if after is not None:
        last = one(work, _LAST, {**mine, "last": after})
        found = rows(work, _NEXT, {**mine, "last_at": last.sort_at, "last_id": last.id})
        return OneTestCard(lines=[_line(row, around) for row in found], total=total)
    found = rows(work, _PART, mine)
    if not found:
        raise NotFound(say("We could not find that. It may have moved."))
    told = explain(found[0].code)
    return OneTestCard(
        title=called(title, found[0].code),
        what=told.what if told else "",
        trend=trend(found[:MOST], called(title, found[0].code), around),
        lines=[_line(row, around) for row in found],
        total=total,
    )


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
