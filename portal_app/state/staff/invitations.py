"""A patient's invitation at the desk."""

from collections.abc import Callable
from uuid import UUID

import reflex as rx

from portal_app.services import invitations
from portal_app.services.invitations import CodeCard, InvitationCard
from portal_app.state.guard import staff
from portal_app.state.portal import PortalState
from portal_app.work import Work

NO_CODE = CodeCard("", "", "", "", "")


class InvitationState(PortalState):
    """The invitation part of a patient's page, and the card with a code."""

    invitation: InvitationCard = InvitationCard("hidden")
    code: CodeCard = NO_CODE
    here: str = ""
    """The patient's page."""

    @rx.event
    @staff
    async def enter(self):
        """Somebody opens the patient's page: a code made before is gone."""
        self.code = NO_CODE
        await self._opened(invitations.glance)

    @rx.event
    @staff
    async def enter_card(self):
        """Somebody who may invite opens the page that prints a code."""
        await self._opened(invitations.see)

    @rx.event
    @staff
    async def refresh(self):
        """The patient opened the invitation, or a colleague sent one."""
        self.invitation = await self._see(invitations.glance, self._url_id("patient_id"))

    @rx.event
    @staff
    async def invite(self, form: dict[str, str]):
        """Somebody sends the invitation by e-mail."""
        self.notice = self.wrong_field = ""
        email = form.get("invitation-email", "")
        self.invitation = await self._do(invitations.invite, self._url_id("patient_id"), email)

    @rx.event
    @staff
    async def resend(self):
        """Somebody sends it again."""
        self.invitation = await self._do(invitations.resend, self._url_id("patient_id"))

    @rx.event
    @staff
    async def revoke(self):
        """Somebody takes it back."""
        self.invitation = await self._do(invitations.revoke, self._url_id("patient_id"))

    @rx.event
    @staff
    async def make_code(self):
        """Somebody makes the code of a card."""
        patient_id = self._url_id("patient_id")
        code = await self._do(invitations.make_code, patient_id)
        self._at(patient_id)
        self.code = code

    async def _opened(self, read: Callable[[Work, UUID], InvitationCard]) -> None:
        """Show the invitation of the patient whose page this is, and follow the patient."""
        patient_id = self._url_id("patient_id")
        self._at(patient_id)
        self.invitation = await self._see(read, patient_id)
        self._follow(f"patient:{patient_id}")

    def _at(self, patient_id: str) -> None:
        """The page is this patient's; a code made while it still loads stays on it."""
        here = f"/staff/patients/{patient_id}"
        if self.here != here:
            self.code, self.here = NO_CODE, here
