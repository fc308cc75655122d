"""A page to read."""

import reflex as rx

from portal_app.services import education
from portal_app.services.education import ReadingCard
from portal_app.state.guard import readers
from portal_app.state.portal import PortalState


class LearnState(PortalState):
    """What is on the page."""

    page: ReadingCard = ReadingCard()
    loaded: bool = False

    @rx.event
    @readers
    async def open(self):
        """The patient opens it."""
        self.page = await self._see(education.read, str(self.rx_router_page.params.get("key", "")))
        self.loaded = True
