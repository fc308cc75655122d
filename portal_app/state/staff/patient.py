"""One patient's page at the desk."""

import reflex as rx

from portal_app.services import access_log, patients
from portal_app.services.access_log import AccessLog
from portal_app.services.patients.cards import PatientCard
from portal_app.state.guard import staff
from portal_app.state.portal import PortalState


class PatientState(PortalState):
    """The page, and who opened it."""

    card: PatientCard = PatientCard()
    looks: AccessLog = AccessLog()

    @rx.event
    @staff
    async def open(self):
        """Somebody opens a patient's page; that is written down before anything is shown."""
        patient_id = self._url_id("patient_id")
        self.card = await self._see(patients.page, patient_id)
        self.looks = await self._see(access_log.of_patient, patient_id)
        self._follow(f"patient:{patient_id}")

    @rx.event
    @staff
    async def refresh(self):
        """Something of this patient changed."""
        self.card = await self._see(patients.page, self._url_id("patient_id"), again=True)
        await self._look_around()

    @rx.event
    @staff
    async def earlier_looks(self):
        """Who opened it before that."""
        older = await self._see(access_log.of_patient, self._url_id("patient_id"), self.looks.before)
        self.looks = AccessLog([*self.looks.lines, *older.lines], older.before)
