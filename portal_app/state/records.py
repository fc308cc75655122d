"""The record's pages: the hub, and one plain list at a time."""

import reflex as rx

from portal_app.services import records
from portal_app.services.records import DueCard, HubCard, ListCard
from portal_app.state.arguments import Picked
from portal_app.state.guard import readers
from portal_app.state.portal import PortalState


class RecordsState(PortalState):
    """How much stands on each page."""

    hub: HubCard = HubCard()
    loaded: bool = False

    @rx.event
    @readers
    async def refresh(self):
        """The page is opened, asked for again, or the chart has changed."""
        self.hub = await self._see(records.hub, through=self._through())
        self.loaded = True
        self._follow_record()


class ListState(PortalState):
    """One list, newest first, a part at a time."""

    found: ListCard = ListCard()
    show: str = "all"
    name: str = ""
    loaded: bool = False

    _shelf: str = ""

    @rx.event
    @readers
    async def open(self, shelf: Picked):
        """The patient opens a list."""
        self._shelf, self.show, self.name, self.found = shelf, "all", "", ListCard()
        await self._read()
        self._follow_record()

    @rx.event
    @readers
    async def choose(self, show: Picked):
        """All, what holds now, what is past, or one kind."""
        self.show, self.found = show, ListCard()
        await self._read()

    @rx.event
    @readers
    async def narrow(self, name: Picked):
        """Only the entries of one name."""
        self.name, self.found = name, ListCard()
        await self._read()

    @rx.event
    @readers
    async def more(self):
        """The next part of the list."""
        part = await self._see(
            records.see, self._shelf, show=self.show, name=self.name, after=self.found.last, through=self._through()
        )
        self.found = records.joined(self.found, part)

    @rx.event
    @readers
    async def refresh(self):
        """The chart has changed, or the person asks again: as far as it was opened."""
        await self._read()

    async def _read(self) -> None:
        most = max(self.found.shown, records.PAGE)
        self.found = await self._see(
            records.see, self._shelf, show=self.show, name=self.name, most=most, through=self._through()
        )
        self.loaded = True


class DueState(PortalState):
    """The vaccines that are due."""

    due: list[DueCard] = []

    @rx.event
    @readers
    async def refresh(self):
        """The list of vaccines is opened, or the chart has changed."""
        self.due = await self._see(records.vaccines_due, through=self._through())
        self._follow_record()
