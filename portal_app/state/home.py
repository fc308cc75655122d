"""The patient's first page."""

import reflex as rx

from portal_app.services import home
from portal_app.services.home import HomeCard
from portal_app.state.guard import actor_now, patients
from portal_app.state.portal import PortalState


class HomeState(PortalState):
    """What waits for the patient, and what waits for the clinic."""

    home: HomeCard = HomeCard()

    @rx.event
    @patients
    async def enter(self):
        """The patient opens the page."""
        self.home = await self._see(home.read)
        self._follow(f"patient:{actor_now.get().patient_id}")

    @rx.event
    @patients
    async def refresh(self):
        """Something of this patient's has changed."""
        self.home = await self._see(home.read)
