"""The list: the tasks of my pools and sites, by view, in order, a page at a time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, or_, select, union_all
from sqlalchemy.orm import aliased

from portal_app.access import visible
from portal_app.access.permissions import Permission
from portal_app.catalogue import LANGUAGES, say
from portal_app.models import Patient, Staff, Task, TaskLook, TaskState
from portal_app.rules import clocks
from portal_app.rules.ages import age
from portal_app.rules.kinds import KINDS
from portal_app.rules.writing import initials
from portal_app.services.tasks.cards import Desk, TaskPage, TaskRow
from portal_app.services.tasks.counting import count
from portal_app.services.tasks.heads import Filters, Order, candidates, sites
from portal_app.work import Work

PAGE = 40
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def desk(work: Work, wanted: Filters, after: str = "", since: datetime | None = None) -> Desk:
    """Everything that the inbox redraws when something changes; `since` is when the list was opened."""
    page = listing(work, wanted, after, since)
    if since is None:
        arrived = 0
    else:
        arrived = arrivals(work, wanted, since) if page.after or after else sum(row.fresh for row in page.rows)
    return Desk(page, count(work), arrived)


def listing(work: Work, wanted: Filters, after: str = "", since: datetime | None = None) -> TaskPage:
    """A page of at most 40 tasks; `after` is where an earlier page said that the next begins."""
    work.permit(Permission.INBOX_READ)
    found = _page(work, wanted, after)
    rows = [_row(work, wanted, row, since) for row in found[:PAGE]]
    more = len(found) > PAGE
    return TaskPage(_grouped(rows), _cursor(found[PAGE - 1]) if more else "")


def arrivals(work: Work, wanted: Filters, since: datetime) -> int:
    """How many tasks of the view have begun to wait since then; at most 100 are counted."""
    work.permit(Permission.INBOX_READ)
    queues = [branch.where(Task.since > since).limit(100) for branch in candidates(work.actor, wanted, sites(work))]
    found = union_all(*(select(queue.subquery().c.id) for queue in queues)).limit(100)
    return len(work.session.execute(found).all()) if queues else 0


def _page(work: Work, wanted: Filters, after: str) -> list[Row[Any]]:
    column, greatest_first = wanted.key
    order = (column.desc(), Task.id.desc()) if greatest_first else (column, Task.id)
    begin = _after(after)
    heads = []
    for branch in candidates(work.actor, wanted, sites(work)):
        if begin:
            moment, id = begin
            beyond = column < moment if greatest_first else column > moment
            beyond_id = Task.id < id if greatest_first else Task.id > id
            # the first condition is implied by the second; it lets the index begin at the right place
            edge = column <= moment if greatest_first else column >= moment
            branch = branch.where(edge, or_(beyond, and_(column == moment, beyond_id)))
        heads.append(select(branch.order_by(*order).limit(PAGE + 1).subquery().c.id))
    if not heads:
        return []
    head = union_all(*heads).subquery()
    mine, other, owner, looker = aliased(TaskLook), aliased(TaskLook), aliased(Staff), aliased(Staff)
    eye = (
        select(looker.name)
        .join(other, other.staff_id == looker.id)
        .where(other.task_id == Task.id, other.present_until > work.now, other.staff_id != work.actor.staff_id)
        .limit(1)
        .correlate(Task)
        .scalar_subquery()
    )
    query = (
        visible.tasks(work.actor)
        .with_only_columns(
            Task.id,
            Task.kind,
            Task.state,
            Task.gist,
            Task.since,
            Task.due_at,
            Task.rank_at,
            Task.news_at,
            Task.owner_id,
            Task.closed_at,
            column.label("place"),
            mine.read_at,
            owner.name.label("owner"),
            Patient.given,
            Patient.family,
            Patient.birth_date,
            Patient.language,
            eye.label("looker"),
        )
        .join(head, head.c.id == Task.id)
        .join(Patient, Patient.id == Task.patient_id)
        .outerjoin(owner, owner.id == Task.owner_id)
        .outerjoin(mine, and_(mine.task_id == Task.id, mine.staff_id == work.actor.staff_id))
        .order_by(*order)
        .limit(PAGE + 1)
    )
    return list(work.session.execute(query))


def _row(work: Work, wanted: Filters, row: Row[Any], since: datetime | None) -> TaskRow:
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
        tongue=tongue(row.language),
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
    )


def _group(row: Row[Any], tone: str) -> str:
    if row.due_at is None:
        return say("No promise")
    return {"red": say("Late"), "amber": say("Due within the hour")}.get(tone) or say("On time")


def _grouped(rows: list[TaskRow]) -> list[TaskRow]:
    """Keep each heading on the first row below it only."""
    before = ""
    kept = []
    for row in rows:
        kept.append(row if row.group != before else replace(row, group=""))
        before = row.group
    return kept


def tongue(language: str) -> str:
    """The patient's language where it is not English."""
    return "" if language in ("", "en") else LANGUAGES.get(language, language)


def _cursor(row: Row[Any]) -> str:
    return f"{(row.place - EPOCH) // timedelta(microseconds=1)}.{row.id}"


def _after(cursor: str) -> tuple[datetime, UUID] | None:
    """Where a page begins; what is not a cursor begins at the beginning."""
    try:
        moment, _, id = cursor.partition(".")
        return EPOCH + timedelta(microseconds=int(moment)), UUID(id)
    except (ValueError, OverflowError):
        return None
