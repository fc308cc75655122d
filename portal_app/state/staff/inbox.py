"""The inbox: the list, and the task that is open beside it."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import reflex as rx

from portal_app.access.permissions import Permission, granted
from portal_app.models import TaskKind
from portal_app.services import tasks
from portal_app.services.tasks.cards import TaskCard
from portal_app.services.tasks.heads import View
from portal_app.services.tasks.story import SHOWN
from portal_app.state.guard import actor_now, staff
from portal_app.state.live import STANDS_BACK
from portal_app.state.portal import PortalState
from portal_app.state.staff.desk import queue_topics
from portal_app.state.staff.form_review import FormReviewState
from portal_app.state.staff.result_review import ResultReviewState
from portal_app.state.staff.task_list import TaskList
from portal_app.state.staff.writing import Writing

MINUTE = timedelta(seconds=55)
"""So old may the words of the clocks become."""
OPENS = {TaskKind.FORM: FormReviewState.open_form, TaskKind.RESULT: ResultReviewState.open_result}
"""What else opens with a task of a kind, told what the task is about."""


class InboxState(TaskList, Writing, PortalState):
    """One person's desk."""

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
            if heard := await self._do(tasks.hear, self._id(self.task.id)):
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
    async def mark_unread(self):
        """Not read after all; back to the list."""
        await self._do(tasks.unread, self._id(self.task.id))
        self.task = TaskCard()
        return rx.redirect(self._address())

    async def _open_task(self, task_id: str):
        """The task that the address names; the one that was open is left."""
        if self.task.id and self.task.id != task_id:
            await self._do(tasks.leave, self._id(self.task.id))
        self.lost = False
        if not task_id:
            self.task = TaskCard()
            return None
        fresh = task_id != self.task.id
        self._shown = SHOWN if fresh else self._shown
        self.task = await self._do(tasks.look, self._id(task_id), self._shown, not fresh)
        if not fresh:
            return None
        self.writing = "reply" if "reply" in self.task.verbs else ""
        self._typed, self._sent, self.behind = bool(self.task.draft), self._sent, False
        self._start(self.task)
        self.pools = (await self._see(tasks.places, self._id(self.task.id))).pools
        own = OPENS.get(TaskKind(self.task.kind))
        return own(self.task.about_id) if own else None

    def _listen(self) -> None:
        here = [f"task:{self.task.id}"] if self.task.id else []
        self._follow(*queue_topics(), *here, "minute")
