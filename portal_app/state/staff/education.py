"""What the clinic gives its patients to read."""

import reflex as rx

from portal_app.models import Role
from portal_app.services import education
from portal_app.services.education import OwnCard, OwnPages
from portal_app.state.arguments import Picked
from portal_app.state.guard import staff
from portal_app.state.portal import PortalState


class EducationState(PortalState):
    """The clinic's own pages, and the one that is being written."""

    own: OwnPages = OwnPages()
    draft: OwnCard = OwnCard()
    writing: bool = False
    loaded: bool = False

    @rx.event
    @staff(Role.ADMIN)
    async def open(self):
        """An admin opens the list."""
        self.own = await self._see(education.every)
        self.writing, self.loaded = False, True

    @rx.event
    @staff(Role.ADMIN)
    async def write(self, page_id: Picked):
        """Begin a page, or change one."""
        self.draft = await self._see(education.draft, page_id)
        self.notice, self.wrong_field, self.writing = "", "", True

    @rx.event
    @staff(Role.ADMIN)
    async def drop(self):
        """Leave the page as it was."""
        self.writing = False

    @rx.event
    @staff(Role.ADMIN)
    async def save(self, form: dict[str, str]):
        """Keep what was written, and show it to patients."""
        self.notice, self.wrong_field = "", ""
        self.own = await self._do(education.save, self.draft.id, form)
        self.writing = False

    @rx.event
    @staff(Role.ADMIN)
    async def switch(self, page_id: Picked, active: bool):
        """Show it to patients, or no more."""
        self.own = await self._do(education.switch, page_id, active)
