"""One result."""

import reflex as rx

from portal_app.services import choices, education, results
from portal_app.services.education import LinkCard
from portal_app.services.results import ResultCard
from portal_app.state.arguments import Picked
from portal_app.state.guard import patients, readers
from portal_app.state.portal import PortalState
from portal_app.values.cards import TrendCard


class ResultState(PortalState):
    """The page, and the charts over time that were asked for."""

    card: ResultCard = ResultCard()
    charts: dict[str, TrendCard] = {}
    readings: list[LinkCard] = []
    loaded: bool = False

    @rx.event
    @readers
    async def open(self):
        """The patient opens a result; it is not new any longer."""
        self.loaded, self.charts, self.readings = False, {}, []
        await self._read()
        self._follow_record()
        self.readings = await self._see(education.about, self._id(self.card.id), through=self._through())
        yield
        if self.card.fresh:
            await self._do_and_show(results.seen, self._id(self.card.id))
        await self._look_around()

    @rx.event
    @readers
    async def refresh(self):
        """A comment has come, or the lab has corrected it."""
        await self._read()

    @rx.event
    @readers
    async def draw(self, test_id: Picked):
        """The patient wants to see a test over time."""
        self.charts[test_id] = await self._see(results.over_time, self._id(test_id), through=self._through())

    @rx.event
    @patients
    async def ask(self):
        """The patient has a question about it."""
        await self._do(results.ask, self._id(self.card.id))
        return rx.redirect("/messages/new")

    @rx.event
    @patients
    async def show_now(self, result_id: Picked):
        """The patient does not want to wait for a comment on another result any longer."""
        wanted = self._id(result_id)
        await self._do(choices.show_now, wanted)
        return rx.redirect(f"/records/results/{wanted}")

    async def _read(self) -> None:
        self.card = await self._see(results.read, self._url_id("result_id"), through=self._through())
        self.charts = {**self.charts, **self.card.charts}
        self.loaded = True
