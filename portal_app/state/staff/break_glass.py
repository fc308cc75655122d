"""Opening a record outside one's sites."""

import reflex as rx

from portal_app.entry import Miss
from portal_app.models import Role
from portal_app.services import break_glass
from portal_app.state.guard import staff
from portal_app.state.portal import PortalState


class BreakGlassState(PortalState):
    """Nothing is kept here: the record opens on its own page, or a sentence says why not."""

    @rx.event
    @staff(Role.NURSE, Role.PRESCRIBER)
    async def enter(self):
        """Somebody who treats patients opens the page; others are turned away here."""

    @rx.event
    @staff(Role.NURSE, Role.PRESCRIBER)
    async def open_record(self, form: dict[str, str]):
        """They name the patient and say why."""
        typed = [form.get(name, "") for name in ("mrn", "birth_date", "reason", "words")]
        opened = await self._do(break_glass.open_record, *typed)
        if isinstance(opened, Miss):
            self.notice, self.wrong_field = opened.sentence, opened.field
            return None
        return rx.redirect(f"/staff/patients/{opened}")
