"""Writing a new message: what it is about, who will read it, the words."""

from dataclasses import replace

import reflex as rx

from portal_app.services import messages
from portal_app.services.messages import DraftCard, TopicCard
from portal_app.state.arguments import Picked
from portal_app.state.guard import patients
from portal_app.state.portal import PortalState


class NewMessageState(PortalState):
    """The topics, and what is being typed."""

    topics: list[TopicCard] = []
    draft: DraftCard = DraftCard()
    """As it was when the page was opened; what is typed since is in the browser."""
    saved: str = ""
    loaded: bool = False

    _typed: DraftCard = DraftCard()

    @rx.event
    @patients
    async def open(self):
        """The patient opens the page."""
        new = await self._see(messages.prepare)
        self.topics, self.draft, self._typed, self.saved = new.topics, new.draft, new.draft, new.draft.saved
        self.loaded = True
        await self._look_around()

    @rx.event
    @patients
    async def pick(self, topic: Picked):
        """The patient says what it is about."""
        await self._save(replace(self._typed, topic_id=topic))

    @rx.event
    @patients
    async def save_subject(self, subject: str):
        """The patient types the subject."""
        await self._save(replace(self._typed, subject=subject))

    @rx.event
    @patients
    async def save(self, body: str):
        """The patient types the message."""
        await self._save(replace(self._typed, body=body))

    async def _save(self, typed: DraftCard) -> None:
        self._typed = typed
        kept = await self._do(messages.save_draft, messages.NEW, typed.body, typed.key, typed.topic_id, typed.subject)
        self.saved = kept.saved

    @rx.event
    @patients
    async def send(self, form: dict[str, str]):
        """The patient presses Send."""
        thread_id = await self._do(
            messages.start, form.get("topic", ""), form.get("subject", ""), form.get("body", ""), form.get("key", "")
        )
        return rx.redirect(f"/messages/{thread_id}")
