"""A patient's forms at the desk: what was asked for, what came back, what else can be asked for."""

import reflex as rx

from portal_app.services import forms
from portal_app.services.forms.cards import FormCard, Offer
from portal_app.state.guard import staff
from portal_app.state.portal import PortalState


class PatientFormsState(PortalState):
    """The forms part of a patient's page; that page opens it with the patient's id."""

    forms: list[FormCard] = []
    offers: list[Offer] = []
    patient_id: str = ""

    @rx.event
    @staff
    async def open_patient(self, patient_id: str):
        """Somebody who may ask for forms opens the patient's page."""
        self.forms = await self._see(forms.of_patient, self._id(patient_id))
        self.offers = await self._see(forms.available)
        self.patient_id = patient_id
        self._follow(f"patient:{patient_id}")

    @rx.event
    @staff
    async def refresh(self):
        """A form of this patient changed somewhere."""
        self.forms = await self._see(forms.of_patient, self._id(self.patient_id))

    @rx.event
    @staff
    async def ask(self, slug: str):
        """Somebody asks the patient to fill a form."""
        self.forms = await self._do(forms.ask, self._id(self.patient_id), slug)

    @rx.event
    @staff
    async def withdraw(self, form_id: str):
        """Somebody takes back a form that was not sent."""
        self.forms = await self._do(forms.withdraw, self._id(form_id))
