"""The heads of the queues: for each pool at each site a short range of one index, whatever lies behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, select

from portal_app.access.actor import Actor
from portal_app.models import Site, Task, TaskKind, TaskState
from portal_app.work import Work


class View(StrEnum):
    """What the list shows."""

    OPEN = "open"
    MINE = "mine"
    UNCLAIMED = "unclaimed"
    WAITING = "waiting"
    CLOSED = "closed"


class Order(StrEnum):
    """In which order."""

    PROMISE = "promise"
    LONGEST = "longest"
    NEWEST = "newest"


@dataclass(frozen=True)
class Filters:
    """What of a view is wanted."""

    view: View = View.OPEN
    order: Order = Order.PROMISE
    kind: TaskKind | None = None
    pool_id: UUID | None = None

    @property
    def state(self) -> TaskState:
        """The state that the view shows."""
        return {View.WAITING: TaskState.WAITING, View.CLOSED: TaskState.CLOSED}.get(self.view, TaskState.OPEN)

    @property
    def key(self) -> tuple[ColumnElement, bool]:
        """What the list is ordered by, and whether the greatest comes first."""
        if self.state is not TaskState.OPEN:
            return Task.rank_at, True
        return {
            Order.PROMISE: (Task.rank_at, False),
            Order.LONGEST: (Task.since, False),
            Order.NEWEST: (Task.since, True),
        }[self.order]


def queues_of(work: Work) -> tuple[tuple[UUID, ...], tuple[UUID | None, ...]]:
    """The actor's pools, and the sites whose tasks they may see, "none yet" included; always in the same order."""
    actor = work.actor
    places = sorted(work.session.scalars(select(Site.id)) if actor.all_sites else actor.site_ids)
    return tuple(sorted(actor.pool_ids)), (*places, None)


def at(column: ColumnElement, value: UUID | None) -> ColumnElement[bool]:
    """The column has this value, which may be none."""
    return column.is_(None) if value is None else column == value


def candidates(
    staff_id: UUID | None, wanted: Filters, pools: Sequence[UUID], places: Sequence[UUID | None]
) -> list[Select]:
    """One query of ids for each queue of the view; together they hold every task of it once."""
    only = [Task.state == wanted.state]
    if wanted.kind:
        only.append(Task.kind == wanted.kind)
    if wanted.view is View.UNCLAIMED:
        only.append(Task.owner_id.is_(None))
    mine = Task.owner_id == staff_id
    asked = pools if wanted.pool_id is None else [pool for pool in pools if pool == wanted.pool_id]
    # each queue is a condition that one range of an index answers
    branches = [[Task.pool_id == pool, at(Task.site_id, place)] for pool in asked for place in places]
    if wanted.view is View.MINE:
        branches = [[mine] if wanted.pool_id is None else [mine, Task.pool_id == wanted.pool_id]]
    elif wanted.view is not View.UNCLAIMED and wanted.pool_id is None:
        # what was handed to the person by name out of another pool
        branches.append([mine, *(Task.pool_id != pool for pool in pools)])
    return [select(Task.id).where(*branch, *only) for branch in branches]


def belongs(actor: Actor, wanted: Filters, row: Row[Any]) -> bool:
    """Whether a task that the actor may see stands in the view: in Python what `candidates` asks in SQL."""
    mine = row.owner_id is not None and row.owner_id == actor.staff_id
    if row.state is not wanted.state or (wanted.kind and row.kind is not wanted.kind):
        return False
    if wanted.pool_id is not None and row.pool_id != wanted.pool_id:
        return False
    if wanted.view is View.MINE:
        return mine
    if wanted.view is View.UNCLAIMED:
        return row.owner_id is None and row.pool_id in actor.pool_ids
    return mine or row.pool_id in actor.pool_ids
