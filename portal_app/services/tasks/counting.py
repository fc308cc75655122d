"""How much there is in each view and pool: counted afresh each time, and never beyond 99."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select

from portal_app.access.permissions import Permission
from portal_app.models import Pool, Task, TaskState
from portal_app.services.tasks.cards import Counts, PoolCount
from portal_app.services.tasks.heads import at, sites
from portal_app.work import Work

MOST = 99
DRAWINGS = {"nurses": "stethoscope", "front_desk": "phone", "prescribers": "pill", "billing": "credit-card"}


def count(work: Work) -> Counts:
    """The counts of every view and pool of mine; the same cost however much there is."""
    work.permit(Permission.INBOX_READ)
    pools = work.session.execute(
        select(Pool.id, Pool.name, Pool.slug).where(Pool.id.in_(work.actor.pool_ids)).order_by(Pool.position)
    ).all()
    places = sites(work)
    late = (Task.rank_at < work.now, Task.due_at.is_not(None))
    by_pool = {
        pool.id: (
            _queue(pool.id, places, TaskState.OPEN),
            _queue(pool.id, places, TaskState.OPEN, *late),
            _queue(pool.id, places, TaskState.OPEN, Task.owner_id.is_(None)),
            _queue(pool.id, places, TaskState.WAITING),
        )
        for pool in pools
    }
    mine = Task.owner_id == work.actor.staff_id
    handed = [mine, Task.pool_id.not_in(work.actor.pool_ids)] if pools else [mine]
    own = [
        _bounded([mine, Task.state == TaskState.OPEN]),
        _bounded([*handed, Task.state == TaskState.OPEN]),
        _bounded([*handed, Task.state == TaskState.WAITING]),
    ]
    numbers = iter(
        work.session.execute(select(*own, *(n for queue in by_pool.values() for part in queue for n in part))).one()
    )
    my_open, handed_open, handed_waiting = next(numbers), next(numbers), next(numbers)
    sums = {id: [sum(next(numbers) for _ in part) for part in queue] for id, queue in by_pool.items()}
    total = [sum(part) for part in zip(*sums.values(), strict=True)] or [0, 0, 0, 0]
    return Counts(
        open=_said(total[0] + handed_open),
        mine=_said(my_open),
        unclaimed=_said(total[2]),
        waiting=_said(total[3] + handed_waiting),
        pools=tuple(
            PoolCount(
                id=str(pool.id),
                name=pool.name,
                drawing=DRAWINGS.get(pool.slug, "users"),
                open=_said(sums[pool.id][0]),
                late=min(sums[pool.id][1], MOST),
            )
            for pool in pools
        ),
    )


def _queue(
    pool_id: UUID, places: Sequence[UUID | None], state: TaskState, *only: ColumnElement[bool]
) -> list[ColumnElement[int]]:
    return [_bounded([Task.state == state, Task.pool_id == pool_id, at(Task.site_id, site), *only]) for site in places]


def _bounded(conditions: list[ColumnElement[bool]]) -> ColumnElement[int]:
    some: Select = select(Task.id).where(*conditions).limit(MOST + 1)
    return select(func.count()).select_from(some.subquery()).scalar_subquery()


def _said(n: int) -> str:
    return f"{MOST}+" if n > MOST else str(n) if n else ""
