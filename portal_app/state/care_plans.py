"""The page of goals and care plans."""

from dataclasses import replace

import reflex as rx

from portal_app.services import records
from portal_app.services.records import CarePage, PlanList
from portal_app.state.arguments import Picked
from portal_app.state.guard import readers
from portal_app.state.portal import PortalState


class CarePlansState(PortalState):
    """What holds now, or what is over."""

    page: CarePage = CarePage()
    show: str = "now"
    loaded: bool = False

    @rx.event
    @readers
    async def open(self):
        """The patient opens the page."""
        self.show = "now"
        await self._read()
        self._follow_record()

    @rx.event
    @readers
    async def choose(self, show: Picked):
        """What holds now, or what is over."""
        self.show = show
        await self._read()

    @rx.event
    @readers
    async def more_goals(self):
        """The next goals."""
        shown = self.page.goals
        part = await self._see(records.more_care, "goals", self.show, _last(shown), through=self._through())
        self.page = replace(self.page, goals=PlanList([*shown.cards, *part.cards], part.total))

    @rx.event
    @readers
    async def more_plans(self):
        """The next plans."""
        shown = self.page.plans
        part = await self._see(records.more_care, "plans", self.show, _last(shown), through=self._through())
        self.page = replace(self.page, plans=PlanList([*shown.cards, *part.cards], part.total))

    @rx.event
    @readers
    async def refresh(self):
        """The chart has changed, or the person asks again."""
        await self._read()

    async def _read(self) -> None:
        self.page = await self._see(records.care, self.show, through=self._through())
        self.loaded = True


def _last(shown: PlanList) -> str:
    return shown.cards[-1].id if shown.cards else ""
