"""The patient's list of forms."""

import reflex as rx

from portal_app.services import forms
from portal_app.services.forms.cards import FormList
from portal_app.state.guard import actor_now, patients
from portal_app.state.portal import PortalState


class FormsState(PortalState):
    """What waits for the patient, and what was sent."""

    forms: FormList = FormList()
    is_loaded: bool = False

    @rx.event
    @patients
    async def enter(self):
        """The patient opens the list."""
        self.forms = await self._see(forms.mine)
        self.is_loaded = True
        self._follow(f"patient:{actor_now.get().patient_id}")

    @rx.event
    @patients
    async def refresh(self):
        """A form of this patient changed somewhere."""
        self.forms = await self._see(forms.mine)
