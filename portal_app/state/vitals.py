"""What was measured on the body: the newest of each kind, and one kind over time."""

from dataclasses import replace

import reflex as rx

from portal_app.services import vitals
from portal_app.services.vitals import VitalCard, VitalLine
from portal_app.state.guard import readers
from portal_app.state.portal import PortalState


class VitalsState(PortalState):
    """The newest of each kind."""

    lines: list[VitalLine] = []
    loaded: bool = False

    @rx.event
    @readers
    async def refresh(self):
        """The page is opened, asked for again, or something was measured."""
        self.lines = await self._see(vitals.overview, through=self._through())
        self.loaded = True
        self._follow_record()


class VitalState(PortalState):
    """One kind of measurement."""

    card: VitalCard = VitalCard()
    loaded: bool = False

    @rx.event
    @readers
    async def refresh(self):
        """The page is opened, asked for again, or something was measured."""
        self.card = await self._see(vitals.read, self._url_id("vital_id"), through=self._through())
        self.loaded = True
        self._follow_record()

    @rx.event
    @readers
    async def more(self):
        """The next part of its values."""
        lines = self.card.over_time.lines
        last = self._id(lines[-1].id if lines else "")
        part = await self._see(vitals.more, self._url_id("vital_id"), last, through=self._through())
        self.card = replace(self.card, over_time=replace(self.card.over_time, lines=[*lines, *part.lines]))
