"""The page of everything that is not one of the four daily places."""

import reflex as rx

from portal_app.state.guard import patients
from portal_app.state.portal import PortalState


class MoreState(PortalState):
    """Nothing to load: the door only keeps out who is not signed in."""

    @rx.event
    @patients
    async def enter(self):
        """A patient opens the page."""
