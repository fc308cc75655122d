"""The page of the visits."""

from dataclasses import replace

import reflex as rx

from portal_app.services import records
from portal_app.services.records import VisitsCard
from portal_app.state.guard import readers
from portal_app.state.portal import PortalState


class VisitsState(PortalState):
    """What is coming, and what was."""

    page: VisitsCard = VisitsCard()
    loaded: bool = False

    @rx.event
    @readers
    async def refresh(self):
        """The page is opened, asked for again, or the chart has changed."""
        self.page = await self._see(records.visits, through=self._through())
        self.loaded = True
        self._follow_record()

    @rx.event
    @readers
    async def more(self):
        """Earlier visits."""
        part = await self._see(records.past_visits, self.page.past.last, through=self._through())
        self.page = replace(self.page, past=records.joined(self.page.past, part))
