"""What is new for me, and how I want to hear of it."""

from uuid import UUID

import reflex as rx

from portal_app.services import notices
from portal_app.services.notices import ChoicesCard, NewsPage
from portal_app.state.arguments import Picked
from portal_app.state.guard import actor_now, patients
from portal_app.state.portal import PortalState


class NoticesState(PortalState):
    """The list, newest first, as far as it was asked for."""

    page: NewsPage = NewsPage()
    loaded: bool = False

    @rx.event
    @patients
    async def open(self):
        """The patient opens the list."""
        await self._read()
        self.loaded = True
        self._follow(f"patient:{actor_now.get().patient_id}")
        await self._look_around()

    @rx.event
    @patients
    async def refresh(self):
        """Something is new, or was seen on another device: the same part of the list again."""
        await self._read()

    @rx.event
    @patients
    async def more(self):
        """The patient asks for what was new before that."""
        after = UUID(self.page.lines[-1].id) if self.page.lines else None
        older = await self._see(notices.read, after)
        self.page = NewsPage([*self.page.lines, *older.lines], older.total, older.fresh)

    @rx.event
    @patients
    async def look(self, notice_id: Picked):
        """The patient opens one thing, here or on the first page: it is new no longer."""
        if notice_id:
            await self._do(notices.look, self._id(notice_id))

    @rx.event
    @patients
    async def look_at_all(self):
        """The patient marks everything as read."""
        await self._do(notices.look_at_all)
        await self._read()
        await self._look_around()

    async def _read(self) -> None:
        self.page = await self._see(notices.read, None, max(len(self.page.lines), notices.PAGE))


class NoticeChoicesState(PortalState):
    """How soon I hear of each sort of thing."""

    card: ChoicesCard = ChoicesCard()

    @rx.event
    @patients
    async def open(self):
        """The patient opens the page."""
        self.card = await self._see(notices.choices)
        await self._look_around()

    @rx.event
    @patients
    async def choose(self, event: Picked, way: Picked, pace: Picked):
        """The patient picks an answer; it is kept at once."""
        self.card = await self._do(notices.choose, event, way, pace)
