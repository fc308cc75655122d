"""One form, filled by a patient: one part a screen, every answer saved as it is given."""

import reflex as rx

from portal_app.services import forms
from portal_app.services.forms.cards import Screen
from portal_app.state.arguments import Picked
from portal_app.state.guard import patients
from portal_app.state.portal import PortalState

HEADING, PROBLEMS = "form-heading", "form-problems"


class FormState(PortalState):
    """The screen that the patient is on."""

    screen: Screen = Screen()
    _strict: bool = False
    """Whether the patient tried to go on, so that gaps are shown."""

    @rx.event
    @patients
    async def enter(self):
        """The patient opens the form, or comes back to it."""
        self._strict = False
        self.screen = await self._do(forms.resume, self._url_id("form_id"))
        self._follow(f"form:{self.screen.id}")

    @rx.event
    @patients
    async def refresh(self):
        """The form changed hands: it was sent on another device, sent back, or read."""
        self.screen = await self._do(forms.resume, self._url_id("form_id"))

    @rx.event
    @patients
    async def answer(self, key: Picked, text: str):
        """The patient wrote or chose an answer."""
        self.screen = await self._do(forms.answer, self._url_id("form_id"), key, text, self._strict)

    @rx.event
    @patients
    async def tick(self, key: Picked, option: str, on: bool):
        """The patient ticked one of several answers, or took the tick away."""
        self.screen = await self._do(forms.tick, self._url_id("form_id"), key, option, on, self._strict)

    @rx.event
    @patients
    async def reply(self, key: Picked, text: str):
        """The patient answers a question of the care team."""
        self.screen = await self._do(forms.reply, self._url_id("form_id"), key, text, self._strict)

    @rx.event
    @patients
    async def add(self, key: Picked):
        """The patient wants room for one more."""
        self.screen = await self._do(forms.add_row, self._url_id("form_id"), key, self._strict)

    @rx.event
    @patients
    async def remove(self, key: Picked, row: Picked):
        """The patient takes one away."""
        self.screen = await self._do(forms.remove_row, self._url_id("form_id"), key, row, self._strict)

    @rx.event
    @patients
    async def go_on(self):
        """The patient presses "Save and continue"."""
        self.notice = ""
        self.screen = await self._do(forms.go_on, self._url_id("form_id"))
        self._strict = bool(self.screen.problems) and self.screen.kind == "part"
        return rx.set_focus(PROBLEMS if self._strict else HEADING)

    @rx.event
    @patients
    async def go_to(self, position: int, strict: bool):
        """The patient goes back a part, or to one that they want to change."""
        self.notice = ""
        self._strict = strict
        self.screen = await self._do(forms.go_to, self._url_id("form_id"), position, strict)
        return rx.set_focus(PROBLEMS if strict and self.screen.problems else HEADING)

    @rx.event
    @patients
    async def send(self):
        """The patient sends the form; where something is missing, the screen says what."""
        self.notice = ""
        self._strict = True
        self.screen = await self._see(forms.look, self._url_id("form_id"))
        if self.screen.problems:
            return rx.set_focus(PROBLEMS)
        self.screen = await self._do(forms.send, self._url_id("form_id"))
        return rx.set_focus(HEADING)
