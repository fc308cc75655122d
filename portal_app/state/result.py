"""One result."""

from uuid import UUID

import reflex as rx

from portal_app.services import choices, education, results
from portal_app.services.education import LinkCard
from portal_app.services.results import ResultCard
from portal_app.state.arguments import Picked
from portal_app.state.guard import patients, readers
from portal_app.state.portal import PortalState
from portal_app.values.cards import TrendCard
from portal_app.work import Work


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
        card, self.readings = await self._see(open_result, self._url_id("result_id"), self._through())
        self._show(card)
        self._follow_record()
        # what follows is not waited for
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
        self._show(await self._see(results.read, self._url_id("result_id"), through=self._through()))

    def _show(self, card: ResultCard) -> None:
        self.card, self.charts, self.loaded = card, {**self.charts, **card.charts}, True


def open_result(work: Work, result_id: UUID, through: UUID | None) -> tuple[ResultCard, list[LinkCard]]:
    """A result, and what to read about it, in one Work: the patient waits for both."""
    card = results.read(work, result_id, through)
    return card, education.about(work, UUID(card.id), through)
