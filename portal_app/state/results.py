"""The list of results, and one test over time."""

from dataclasses import replace

import reflex as rx

from portal_app.services import choices, results
from portal_app.services.results import ListCard
from portal_app.state.arguments import Picked
from portal_app.state.guard import patients, readers
from portal_app.state.portal import PortalState
from portal_app.values.cards import OneTestCard, TestName


class ResultsState(PortalState):
    """The list, as far as it was asked for; or every value of one test."""

    found: ListCard = ListCard()
    show: str = "all"
    names: list[TestName] = []
    test: str = ""
    one: OneTestCard = OneTestCard()
    loaded: bool = False

    @rx.event
    @readers
    async def open(self):
        """The patient opens the list."""
        self.show, self.test, self.one, self.found = "all", "", OneTestCard(), ListCard()
        await self._read()
        self._follow_record()

    @rx.event
    @readers
    async def look_around(self):
        """What stands around the list: the tests there are, and how much is new."""
        self.names = await self._see(results.names, through=self._through())
        await self._look_around()

    @rx.event
    @readers
    async def choose(self, show: Picked):
        """All, or some kind of them."""
        self.show, self.found = show, ListCard()
        await self._read()

    @rx.event
    @readers
    async def pick(self, test: Picked):
        """One test over time; nothing picked is the list again."""
        self.one = await self._see(results.values, test, through=self._through()) if test else OneTestCard()
        self.test = test

    @rx.event
    @readers
    async def more(self):
        """The next part."""
        if self.test:
            last = self._id(self.one.lines[-1].id if self.one.lines else "")
            part = await self._see(results.values, self.test, after=last, through=self._through())
            self.one = replace(self.one, lines=[*self.one.lines, *part.lines], total=part.total)
        else:
            last = self._id(self.found.months[-1].lines[-1].id if self.found.months else "")
            self.found = results.joined(
                self.found, await self._see(results.see, self.show, after=last, through=self._through())
            )

    @rx.event
    @patients
    async def show_now(self, result_id: Picked):
        """The patient does not want to wait for a comment any longer."""
        wanted = self._id(result_id)
        await self._do(choices.show_now, wanted)
        return rx.redirect(f"/records/results/{wanted}")

    @rx.event
    @readers
    async def refresh(self):
        """A result is new, or the person asks again: the same part of the list."""
        await self._read()

    async def _read(self) -> None:
        self.found = await self._see(results.see, self.show, limit=self.found.shown, through=self._through())
        self.loaded = True
