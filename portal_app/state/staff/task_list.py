"""The list of the inbox: which view of the queues is shown, in which order, and what came meanwhile."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import TypeVar

import reflex as rx

from portal_app.models import TaskKind
from portal_app.services import tasks
from portal_app.services.tasks.cards import Desk, TaskRow
from portal_app.services.tasks.heads import Filters, Order, View
from portal_app.state.arguments import Picked
from portal_app.state.guard import staff
from portal_app.state.portal import PortalState

Word = TypeVar("Word", bound=StrEnum)


class TaskList(PortalState, mixin=True):
    """What waits, a page of it."""

    view: str = View.OPEN
    order: str = Order.PROMISE
    kind: str = ""
    pool: str = ""
    after: str = ""
    """Where the page that is shown begins; empty on the first."""
    next: str = ""
    rows: list[TaskRow] = []
    arrived: int = 0
    loaded: bool = False

    _since: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    _shown_desk: Desk | None = None
    _drawn: datetime = datetime(1970, 1, 1, tzinfo=UTC)

    @rx.event
    @staff
    async def sort(self, order: Picked):
        """In another order."""
        self.order = word_of(Order, order, Order.PROMISE)
        await self._again()

    @rx.event
    @staff
    async def only(self, kind: Picked):
        """Only tasks of one kind, or of all."""
        self.kind = word_of(TaskKind, kind, "")
        await self._again()

    @rx.event
    @staff
    async def turn(self, after: Picked):
        """Another page of the list."""
        self.after = after
        self._draw(await self._see(tasks.desk, self._filters(), self.after, self._since))

    @rx.event
    @staff
    async def show_new(self):
        """What came meanwhile: where it stands if it is on the page, else newest first."""
        if self.next or self.after:
            self.order = Order.NEWEST
        await self._again()

    def _draw(self, desk: Desk, whole: bool = True) -> None:
        """Set only what changed: what is set is sent. Clocks are right again when the whole is drawn."""
        self._shown_desk = desk
        self._drawn = desk.read_at if whole else self._drawn
        if desk.page.rows != self.rows:
            self.rows = desk.page.rows
        if desk.counts != self.counts:
            self.counts = desk.counts
        self.next, self.arrived = desk.page.after, desk.arrived

    async def _again(self) -> None:
        self.after, self._since = "", datetime.now(UTC)
        self._draw(await self._see(tasks.desk, self._filters(), "", self._since))

    def _filters(self) -> Filters:
        return Filters(
            view=View(word_of(View, self.view, View.OPEN)),
            order=Order(word_of(Order, self.order, Order.PROMISE)),
            kind=TaskKind(self.kind) if self.kind else None,
            pool_id=self._id(self.pool) if self.pool else None,
        )

    def _address(self) -> str:
        asked = "&".join(f"{name}={value}" for name, value in (("view", self.view), ("pool", self.pool)) if value)
        return f"/staff?{asked}"


def word_of(words: type[Word], asked: str, otherwise: str) -> str:
    """One of the known words; anything else is the usual one."""
    return words(asked) if asked in set(words) else otherwise
