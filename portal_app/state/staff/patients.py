"""Finding a patient as one types."""

import reflex as rx

from portal_app.access.permissions import Permission, granted
from portal_app.services import patients
from portal_app.services.patients.cards import Found
from portal_app.state.guard import actor_now, staff
from portal_app.state.portal import PortalState


class PatientsState(PortalState):
    """What was found for what was typed last."""

    found: Found = Found()
    asked: bool = False
    may_break_glass: bool = False

    @rx.event
    @staff
    async def open(self):
        """Somebody opens the search."""
        self.may_break_glass = granted(actor_now.get(), Permission.GLASS_BREAK)

    @rx.event
    @staff
    async def find(self, typed: str):
        """Somebody types."""
        self.found = await self._see(patients.find, typed)
        self.asked = bool(typed.strip())
