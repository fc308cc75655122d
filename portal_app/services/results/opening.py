"""One result, whole: how it stands, what clinicians said, each test of it, what it said before."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, or_, select
from sqlalchemy.orm import aliased

from portal_app import looking
from portal_app.access import visible
from portal_app.access.actor import Actor
from portal_app.catalogue import say
from portal_app.chart.record import Context, Measure
from portal_app.errors import NotFound
from portal_app.models import Group, Notice, PanelMember, Resource, ResourceBody, Shelf
from portal_app.services.results.about import about, context_of
from portal_app.services.results.cards import GroupCard, ResultCard
from portal_app.services.results.lines import COLUMNS, CORRECTED, below, marked, titled, unseen
from portal_app.services.results.reading import Reading, read_whole
from portal_app.services.results.said import comments, reviews, steps
from portal_app.services.results.versions import Versions, corrected, earlier_versions, versions_of
from portal_app.services.results.waits import waits
from portal_app.values.cards import TrendCard
from portal_app.values.measured import card, context, known
from portal_app.values.trends import MOST, of_test, trend
from portal_app.values.verdict import verdict
from portal_app.work import Work

DRAWN_AT_ONCE = 2
"""Charts that come with the page: those of what is outside the usual range; the others when they are asked for."""
_COLUMNS = (*COLUMNS, Resource.panel_id, Resource.group, Resource.version, Resource.fhir_id, Resource.source)


def read(work: Work, result_id: UUID, through: UUID | None = None) -> ResultCard:
    """The result, or the result that this test is a part of."""
    whose = looking.eyes(work, through)
    root = _root(work, whose, result_id)
    tests = _tests(work, whose, root)
    looking.looked(work, whose, "labs")
    around = context_of(work, whose, [root, *tests])
    whole = read_whole(work, whose, root, tests, around)
    kept = versions_of(work, whose, [root, *tests])
    groups = _groups(work, whose, tests, whole, kept, around)
    noted = reviews(work, whose, root.id)
    told = known(root.code)
    bold, rest = verdict(Counter(one.standing for one in whole.measures))
    mark, tone, sign = marked(work, root, any(row.status in CORRECTED for row in tests))
    return ResultCard(
        id=str(root.id),
        title=titled(root),
        below=below(work, root),
        bold=bold,
        rest=rest,
        mark=mark,
        tone=tone,
        sign=sign,
        fresh=work.session.scalar(unseen(whose).where(Notice.about_id == root.id)) is not None,
        comments=comments(work, noted),
        steps=steps(root, noted),
        conclusion=whole.conclusion,
        attachments=whole.attachments,
        groups=groups,
        charts=_charts(work, whose, tests, groups, around),
        what=told.what if told and root.type != "Observation" else "",
        about=about(work, root, whole, told),
        versions=earlier_versions(work, tests, kept, around),
        waits=waits(work, whose),
    )


def over_time(work: Work, test_id: UUID, through: UUID | None = None) -> TrendCard:
    """The values over time of the test that this is one value of."""
    whose = looking.eyes(work, through)
    row = work.one(visible.resources(whose, work.now).where(Resource.id == test_id))
    looking.looked(work, whose, "vitals" if row.group is Group.VITALS else "labs")
    return _trend(work, whose, row, context(work, whose))


def _root(work: Work, whose: Actor, result_id: UUID) -> Row[Any]:
    mine = _bodies(whose, work)
    listed = or_(Resource.shelf == Shelf.RESULTS, Resource.panel_id.is_not(None))
    found = _one(work, mine.where(Resource.id == result_id, listed))
    return found if found.panel_id is None else _one(work, mine.where(Resource.id == found.panel_id))


def _bodies(whose: Actor, work: Work) -> Select[Any]:
    mine = visible.resources(whose, work.now).join(ResourceBody, ResourceBody.resource_id == Resource.id)
    return mine.with_only_columns(*_COLUMNS, ResourceBody.body)


def _one(work: Work, query: Select[Any]) -> Row[Any]:
    found = work.session.execute(query.limit(1)).first()
    if found is None:
        raise NotFound(say("We could not find that. It may have moved."))
    return found


def _tests(work: Work, whose: Actor, root: Row[Any]) -> Sequence[Row[Any]]:
    """The tests of a report in its own order; of a test that stands alone, itself."""
    if root.type == "Observation":
        return [root]
    query = (
        _bodies(whose, work)
        .where(Resource.panel_id == root.id)
        .outerjoin(
            PanelMember,
            (PanelMember.source == Resource.source)
            & (PanelMember.fhir_id == Resource.fhir_id)
            & (PanelMember.report_id == root.id),
        )
        .order_by(PanelMember.position, Resource.id)
    )
    return work.session.execute(query).all()


def _groups(
    work: Work, whose: Actor, tests: Sequence[Row[Any]], whole: Reading, kept: Versions, around: Context
) -> list[GroupCard]:
    """The tests by how they stand."""
    before = _with_earlier(work, whose, tests)
    cards = []
    for one in whole.measures:
        row = _row_of(one, tests)
        shown = card(str(row.id) if row else "", one, row is not None and row.id in before)
        cards.append(replace(shown, **corrected(work, row, one, kept, around)) if row else shown)
    headings = {
        "outside": say("Outside the usual range"),
        "usual": say("In the usual range"),
        "": say("Other values") if any(one.standing for one in cards) else say("Values"),
    }
    groups = (
        GroupCard(kind or "others", heading, [one for one in cards if one.standing == kind])
        for kind, heading in headings.items()
    )
    return [group for group in groups if group.measures]


def _row_of(one: Measure, tests: Sequence[Row[Any]]) -> Row[Any] | None:
    """The row that a value was read from; what is only contained in its report has none."""
    alike = [row for row in tests if row.code == one.code and (one.code or titled(row) == one.title)]
    return alike[0] if len(alike) == 1 else None


def _charts(
    work: Work, whose: Actor, tests: Sequence[Row[Any]], groups: list[GroupCard], around: Context
) -> dict[str, TrendCard]:
    """The charts that come with the page: the first ones of what is outside, or of a test that stands alone."""
    wanted = [
        one.id
        for group in groups
        if group.kind == "outside" or len(tests) == 1
        for one in group.measures
        if one.earlier
    ]
    by_id = {str(row.id): row for row in tests}
    drawn = {id: _trend(work, whose, by_id[id], around) for id in wanted[:DRAWN_AT_ONCE]}
    return {id: found for id, found in drawn.items() if found.drawn}


def _with_earlier(work: Work, whose: Actor, rows: Sequence[Row[Any]]) -> set[UUID]:
    """Those of which there are values from before, or from after."""
    one = aliased(Resource)
    others = (
        visible.resources(whose, work.now)
        .where(Resource.group == one.group, Resource.title == one.title, Resource.id != one.id)
        .with_only_columns(Resource.id)
        .correlate(one)
    )
    # these rows came out of `visible` already
    query = select(one.id).where(one.id.in_([row.id for row in rows]), one.title != "", others.exists())
    return set(work.session.scalars(query))


def _trend(work: Work, whose: Actor, row: Row[Any] | Resource, around: Context) -> TrendCard:
    rows = work.session.execute(of_test(whose, work.now, row.group, row.title).limit(MOST)).all()
    return trend(rows, titled(row), around)
