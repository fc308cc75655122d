"""One result, whole: how it stands, what clinicians said, each test of it, what it said before."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Uuid, bindparam, or_, select
from sqlalchemy.orm import aliased

from portal_app import looking
from portal_app.access import visible
from portal_app.access.actor import Actor
from portal_app.catalogue import say
from portal_app.chart.record import Context, Measure
from portal_app.models import Group, PanelMember, Resource, ResourceBody, Shelf
from portal_app.services.results.about import about, context_of
from portal_app.services.results.cards import GroupCard, ResultCard
from portal_app.services.results.lines import COLUMNS, CORRECTED, below, marked, titled, unseen
from portal_app.services.results.reading import Reading, read_whole
from portal_app.services.results.said import comments, reviews, steps
from portal_app.services.results.versions import Versions, corrected, earlier_versions, versions_of
from portal_app.services.results.waits import waits
from portal_app.values import trends
from portal_app.values.cards import TrendCard
from portal_app.values.measured import card, context, explain
from portal_app.values.theirs import MINE, known, one, rows
from portal_app.values.verdict import USUAL, verdict
from portal_app.work import Work

DRAWN_AT_ONCE = 2
"""Charts that come with the page: those of what is outside the usual range; the others when they are asked for."""
_BODIES = MINE.join(ResourceBody, ResourceBody.resource_id == Resource.id).with_only_columns(
    *COLUMNS,
    Resource.received_at,
    Resource.panel_id,
    Resource.group,
    Resource.version,
    Resource.fhir_id,
    Resource.source,
    ResourceBody.body,
)
_ROOT = _BODIES.where(
    Resource.id == bindparam("id"), or_(Resource.shelf == Shelf.RESULTS, Resource.panel_id.is_not(None))
)
_TESTS = (
    _BODIES.where(Resource.panel_id == bindparam("id"))
    .outerjoin(
        PanelMember,
        (PanelMember.source == Resource.source)
        & (PanelMember.fhir_id == Resource.fhir_id)
        & (PanelMember.report_id == bindparam("id")),
    )
    .order_by(PanelMember.position, Resource.id)
)
_ONE = aliased(Resource)
_OTHERS = MINE.where(Resource.group == _ONE.group, Resource.title == _ONE.title, Resource.id != _ONE.id)
# only for rows that came out of `visible` already
_WITH_OTHERS = select(_ONE.id).where(
    _ONE.id.in_(bindparam("these", expanding=True, type_=Uuid())),
    _ONE.title != "",
    _OTHERS.with_only_columns(Resource.id).correlate(_ONE).exists(),
)


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
    told = explain(root.code)
    standings = Counter(one.standing for one in whole.measures)
    bold, rest = verdict(standings)
    mark, tone, sign = marked(root, any(row.status in CORRECTED for row in tests))
    return ResultCard(
        id=str(root.id),
        title=titled(root),
        below=below(work, root),
        bold=bold,
        rest=rest,
        usual=set(standings) == {USUAL},
        mark=mark,
        tone=tone,
        sign=sign,
        fresh=root.id in unseen(work, whose),
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
    found = one(work, _ROOT, known(work, whose, id=result_id))
    return found if found.panel_id is None else one(work, _ROOT, known(work, whose, id=found.panel_id))


def _tests(work: Work, whose: Actor, root: Row[Any]) -> Sequence[Row[Any]]:
    """The tests of a report in its own order; of a test that stands alone, itself."""
    return [root] if root.type == "Observation" else rows(work, _TESTS, known(work, whose, id=root.id))


def _groups(
    work: Work, whose: Actor, tests: Sequence[Row[Any]], whole: Reading, kept: Versions, around: Context
) -> list[GroupCard]:
    """The tests by how they stand."""
    before = _with_others(work, whose, tests)
    cards = []
    for found in whole.measures:
        row = _row_of(found, tests)
        shown = card(str(row.id) if row else "", found, row is not None and row.id in before)
        cards.append(replace(shown, **corrected(work, row, found, kept, around)) if row else shown)
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


def _row_of(found: Measure, tests: Sequence[Row[Any]]) -> Row[Any] | None:
    """The row that a value was read from; what is only contained in its report has none."""
    alike = [row for row in tests if row.code == found.code and (found.code or titled(row) == found.title)]
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


def _with_others(work: Work, whose: Actor, tests: Sequence[Row[Any]]) -> set[UUID]:
    """Those of which there are other values."""
    return {row.id for row in rows(work, _WITH_OTHERS, known(work, whose, these=[row.id for row in tests]))}


def _trend(work: Work, whose: Actor, row: Row[Any] | Resource, around: Context) -> TrendCard:
    return trends.over_time(work, whose, row.group, row.title, titled(row), around)
