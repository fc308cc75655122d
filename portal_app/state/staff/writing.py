"""What is being typed at the open task: an answer to the patient, or a note to the team."""

from uuid import UUID

import reflex as rx

from portal_app.catalogue import say
from portal_app.errors import BadInput
from portal_app.queue import After
from portal_app.services import messages, tasks
from portal_app.services.tasks.cards import TaskCard
from portal_app.state.arguments import Picked
from portal_app.state.guard import staff
from portal_app.state.staff.open_task import OpenTask
from portal_app.state.staff.task_list import word_of


class Writing(OpenTask, mixin=True):
    """The box under the task; what is in it is kept as it is typed."""

    writing: str = "reply"
    """What the box is for: a reply, a note, or nothing where only a note can be written and none is asked for."""
    reply_start: str = ""
    reply_key: str = ""
    note_start: str = ""
    note_key: str = ""
    """As they were when the task was opened, or since the last sending; what is typed since is in the browser."""
    kept: str = ""

    _sent: dict[str, tuple[str, str]] = {}
    """The task and the words of what was sent last."""

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
        kept = await self._do(tasks.keep, self._id(task_id), what, words, key)
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
        after = word_of(After, form.get("after", ""), After.KEEP)
        pool = self._id(form.get("pool", "")) if after is After.HAND else None
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
        await self._do(tasks.rest, self._id(self.task.id))
        self.note_start, self.note_key, self.kept = "", self.task.note_key, ""
        return rx.set_value("note-words", "")

    def _open_one(self, form: dict[str, str]) -> UUID:
        """The task that the form was drawn with, if it is still the one that is open: a press may come late."""
        if form.get("task", "") != self.task.id:
            raise BadInput(say("Another task is open now, so nothing was sent. Please look again."), "body")
        return self._id(self.task.id)

    def _start(self, card: TaskCard) -> None:
        self.reply_start, self.reply_key = card.draft, card.draft_key
        self.note_start, self.note_key = card.note, card.note_key
        self.kept, self._seen = card.kept, card.version
