"""The page of the medicines."""

from dataclasses import replace

import reflex as rx

from portal_app.services import records
from portal_app.services.records import MedicineList, MedicinesPage
from portal_app.state.guard import readers
from portal_app.state.portal import PortalState


class MedicinesState(PortalState):
    """What is taken now, and what is over."""

    page: MedicinesPage = MedicinesPage()
    loaded: bool = False

    @rx.event
    @readers
    async def refresh(self):
        """The page is opened, asked for again, or the chart has changed."""
        self.page = await self._see(records.medicines, through=self._through())
        self.loaded = True
        self._follow_record()

    @rx.event
    @readers
    async def more_now(self):
        """The next of what is taken now."""
        self.page = replace(self.page, now=await self._more("now", self.page.now))

    @rx.event
    @readers
    async def more_past(self):
        """The next of what is over."""
        self.page = replace(self.page, past=await self._more("past", self.page.past))

    async def _more(self, show: str, shown: MedicineList) -> MedicineList:
        part = await self._see(
            records.more_medicines, show, shown.cards[-1].id if shown.cards else "", through=self._through()
        )
        return MedicineList([*shown.cards, *part.cards], part.total)
