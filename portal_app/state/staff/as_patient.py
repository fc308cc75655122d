"""The portal as a patient sees it, looked at by staff who said why: the patient's own pages, with their own states."""

from collections.abc import Mapping
from typing import Any

import reflex as rx

from portal_app.models import Role
from portal_app.services import records, view_as
from portal_app.services.view_as import PatientViewCard
from portal_app.state.arguments import Picked
from portal_app.state.care_plans import CarePlansState
from portal_app.state.guard import staff
from portal_app.state.learn import LearnState
from portal_app.state.medicines import MedicinesState
from portal_app.state.portal import PortalState
from portal_app.state.record_item import ItemState, MeState, VisitState
from portal_app.state.records import DueState, ListState, RecordsState
from portal_app.state.result import ResultState
from portal_app.state.results import ResultsState
from portal_app.state.visits import VisitsState
from portal_app.state.vitals import VitalsState, VitalState

viewers = staff(Role.NURSE, Role.PRESCRIBER)

OPENS: Mapping[str, list[Any]] = {
    "records": [RecordsState.refresh],
    "results": [ResultsState.open, ResultsState.look_around],
    "result": [ResultState.open],
    "medicines": [MedicinesState.refresh],
    "vitals": [VitalsState.refresh],
    "vital": [VitalState.refresh],
    "care_plans": [CarePlansState.open],
    "visits": [VisitsState.refresh],
    "visit": [VisitState.open],
    "item": [ItemState.open],
    "me": [MeState.refresh],
    "learn": [LearnState.open],
    **{str(shelf): [ListState.open(str(shelf))] for shelf in records.LISTS},
    "vaccines": [DueState.refresh, ListState.open("vaccines")],
}
"""What fills each of the patient's pages. Only what is read: each of these asks by itself whether the view is open."""


class AsPatientState(PortalState):
    """Whether the view of this patient is open."""

    view: PatientViewCard = PatientViewCard()

    _place: str = ""

    @rx.event
    @viewers
    async def enter(self, place: Picked):
        """Somebody opens a page: it is filled as for the patient if the view is open, else the reason is asked for."""
        self._place = place
        self.view = await self._see(view_as.look, self._url_id("patient_id"))
        self._follow(f"patient:{self.view.patient_id}", "minute")
        if not self.view.open:
            return None
        if place not in OPENS:
            return rx.redirect(f"/staff/patients/{self.view.patient_id}/as-patient/records", replace=True)
        return OPENS[place]

    @rx.event
    @viewers
    async def refresh(self):
        """A minute has passed: when the half hour is over, nothing of the patient stays on the page."""
        found = await self._see(view_as.look, self._url_id("patient_id"))
        if found == self.view:
            return None
        if found.open:
            self.view = found
            return None
        place = self._place
        await self._forget_page()
        return AsPatientState.enter(place)

    @rx.event
    @viewers
    async def open(self, form: dict[str, str]):
        """They say why."""
        self.notice, self.wrong_field = "", ""
        given = form.get("reason", ""), form.get("words", "")
        self.view = await self._do(view_as.open, self._url_id("patient_id"), *given)
        # who acts was known before the view was open: the page is asked for anew
        return AsPatientState.enter(self._place)

    @rx.event
    @viewers
    async def leave(self):
        """They have seen enough."""
        await self._do(view_as.leave, self._url_id("patient_id"))
        return rx.redirect(f"/staff/patients/{self.view.patient_id}")
