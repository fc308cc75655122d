"""How much there is in each view and pool: counted afresh each time, and never beyond 99."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from uuid import UUID

from sqlalchemy import ColumnElement, Select, bindparam, func, select

from portal_app.access.permissions import Permission
from portal_app.models import Pool, Task, TaskState
from portal_app.models.base import Utc
from portal_app.rules import clinic_words
from portal_app.services.tasks.cards import Counts, PoolCount
from portal_app.services.tasks.heads import at, queues_of
from portal_app.work import Work

MOST = 99
DRAWINGS = {"nurses": "stethoscope", "front_desk": "phone", "prescribers": "pill", "billing": "credit-card"}


def count(work: Work, before: Counts | None = None) -> Counts:
    """The counts of every view and pool of mine; the same cost however much there is. `before` spares the names."""
    work.permit(Permission.INBOX_READ)
    ids, places = queues_of(work)
    pools = before.pools if before and {one.id for one in before.pools} == {str(id) for id in ids} else _pools(work)
    numbers = iter(work.session.execute(_statement(work.actor.staff_id, ids, places), {"now": work.now}).one())
    my_open, handed_open, handed_waiting = next(numbers), next(numbers), next(numbers)
    sums = {str(id): [sum(next(numbers) for _ in places) for _ in range(4)] for id in ids}
    total = [sum(part) for part in zip(*sums.values(), strict=True)] or [0, 0, 0, 0]
    return Counts(
        open=_said(total[0] + handed_open),
        mine=_said(my_open),
        unclaimed=_said(total[2]),
        waiting=_said(total[3] + handed_waiting),
        pools=tuple(replace(one, open=_said(sums[one.id][0]), late=min(sums[one.id][1], MOST)) for one in pools),
    )


def _pools(work: Work) -> tuple[PoolCount, ...]:
    mine = select(Pool.id, Pool.name, Pool.slug).where(Pool.id.in_(work.actor.pool_ids)).order_by(Pool.position)
    return tuple(
        PoolCount(str(pool.id), clinic_words.spoken(pool.name), DRAWINGS.get(pool.slug, "users"), "", 0)
        for pool in work.session.execute(mine)
    )


@lru_cache(maxsize=256)
def _statement(staff_id: UUID, pools: tuple[UUID, ...], places: tuple[UUID | None, ...]) -> Select:
    """One row of numbers, in the order in which `count` reads them; built once, for building costs more than asking."""
    late = (Task.rank_at < bindparam("now", type_=Utc()), Task.due_at.is_not(None))
    mine = Task.owner_id == staff_id
    handed = [mine, *(Task.pool_id != pool for pool in pools)]
    numbers = [
        _bounded([mine, Task.state == TaskState.OPEN]),
        _bounded([*handed, Task.state == TaskState.OPEN]),
        _bounded([*handed, Task.state == TaskState.WAITING]),
    ]
    for pool in pools:
        numbers += _queue(pool, places, TaskState.OPEN)
        numbers += _queue(pool, places, TaskState.OPEN, *late)
        numbers += _queue(pool, places, TaskState.OPEN, Task.owner_id.is_(None))
        numbers += _queue(pool, places, TaskState.WAITING)
    return select(*numbers)


def _queue(
    pool_id: UUID, places: Sequence[UUID | None], state: TaskState, *only: ColumnElement[bool]
) -> list[ColumnElement[int]]:
    return [_bounded([Task.state == state, Task.pool_id == pool_id, at(Task.site_id, site), *only]) for site in places]


def _bounded(conditions: list[ColumnElement[bool]]) -> ColumnElement[int]:
    some: Select = select(Task.id).where(*conditions).limit(MOST + 1)
    return select(func.count()).select_from(some.subquery()).scalar_subquery()


def _said(n: int) -> str:
    return f"{MOST}+" if n > MOST else str(n) if n else ""
