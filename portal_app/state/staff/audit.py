"""The audit trail, searched."""

import reflex as rx

from portal_app.models import Role
from portal_app.services import audit
from portal_app.services.audit import AuditPage, Choices
from portal_app.state.guard import staff
from portal_app.state.portal import PortalState


class AuditState(PortalState):
    """What was found, and what was asked."""

    choices: Choices = Choices()
    found: AuditPage = AuditPage()
    loaded: bool = False

    _asked: dict[str, str] = {}

    @rx.event
    @staff(Role.ADMIN)
    async def open(self):
        """An admin opens the trail."""
        self.choices = await self._see(audit.choices)
        self.found = await self._see(audit.search)
        self._asked, self.loaded = {}, True

    @rx.event
    @staff(Role.ADMIN)
    async def search(self, form: dict[str, str]):
        """By person, patient, kind and time."""
        self._asked = {name: form.get(name, "").strip() for name in ("staff", "mrn", "kind", "since", "until")}
        self.found = await self._see(audit.search, **self._asked)

    @rx.event
    @staff(Role.ADMIN)
    async def earlier(self):
        """What happened before that."""
        older = await self._see(audit.search, **self._asked, before=self.found.before)
        self.found = AuditPage([*self.found.lines, *older.lines], older.before)
