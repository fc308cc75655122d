"""The list of conversations."""

from uuid import UUID

import reflex as rx

from portal_app.services import messages
from portal_app.services.messages import ThreadCard
from portal_app.state.guard import actor_now, patients
from portal_app.state.portal import PortalState


class MessagesState(PortalState):
    """The patient's conversations, newest first, as far as they were asked for."""

    cards: list[ThreadCard] = []
    total: int = 0
    drafted: bool = False
    loaded: bool = False

    @rx.event
    @patients
    async def open(self):
        """The patient opens the list."""
        await self._look_around()
        await self._read()
        self.loaded = True
        self._follow(f"patient:{actor_now.get().patient_id}")

    @rx.event
    @patients
    async def refresh(self):
        """Something new: the same part of the list again."""
        await self._look_around()
        await self._read()

    @rx.event
    @patients
    async def more(self):
        """The patient asks for older ones."""
        listed = await self._see(messages.threads, after_id=UUID(self.cards[-1].id) if self.cards else None)
        self.cards = [*self.cards, *listed.cards]

    async def _read(self) -> None:
        listed = await self._see(messages.threads, limit=max(len(self.cards), messages.LISTED))
        self.cards, self.total, self.drafted = listed.cards, listed.total, listed.drafted
