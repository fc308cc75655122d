"""A patient's invitation at the desk."""

import reflex as rx

from portal_app.services import invitations
from portal_app.services.invitations import CodeCard, InvitationCard
from portal_app.state.guard import staff
from portal_app.state.portal import PortalState

NO_CODE = CodeCard("", "", "", "", "")


class InvitationState(PortalState):
    """The invitation part of a patient's page; that page opens it with the patient's id."""

    invitation: InvitationCard = InvitationCard()
    code: CodeCard = NO_CODE
    patient_id: str = ""

    @rx.event
    @staff
    async def open_patient(self, patient_id: str):
        """Somebody who may invite opens the patient's page."""
        self.invitation = await self._see(invitations.see, self._id(patient_id))
        self.patient_id = patient_id
        self._follow(f"patient:{patient_id}")

    @rx.event
    @staff
    async def refresh(self):
        """The patient opened the invitation, or a colleague sent one."""
        self.invitation = await self._see(invitations.see, self._id(self.patient_id))

    @rx.event
    @staff
    async def invite(self, form: dict[str, str]):
        """Somebody sends the invitation by e-mail."""
        email = form.get("invitation-email", "")
        self.invitation = await self._do(invitations.invite, self._id(self.patient_id), email)

    @rx.event
    @staff
    async def resend(self):
        """Somebody sends it again."""
        self.invitation = await self._do(invitations.resend, self._id(self.patient_id))

    @rx.event
    @staff
    async def revoke(self):
        """Somebody takes it back."""
        self.invitation = await self._do(invitations.revoke, self._id(self.patient_id))

    @rx.event
    @staff
    async def open_card(self):
        """Somebody opens the page that prints a code."""
        self.invitation = await self._see(invitations.see, self._url_id("patient_id"))
        self.code = NO_CODE

    @rx.event
    @staff
    async def make_code(self):
        """Somebody makes the code of a card."""
        self.code = await self._do(invitations.make_code, self._url_id("patient_id"))
