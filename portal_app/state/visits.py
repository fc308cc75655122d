"""The page of the visits."""

from dataclasses import replace

import reflex as rx

from portal_app.services import records
from portal_app.services.records import VisitsCard
from portal_app.state.guard import actor_now, patients
from portal_app.state.portal import PortalState


class VisitsState(PortalState):
    """What is coming, and what was."""

    page: VisitsCard = VisitsCard()
    loaded: bool = False

    @rx.event
    @patients
    async def refresh(self):
        """The page is opened, asked for again, or the chart has changed."""
        self.page = await self._see(records.visits)
        self.loaded = True
        self._follow(f"patient:{actor_now.get().patient_id}")

    @rx.event
    @patients
    async def more(self):
        """Earlier visits."""
        part = await self._see(records.past_visits, self.page.past.last)
        self.page = replace(self.page, past=records.joined(self.page.past, part))
