"""Care plans as steps with their progress, and goals."""

from collections.abc import Sequence
from functools import cache
from uuid import UUID

import orjson

from portal_app import looking
from portal_app.access.actor import Actor
from portal_app.chart import care_plans, goals
from portal_app.chart.fields import Json
from portal_app.chart.record import Context
from portal_app.chart.standing import PAST
from portal_app.chart.steps import steps
from portal_app.models import Group, Resource, Shelf
from portal_app.services.records.cards import CarePage, PlanCard, PlanList, StepCard
from portal_app.services.records.naming import context_for
from portal_app.services.records.shelves import Line, Part, freshness, new_ones, on_shelf, reader
from portal_app.work import Work

PAGE = 10
GOALS_OVER = frozenset({"completed", "cancelled", "rejected"})


@cache
def _list(kind: str, show: str) -> Part:
    of_goals = kind == "goals"
    over = Resource.status.in_(sorted(GOALS_OVER if of_goals else PAST[Group.CARE_PLANS]))
    goal_or_plan = Resource.group == Group.GOALS if of_goals else Resource.group != Group.GOALS
    return Part(on_shelf(Shelf.CARE_PLANS).where(goal_or_plan, over if show == "past" else ~over))


def care(work: Work, show: str = "now", *, through: UUID | None = None) -> CarePage:
    """The newest goals and plans; `show` is now or past."""
    whose = reader(work, through, Shelf.CARE_PLANS)
    looking.looked(work, whose, str(Shelf.CARE_PLANS))
    return CarePage(_part(work, whose, "goals", show), _part(work, whose, "plans", show), freshness(work))


def more_care(work: Work, kind: str, show: str, after: str, through: UUID | None = None) -> PlanList:
    """The part of the goals or of the plans (`kind`) that follows `after` (a card's id)."""
    whose = reader(work, through, Shelf.CARE_PLANS)
    looking.looked(work, whose, str(Shelf.CARE_PLANS))
    return _part(work, whose, kind, show, after)


def _part(work: Work, whose: Actor, kind: str, show: str, after: str = "") -> PlanList:
    listed = _list("goals" if kind == "goals" else "plans", "past" if show == "past" else "now")
    rows, total = listed.read(work, whose, PAGE, after)
    return PlanList(_cards(work, whose, rows), total)


def _cards(work: Work, whose: Actor, rows: Sequence[Line]) -> list[PlanCard]:
    bodies = [orjson.loads(row.body) for row in rows]
    context, new = context_for(work, whose, rows, bodies), new_ones(work, whose, rows)
    return [
        (_goal if row.group is Group.GOALS else _plan)(row, body, context, row.id in new)
        for row, body in zip(rows, bodies, strict=True)
    ]


def _plan(row: Line, body: Json, context: Context, new: bool) -> PlanCard:
    record, todo = care_plans.read(body, context), steps(body, context)
    counting = [step for step in todo if not step.dropped]
    return PlanCard(
        id=str(row.id),
        title=record.title,
        when=record.when,
        status=record.status,
        tone=record.tone,
        steps=[StepCard(step.words, step.status, step.done) for step in todo],
        done=sum(step.done for step in counting),
        of=len(counting),
        fresh=new,
    )


def _goal(row: Line, body: Json, context: Context, new: bool) -> PlanCard:
    found = goals.read(body, context)
    return PlanCard(str(row.id), found.title, found.when, found.status, found.tone, list(found.notes), fresh=new)
