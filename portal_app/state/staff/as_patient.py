"""The portal as a patient sees it, looked at by staff who said why: read only, by the very services of the patient."""

from collections.abc import Callable, Mapping
from uuid import UUID

import reflex as rx

from portal_app.models import Role
from portal_app.services import records, view_as
from portal_app.services.records import HubCard, ListCard
from portal_app.services.view_as import PatientViewCard
from portal_app.state.arguments import Picked
from portal_app.state.guard import staff
from portal_app.state.staff.desk import DeskState
from portal_app.work import Work

viewers = staff(Role.NURSE, Role.PRESCRIBER, Role.ADMIN)


def _list(group: str) -> Callable[[Work, UUID, str], ListCard]:
    def read(work: Work, through: UUID, after: str) -> ListCard:
        return records.see(work, group, after=after, through=through)

    return read


LISTS: Mapping[str, Callable[[Work, UUID, str], ListCard]] = {group: _list(group) for group in records.LISTS}
"""Every list that opens here, and the patient's own service that reads it. A page of the patient's joins by a line."""


class AsPatientState(DeskState):
    """One patient's record through their eyes, as long as the view is open."""

    view: PatientViewCard = PatientViewCard()
    hub: HubCard = HubCard()
    group: str = ""
    found: ListCard = ListCard()

    @rx.event
    @viewers
    async def enter(self):
        """Somebody opens the page: what is open is shown, else the reason is asked for."""
        await self._look_around_desk()
        self.view = await self._see(view_as.look, self._url_id("patient_id"))
        self._show_nothing()
        if self.view.open:
            await self._read_hub()
        self._follow(f"patient:{self.view.patient_id}", "minute")

    @rx.event
    @viewers
    async def refresh(self):
        """The record has changed, or the half hour is over."""
        self.view = await self._see(view_as.look, self._url_id("patient_id"))
        if not self.view.open:
            self._show_nothing()
        elif self.group:
            await self._read_list()
        else:
            await self._read_hub()

    @rx.event
    @viewers
    async def open(self, form: dict[str, str]):
        """They say why."""
        self.notice, self.wrong_field = "", ""
        given = form.get("reason", ""), form.get("words", "")
        self.view = await self._do(view_as.open, self._url_id("patient_id"), *given)
        # who acts was known before the view was open: the page is asked for anew
        return AsPatientState.enter

    @rx.event
    @viewers
    async def leave(self):
        """They have seen enough."""
        await self._do(view_as.leave, self._url_id("patient_id"))
        self._show_nothing()
        return rx.redirect(f"/staff/patients/{self.view.patient_id}")

    @rx.event
    @viewers
    async def show(self, group: Picked):
        """One list, or the hub again."""
        self.group = group if group in LISTS else ""
        if self.group:
            await self._read_list()
        else:
            await self._read_hub()

    @rx.event
    @viewers
    async def more(self):
        """The next part of the list."""
        if not self.found.months:
            return
        last = self.found.months[-1].lines[-1].id
        part = await self._see(LISTS[self.group], self._url_id("patient_id"), last)
        self.found = records.joined(self.found, part)

    async def _read_hub(self) -> None:
        self.hub = await self._see(records.hub, through=self._url_id("patient_id"))

    async def _read_list(self) -> None:
        self.found = await self._see(LISTS[self.group], self._url_id("patient_id"), "")

    def _show_nothing(self) -> None:
        self.hub, self.group, self.found = HubCard(), "", ListCard()
