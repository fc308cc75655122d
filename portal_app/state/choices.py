"""When a patient wants to see what is new."""

import reflex as rx

from portal_app.services import choices
from portal_app.services.choices import Choices
from portal_app.state.arguments import Picked
from portal_app.state.guard import patients
from portal_app.state.portal import PortalState


class ChoicesState(PortalState):
    """The choice for each class of items."""

    found: Choices = Choices()
    loaded: bool = False
    saved: str = ""
    """The class that was just chosen for."""

    @rx.event
    @patients
    async def enter(self):
        """The patient opens the page."""
        self.saved = ""
        self.found = await self._see(choices.read)
        self.loaded = True

    @rx.event
    @patients
    async def choose(self, release_class: Picked, wait: Picked):
        """They choose; it is kept at once."""
        self.notice = ""
        self.found = await self._do(choices.choose, release_class, wait)
        self.saved = release_class
