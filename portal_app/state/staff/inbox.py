"""The inbox: the list, the task that is open in it, and what is being typed there."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

import reflex as rx

from portal_app.access.permissions import Permission, granted
from portal_app.catalogue import say
from portal_app.errors import BadInput, NotFound
from portal_app.models import TaskKind
from portal_app.queue import After
from portal_app.services import messages, tasks
from portal_app.services.tasks.cards import Desk, Place, Places, TaskCard, TaskRow
from portal_app.services.tasks.heads import Filters, Order, View
from portal_app.services.tasks.story import SHOWN
from portal_app.state.arguments import Picked
from portal_app.state.guard import actor_now, staff
from portal_app.state.live import STANDS_BACK
from portal_app.state.portal import PortalState
from portal_app.state.staff.desk import queue_topics
from portal_app.state.staff.form_review import FormReviewState
from portal_app.state.staff.result_review import ResultReviewState

MINUTE = timedelta(seconds=55)
"""So old may the words of the clocks become."""
OPENS = {TaskKind.FORM: FormReviewState.open_form, TaskKind.RESULT: ResultReviewState.open_result}
"""What else opens with a task of a kind, told what the task is about."""
Word = TypeVar("Word", bound=StrEnum)


class InboxState(PortalState):
    """One person's desk."""

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
    lost: bool = False
    """What the address asked for is not in this person's queue."""

    task: TaskCard = TaskCard()
    pools: list[Place] = []
    """The pools that an answered task can be handed to."""
    places: Places = Places([], [])
    writing: str = "reply"
    """What the box is for: a reply, a note, or nothing where only a note can be written and none is asked for."""
    reply_start: str = ""
    reply_key: str = ""
    note_start: str = ""
    note_key: str = ""
    """As they were when the task was opened, or since the last sending; what is typed since is in the browser."""
    kept: str = ""
    behind: bool = False
    """Something happened to the task while this person was writing."""

    _since: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    _seen: int = 0
    """The version that the person wrote their answer on."""
    _typed: bool = False
    _sent: dict[str, tuple[str, str]] = {}
    """The task and the words of what was sent last."""
    _shown: int = SHOWN
    _shown_desk: Desk | None = None
    _drawn: datetime = datetime(1970, 1, 1, tzinfo=UTC)

    @rx.event
    @staff
    async def open(self):
        """Somebody opens the inbox, another view of it, or a task in it; who works in no queue goes to the patients."""
        if not granted(actor_now.get(), Permission.INBOX_READ):
            return rx.redirect("/staff/patients", replace=True)
        asked = self.rx_router_page.params
        wanted = (asked.get("view", View.OPEN), asked.get("pool", ""))
        if not self.loaded or wanted != (self.view, self.pool):
            self.view, self.pool = wanted
            self.after, self._since = "", datetime.now(UTC)
        follow_up = await self._open_task(asked.get("task", ""))
        self._draw(await self._see(tasks.desk, self._filters(), self.after, self._since))
        self.loaded = True
        self._listen()
        return follow_up

    @rx.event
    @staff
    async def refresh(self):
        """Something changed in the queues, in the open task, or a minute has passed."""
        if self.task.id:
            if heard := await self._do(tasks.hear, _id(self.task.id)):
                known = {entry.id for entry in self.task.story}
                fresh = [entry for entry in heard if entry.id not in known]
                self.task = replace(self.task, story=[*self.task.story, *fresh])
                yield  # who has it open reads it before all around it is drawn
                await asyncio.sleep(STANDS_BACK)
            await self._redraw()
            yield
        shown = self._shown_desk
        if shown is None or datetime.now(UTC) - self._drawn > MINUTE:
            self._draw(await self._see(tasks.desk, self._filters(), self.after, self._since))
        else:
            self._draw(await self._see(tasks.changes, self._filters(), shown, self._since, self.after), whole=False)

    @rx.event
    @staff
    async def sort(self, order: Picked):
        """In another order."""
        self.order = _word(Order, order, Order.PROMISE)
        await self._again()

    @rx.event
    @staff
    async def only(self, kind: Picked):
        """Only tasks of one kind, or of all."""
        self.kind = _word(TaskKind, kind, "")
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

    @rx.event
    @staff
    async def claim(self):
        """Take it on."""
        self._moved(await self._do(tasks.claim, _id(self.task.id), self.task.version))

    @rx.event
    @staff
    async def release(self):
        """Put it back."""
        self._moved(await self._do(tasks.release, _id(self.task.id), self.task.version))

    @rx.event
    @staff
    async def close(self):
        """Nothing more is to be done."""
        self._moved(await self._do(tasks.close, _id(self.task.id), self.task.version))

    @rx.event
    @staff
    async def reopen(self):
        """Take it up again."""
        self._moved(await self._do(tasks.reopen, _id(self.task.id), self.task.version))

    @rx.event
    @staff
    async def show_places(self):
        """To whom it can go."""
        self.places = await self._see(tasks.places, _id(self.task.id))

    @rx.event
    @staff
    async def hand_to_pool(self, pool_id: Picked):
        """Give it to another pool."""
        await self._do(tasks.hand_to_pool, _id(self.task.id), self.task.version, _id(pool_id))
        await self._redraw()

    @rx.event
    @staff
    async def hand_to_person(self, staff_id: Picked):
        """Give it to a colleague."""
        await self._do(tasks.hand_to_person, _id(self.task.id), self.task.version, _id(staff_id))
        await self._redraw()

    @rx.event
    @staff
    async def mark_unread(self):
        """Not read after all; back to the list."""
        await self._do(tasks.unread, _id(self.task.id))
        self.task = TaskCard()
        return rx.redirect(self._address())

    @rx.event
    @staff
    async def show_earlier(self):
        """What was said before."""
        self._shown += SHOWN
        await self._redraw()

    @rx.event
    @staff
    async def write(self, what: Picked):
        """A reply or a note."""
        self.writing = "note" if what == "note" else "reply"

    @rx.event
    @staff
    async def keep(self, task_id: Picked, what: Picked, words: str, key: Picked):
        """Somebody types: what they have is saved with its task, and colleagues see that they write."""
        what = "note" if what == "note" else "reply"
        # the last save of what has been sent meanwhile is late
        if words.strip() and (task_id, words.strip()) == self._sent.get(what):
            return
        is_open = task_id == self.task.id
        if is_open and what == "reply":
            self._typed = bool(words.strip())
        kept = await self._do(tasks.keep, _id(task_id), what, words, key)
        # what was typed at the last task, a moment ago, says nothing of this one
        self.kept = kept if is_open else self.kept

    @rx.event
    @staff
    async def catch_up(self):
        """They have seen what happened meanwhile."""
        self.behind, self._seen = False, self.task.version

    @rx.event
    @staff
    async def send(self, form: dict[str, str]):
        """Somebody answers the patient."""
        after = _word(After, form.get("after", ""), After.KEEP)
        pool = _id(form.get("pool", "")) if after is After.HAND else None
        task_id = self._open_one(form)
        await self._do(
            messages.reply, task_id, form.get("body", ""), self.reply_key, self._seen, after=after, pool_id=pool
        )
        self._typed = self.behind = False
        self._sent["reply"] = (self.task.id, form.get("body", "").strip())
        await self._do(tasks.rest, task_id)
        await self._redraw()
        self._start(self.task)
        return rx.set_value("reply-words", "")

    @rx.event
    @staff
    async def note(self, form: dict[str, str]):
        """Somebody writes to the team."""
        words = form.get("note", "")
        self.task = await self._do(tasks.note, self._open_one(form), words)
        self._sent["note"] = (self.task.id, words.strip())
        await self._do(tasks.rest, _id(self.task.id))
        self.note_start, self.note_key, self.kept = "", self.task.note_key, ""
        return rx.set_value("note-words", "")

    def _open_one(self, form: dict[str, str]) -> UUID:
        """The task that the form was drawn with, if it is still the one that is open: a press may come late."""
        if form.get("task", "") != self.task.id:
            raise BadInput(say("Another task is open now, so nothing was sent. Please look again."), "body")
        return _id(self.task.id)

    async def _open_task(self, task_id: str):
        """The task that the address names; the one that was open is left."""
        if self.task.id and self.task.id != task_id:
            await self._do(tasks.leave, _id(self.task.id))
        self.lost = False
        if not task_id:
            self.task = TaskCard()
            return None
        fresh = task_id != self.task.id
        self._shown = SHOWN if fresh else self._shown
        self.task = await self._do(tasks.look, _id(task_id), self._shown, not fresh)
        if not fresh:
            return None
        self.writing = "reply" if "reply" in self.task.verbs else ""
        self._typed, self._sent, self.behind = bool(self.task.draft), self._sent, False
        self._start(self.task)
        self.pools = (await self._see(tasks.places, _id(self.task.id))).pools
        own = OPENS.get(TaskKind(self.task.kind))
        return own(self.task.about_id) if own else None

    async def _redraw(self) -> None:
        before = self.task
        card = await self._see(tasks.redraw, _id(before.id), self._shown)
        if not card.id:
            self.task, self.lost = TaskCard(), True
            self.notice = say("This is not in your queue any more.")
            return
        if card.stale:
            card = await self._do(tasks.look, _id(before.id), self._shown, True)
        self._put(card)

    def _put(self, card: TaskCard) -> None:
        """Show the task as it is now; an answer that is being written stays tied to what its writer saw."""
        mine = card.version == self.task.version
        if not mine and self._typed:
            self.behind = card.version != self._seen
        elif not self._typed:
            self._seen = card.version
        if card != self.task:
            self.task = card

    def _moved(self, card: TaskCard) -> None:
        """The person moved it themselves: nothing has passed them by."""
        self.task, self._seen, self.behind = card, card.version, False

    def _start(self, card: TaskCard) -> None:
        self.reply_start, self.reply_key = card.draft, card.draft_key
        self.note_start, self.note_key = card.note, card.note_key
        self.kept, self._seen = card.kept, card.version

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
            view=View(_word(View, self.view, View.OPEN)),
            order=Order(_word(Order, self.order, Order.PROMISE)),
            kind=TaskKind(self.kind) if self.kind else None,
            pool_id=_id(self.pool) if self.pool else None,
        )

    def _listen(self) -> None:
        here = [f"task:{self.task.id}"] if self.task.id else []
        self._follow(*queue_topics(), *here, "minute")

    def _address(self) -> str:
        asked = "&".join(f"{name}={value}" for name, value in (("view", self.view), ("pool", self.pool)) if value)
        return f"/staff?{asked}"


def _word(words: type[Word], asked: str, otherwise: str) -> str:
    """One of the known words; anything else is the usual one."""
    return words(asked) if asked in set(words) else otherwise


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound(say("We could not find that. It may have moved.")) from None
