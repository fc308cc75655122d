"""The heads of the queues: for each pool at each site a short range of one index, whatever lies behind it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select, true

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


def sites(work: Work) -> Sequence[UUID | None]:
    """The sites whose tasks the actor may see, and "none yet"."""
    mine = work.session.scalars(select(Site.id)).all() if work.actor.all_sites else sorted(work.actor.site_ids)
    return [*mine, None]


def at(column: ColumnElement, value: UUID | None) -> ColumnElement[bool]:
    """The column has this value, which may be none."""
    return column.is_(None) if value is None else column == value


def queues(pools: Iterable[UUID], sites: Sequence[UUID | None]) -> list[ColumnElement[bool]]:
    """Each queue as a condition that one range of the index answers."""
    return [(Task.pool_id == pool) & at(Task.site_id, site) for pool in sorted(pools) for site in sites]


def candidates(actor: Actor, wanted: Filters, sites: Sequence[UUID | None]) -> list[Select]:
    """One query for each queue of the view; together they hold every task of it once."""
    only = [Task.state == wanted.state]
    if wanted.kind:
        only.append(Task.kind == wanted.kind)
    if wanted.view is View.UNCLAIMED:
        only.append(Task.owner_id.is_(None))
    pools = actor.pool_ids if wanted.pool_id is None else actor.pool_ids & {wanted.pool_id}
    branches = queues(pools, sites)
    mine = Task.owner_id == actor.staff_id
    if wanted.view is View.MINE:
        branches = [mine if wanted.pool_id is None else mine & (Task.pool_id == wanted.pool_id)]
    elif wanted.view is not View.UNCLAIMED and wanted.pool_id is None:
        # what was handed to the person by name out of another pool
        branches.append(mine & (Task.pool_id.not_in(actor.pool_ids) if actor.pool_ids else true()))
    return [select(Task.id).where(branch, *only) for branch in branches]
