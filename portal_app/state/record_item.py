"""The page of one entry, of one visit, and of the person."""

from dataclasses import replace

import reflex as rx

from portal_app.services import education, read_marks, records
from portal_app.services.education import LinkCard
from portal_app.services.records import SheetCard, VisitCard
from portal_app.state.guard import patients, readers
from portal_app.state.portal import PortalState


class ItemState(PortalState):
    """One entry as a whole."""

    sheet: SheetCard = SheetCard()
    readings: list[LinkCard] = []
    loaded: bool = False

    @rx.event
    @readers
    async def open(self):
        """The patient opens it; it is not new any longer."""
        self.loaded, self.readings = False, []
        await self._read()
        self.readings = await self._see(education.about, self._url_id("item_id"), through=self._through())
        if self._through() is None:
            await self._do_and_show(read_marks.seen, self._url_id("item_id"))
        await self._look_around()

    @rx.event
    @readers
    async def refresh(self):
        """It is asked for again, or the chart has changed."""
        await self._read()

    async def _read(self) -> None:
        self.sheet = await self._see(records.item, self._url_id("item_id"), through=self._through())
        self.loaded = True
        self._follow_record()

    @rx.event
    @patients
    async def mark_read(self):
        """The patient presses "I have read this"."""
        day = await self._do_and_show(read_marks.mark_read, self._url_id("item_id"))
        self.sheet = replace(self.sheet, read_on=day)


class VisitState(PortalState):
    """One visit with everything that was said and done there."""

    visit: VisitCard = VisitCard()
    loaded: bool = False

    @rx.event
    @readers
    async def open(self):
        """The patient opens it; it is not new any longer."""
        self.loaded = False
        await self._read()
        if self._through() is None:
            await self._do_and_show(read_marks.seen, self._url_id("visit_id"))
        await self._look_around()

    @rx.event
    @readers
    async def refresh(self):
        """It is asked for again, or the chart has changed."""
        await self._read()

    async def _read(self) -> None:
        self.visit = await self._see(records.visit, self._url_id("visit_id"), through=self._through())
        self.loaded = True
        self._follow_record()

    @rx.event
    @patients
    async def mark_read(self):
        """The patient presses "I have read this"."""
        day = await self._do_and_show(read_marks.mark_read, self._url_id("visit_id"))
        self.visit = replace(self.visit, sheet=replace(self.visit.sheet, read_on=day))


class MeState(PortalState):
    """What the clinic knows of the person."""

    sheet: SheetCard = SheetCard()
    loaded: bool = False

    @rx.event
    @readers
    async def refresh(self):
        """The page is opened, asked for again, or the chart has changed."""
        self.sheet = await self._see(records.me, through=self._through())
        self.loaded = True
        self._follow_record()
