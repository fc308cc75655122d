"""The record's pages: the hub of its eight lists, and one list at a time."""

import reflex as rx

from portal_app.services import records
from portal_app.services.records import HubCard, ListCard
from portal_app.state.arguments import Picked
from portal_app.state.guard import actor_now, patients
from portal_app.state.portal import PortalState


class RecordsState(PortalState):
    """How much stands in each list."""

    hub: HubCard = HubCard()
    loaded: bool = False

    @rx.event
    @patients
    async def refresh(self):
        """The page is opened, asked for again, or the chart has changed."""
        self.hub = await self._see(records.hub)
        self.loaded = True
        self._follow(f"patient:{actor_now.get().patient_id}")


class ListState(PortalState):
    """One list, newest first, a part at a time."""

    found: ListCard = ListCard()
    show: str = "all"
    name: str = ""
    loaded: bool = False

    _group: str = ""

    @rx.event
    @patients
    async def open(self, group: Picked):
        """The patient opens a list."""
        self._group, self.show, self.name = group, "all", ""
        await self._read()
        self._follow(f"patient:{actor_now.get().patient_id}")

    @rx.event
    @patients
    async def choose(self, show: Picked):
        """All, what holds now, or what is past."""
        self.show = show
        await self._read()

    @rx.event
    @patients
    async def narrow(self, name: Picked):
        """Only the entries of one name."""
        self.name = name
        await self._read()

    @rx.event
    @patients
    async def more(self):
        """The next part of the list."""
        last = self.found.months[-1].lines[-1].id if self.found.months else ""
        part = await self._see(records.see, self._group, show=self.show, name=self.name, after=last)
        self.found = records.joined(self.found, part)

    @rx.event
    @patients
    async def refresh(self):
        """The chart has changed, or the person asks again."""
        await self._read()

    async def _read(self) -> None:
        self.found = await self._see(records.see, self._group, show=self.show, name=self.name)
        self.loaded = True
