"""One conversation: reading it live, writing in it."""

from uuid import UUID

import reflex as rx

from portal_app.services import messages
from portal_app.services.messages import DraftCard, MessageCard, ThreadHead
from portal_app.state.arguments import Picked
from portal_app.state.guard import patients
from portal_app.state.portal import PortalState


class MessageState(PortalState):
    """What is open, and what is being typed."""

    head: ThreadHead = ThreadHead()
    cards: list[MessageCard] = []
    draft: DraftCard = DraftCard()
    """As it was when the page was opened, or since the last sending; what is typed since is in the browser."""
    saved: str = ""
    loaded: bool = False

    @rx.event
    @patients
    async def open(self):
        """The patient opens the conversation."""
        shown = await self._do(messages.look, self._url_id("thread_id"))
        self.head, self.cards, self.draft, self.saved = shown.head, shown.messages, shown.draft, shown.draft.saved
        self.loaded = True
        self._follow(f"thread:{shown.head.id}")
        await self._look_around()

    @rx.event
    @patients
    async def refresh(self):
        """Somebody wrote, read, or took it."""
        await self._read_on()

    async def _read_on(self) -> None:
        last = UUID(self.cards[-1].id) if self.cards else None
        shown = await self._do(messages.newer, self._url_id("thread_id"), last)
        self.head = shown.head
        if shown.messages:
            self.cards = [*self.cards, *shown.messages]

    @rx.event
    @patients
    async def earlier(self):
        """The patient asks for what was said before."""
        first = UUID(self.cards[0].id) if self.cards else None
        older = await self._see(messages.earlier, self._url_id("thread_id"), first)
        self.cards = [*older, *self.cards]

    @rx.event
    @patients
    async def save(self, thread_id: Picked, body: str, key: Picked):
        """The patient types; what was typed in the last conversation, a moment ago, is kept there."""
        draft = await self._do(messages.save_draft, messages.place_of(self._id(thread_id)), body, key)
        if thread_id == self.head.id:
            self.saved = draft.saved

    @rx.event
    @patients
    async def send(self, form: dict[str, str]):
        """The patient presses Send."""
        thread_id = self._url_id("thread_id")
        sent = await self._do_and_show(messages.send, thread_id, form.get("body", ""), form.get("key", ""))
        self.draft, self.saved = sent.draft, sent.confirmation
        if sent.head.total == self.head.total + 1:
            self.head, self.cards = sent.head, [*self.cards, sent.message]
        else:
            # it had been sent before, or somebody else wrote meanwhile
            await self._read_on()

    @rx.event
    @patients
    async def close(self):
        """The patient needs no more answer."""
        await self._do(messages.close, self._url_id("thread_id"))

    @rx.event
    @patients
    async def reopen(self):
        """The patient opens it again."""
        await self._do(messages.reopen, self._url_id("thread_id"))
