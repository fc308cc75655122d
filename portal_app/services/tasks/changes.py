"""What changed in the list since it was read: a handful of rows, so that fifty desks redraw before anybody blinks."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, select

from portal_app.access import visible
from portal_app.access.actor import Actor
from portal_app.access.permissions import Permission
from portal_app.models import Task
from portal_app.models.base import Utc
from portal_app.services.tasks import lists
from portal_app.services.tasks.cards import Desk, TaskPage, TaskRow
from portal_app.services.tasks.columns import drawn, rights
from portal_app.services.tasks.counting import count
from portal_app.services.tasks.heads import Filters, belongs
from portal_app.work import Work

OVERLAP = timedelta(seconds=5)
"""A change is dated when its Work began and seen when it was committed: so far back it is looked for again."""
MOST = 30


def changes(work: Work, wanted: Filters, shown: Desk, since: datetime, after: str = "") -> Desk:
    """The inbox as it stands now, given how it stood; when too much changed, it is read anew."""
    work.permit(Permission.INBOX_READ)
    values = {"now": work.now, "mark": shown.read_at - OVERLAP}
    changed = set(work.session.scalars(_ids(), values))
    if len(changed) > MOST or shown.page.after or after:
        return lists.desk(work, wanted, after, since)
    found = work.session.execute(_rows(rights(work.actor), wanted), values).all() if changed else []
    mine = [lists.row_of(work, wanted, row, since) for row in found if belongs(work.actor, wanted, row)]
    page = _merged(shown.page, {str(id) for id in changed}, mine, wanted)
    if len(page.rows) > lists.PAGE:
        return lists.desk(work, wanted, after, since)
    return Desk(page, count(work, shown.counts), sum(row.fresh for row in page.rows), work.now)


@lru_cache(maxsize=1)
def _ids() -> Select[Any]:
    # ids alone, and only to take away what the actor no longer sees: what is shown comes from `visible`
    return select(Task.id).where(Task.changed_at > bindparam("mark", type_=Utc())).limit(MOST + 1)


@lru_cache(maxsize=512)
def _rows(actor: Actor, wanted: Filters) -> Select[Any]:
    column, _ = wanted.key
    return drawn(visible.tasks(actor), actor, column).where(Task.changed_at > bindparam("mark", type_=Utc()))


def _merged(page: TaskPage, changed: set[str], new: list[TaskRow], wanted: Filters) -> TaskPage:
    """The page without what changed, and with what of it belongs there now, in order."""
    _, greatest_first = wanted.key
    heading = ""
    kept = []
    for row in page.rows:
        heading = row.group or heading
        if row.id not in changed:
            kept.append(replace(row, group=heading))
    rows = sorted([*kept, *new], key=lambda row: row.place, reverse=greatest_first)
    return TaskPage(lists.grouped(rows), page.after)
