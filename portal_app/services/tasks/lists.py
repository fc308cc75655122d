"""The list: the tasks of my pools and sites, by view, in order, a page at a time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, Uuid, and_, bindparam, or_, select, union_all

from portal_app.access import visible
from portal_app.access.actor import Actor
from portal_app.access.permissions import Permission
from portal_app.catalogue import say
from portal_app.models import Task, TaskState
from portal_app.models.base import Utc
from portal_app.rules import clocks, languages
from portal_app.rules.ages import age
from portal_app.rules.kinds import KINDS
from portal_app.rules.writing import initials
from portal_app.services.tasks.cards import Desk, TaskPage, TaskRow
from portal_app.services.tasks.columns import drawn, rights
from portal_app.services.tasks.counting import count
from portal_app.services.tasks.heads import Filters, Order, belongs, candidates, queues_of
from portal_app.work import Work

PAGE = 40
MOST_NEW = 200
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def desk(work: Work, wanted: Filters, after: str = "", since: datetime | None = None) -> Desk:
    """The whole inbox as it stands; `since` is when the list was opened."""
    page = listing(work, wanted, after, since)
    if since is None:
        arrived = 0
    else:
        arrived = arrivals(work, wanted, since) if page.after or after else sum(row.fresh for row in page.rows)
    return Desk(page, count(work), arrived, work.now)


def listing(work: Work, wanted: Filters, after: str = "", since: datetime | None = None) -> TaskPage:
    """A page of at most 40 tasks; `after` is where an earlier page said that the next begins."""
    work.permit(Permission.INBOX_READ)
    begin = _after(after)
    query = _statement(rights(work.actor), wanted, *queues_of(work), begin is not None, PAGE + 1)
    edge = {"edge": begin[0], "edge_id": begin[1]} if begin else {}
    found = list(work.session.execute(query, {"now": work.now, **edge})) if query is not None else []
    rows = [row_of(work, wanted, row, since) for row in found[:PAGE]]
    return TaskPage(grouped(rows), rows[-1].place if len(found) > PAGE else "")


def arrivals(work: Work, wanted: Filters, since: datetime) -> int:
    """How many tasks of the view have begun to wait since then; of the newest 200 changes at most."""
    work.permit(Permission.INBOX_READ)
    new = visible.tasks(work.actor).where(Task.changed_at > since, Task.since > since)
    columns = (Task.state, Task.kind, Task.pool_id, Task.owner_id)
    found = work.session.execute(new.with_only_columns(*columns).order_by(Task.changed_at.desc()).limit(MOST_NEW))
    return sum(belongs(work.actor, wanted, row) for row in found)


@lru_cache(maxsize=512)
def _statement(
    actor: Actor,
    wanted: Filters,
    pools: tuple[UUID, ...],
    places: tuple[UUID | None, ...],
    begun: bool,
    most: int,
) -> Select | None:
    """The page's query, built once: building it costs more than asking it."""
    column, greatest_first = wanted.key
    order = (column.desc(), Task.id.desc()) if greatest_first else (column, Task.id)
    heads = []
    for branch in candidates(actor.staff_id, wanted, pools, places):
        if begun:
            moment, id = bindparam("edge", type_=Utc()), bindparam("edge_id", type_=Uuid())
            beyond = column < moment if greatest_first else column > moment
            beyond_id = Task.id < id if greatest_first else Task.id > id
            # the first condition is implied by the second; it lets the index begin at the right place
            edge = column <= moment if greatest_first else column >= moment
            branch = branch.where(edge, or_(beyond, and_(column == moment, beyond_id)))
        heads.append(select(branch.order_by(*order).limit(most).subquery().c.id))
    if not heads:
        return None
    head = union_all(*heads).subquery()
    shown = drawn(visible.tasks(actor), actor, column)
    return shown.join(head, head.c.id == Task.id).order_by(*order).limit(most)


def row_of(work: Work, wanted: Filters, row: Row[Any], since: datetime | None) -> TaskRow:
    """A task in the reader's words."""
    kind = KINDS[row.kind]
    open = row.state is TaskState.OPEN
    promise = clocks.clock(row.due_at, work.now, work.zone) if open else clocks.Clock()
    # an undone promise says when it is due, a done task when that was
    words = promise.words if open else clocks.short(row.rank_at, work.now, work.zone)
    mine = row.owner_id is not None and row.owner_id == work.actor.staff_id
    return TaskRow(
        id=str(row.id),
        name=f"{row.given} {row.family}".strip(),
        age=age(row.birth_date, work.now.astimezone(work.zone).date()),
        kind=say(kind.word),
        drawing=kind.drawing,
        tongue=languages.foreign(row.language),
        gist=row.gist,
        waits=say("waits {wait}", wait=clocks.wait(work.now - row.since)) if open else "",
        clock=words,
        tone=promise.tone,
        group=_group(row, promise.tone) if open and wanted.order is Order.PROMISE else "",
        owner=say("You") if mine else row.owner or "",
        initials=initials(row.owner) if row.owner else "",
        unread=row.read_at is None or row.read_at < row.news_at,
        looker=row.looker or "",
        fresh=since is not None and row.since > since,
        place=_place(row),
    )


def _group(row: Row[Any], tone: str) -> str:
    if row.due_at is None:
        return say("No promise")
    return {"red": say("Late"), "amber": say("Due within the hour")}.get(tone) or say("On time")


def grouped(rows: list[TaskRow]) -> list[TaskRow]:
    """Keep each heading on the first row below it only."""
    before = ""
    kept = []
    for row in rows:
        kept.append(row if row.group != before else replace(row, group=""))
        before = row.group
    return kept


def _place(row: Row[Any]) -> str:
    return f"{(row.place - EPOCH) // timedelta(microseconds=1):020}.{row.id}"


def _after(cursor: str) -> tuple[datetime, UUID] | None:
    """Where a page begins; what is not a cursor begins at the beginning."""
    try:
        moment, _, id = cursor.partition(".")
        return EPOCH + timedelta(microseconds=int(moment)), UUID(id)
    except (ValueError, OverflowError):
        return None
