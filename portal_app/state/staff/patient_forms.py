"""A patient's forms at the desk: what was asked for, what came back, what else can be asked for."""

import reflex as rx

from portal_app.services import forms
from portal_app.services.forms.cards import PatientForms
from portal_app.state.arguments import Picked
from portal_app.state.guard import staff
from portal_app.state.portal import PortalState


class PatientFormsState(PortalState):
    """The forms part of a patient's page."""

    found: PatientForms = PatientForms()

    @rx.event
    @staff
    async def enter(self):
        """Somebody opens the patient's page."""
        patient_id = self._url_id("patient_id")
        self.found = await self._see(forms.glance, patient_id)
        self._follow(f"patient:{patient_id}")

    @rx.event
    @staff
    async def refresh(self):
        """A form of this patient changed somewhere."""
        self.found = await self._see(forms.glance, self._url_id("patient_id"))

    @rx.event
    @staff
    async def ask(self, slug: Picked):
        """Somebody asks the patient to fill a form."""
        self.found = await self._do(forms.ask, self._url_id("patient_id"), slug)

    @rx.event
    @staff
    async def withdraw(self, form_id: Picked):
        """Somebody takes back a form that was not sent."""
        self.found = await self._do(forms.withdraw, self._id(form_id))
