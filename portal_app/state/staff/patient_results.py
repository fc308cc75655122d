"""A patient's newest results at the desk, each with what the patient sees of it."""

import reflex as rx

from portal_app.services import reviews
from portal_app.services.reviews.cards import PatientResults
from portal_app.state.guard import staff
from portal_app.state.portal import PortalState


class PatientResultsState(PortalState):
    """The results part of a patient's page."""

    found: PatientResults = PatientResults()

    @rx.event
    @staff
    async def enter(self):
        """Somebody opens the patient's page."""
        patient_id = self._url_id("patient_id")
        self.found = await self._see(reviews.of_patient, patient_id)
        self._follow(f"patient:{patient_id}", "minute")

    @rx.event
    @staff
    async def refresh(self):
        """Something of this patient changed, or a wait is over."""
        self.found = await self._see(reviews.of_patient, self._url_id("patient_id"), again=True)
