"""A form that a patient sent, reviewed by staff beside the chart."""

from uuid import UUID

import reflex as rx

from portal_app.services import forms
from portal_app.services.forms.cards import Review
from portal_app.state.arguments import Picked
from portal_app.state.guard import staff
from portal_app.state.portal import PortalState


class FormReviewState(PortalState):
    """The review that is open, on its own page or in the inbox's work pane."""

    review: Review = Review()
    show_same: bool = False

    @rx.event
    @staff
    async def enter(self):
        """Somebody opens the review's own page."""
        await self._open(self._url_id("form_id"))

    @rx.event
    @staff
    async def open_form(self, form_id: Picked):
        """Somebody opens a form's task in the inbox."""
        await self._open(self._id(form_id))

    @rx.event
    @staff
    async def refresh(self):
        """Somebody else decided, or the patient sent it again."""
        self.review = await self._see(forms.review, self._id(self.review.id))

    @rx.event
    @staff
    async def decide(self, key: Picked, decision: Picked):
        """Accept, keep or ask about one answer."""
        asked = next((line.asked for line in self.review.lines if line.key == key), "")
        self.review = await self._do(forms.decide, self._id(self.review.id), key, decision, asked)

    @rx.event
    @staff
    async def ask(self, key: Picked, question: str):
        """Somebody wrote the question that goes back to the patient."""
        self.review = await self._do(forms.decide, self._id(self.review.id), key, "ask", question)

    @rx.event
    @staff
    async def decide_rest(self, decision: Picked):
        """What is still open and not flagged is decided in one way."""
        self.review = await self._do(forms.decide_rest, self._id(self.review.id), decision)

    @rx.event
    @staff
    async def settle(self):
        """Save the review: the chart changes, the questions go back."""
        self.notice = ""
        self.review = await self._do(forms.settle, self._id(self.review.id), self.review.task_version)

    @rx.event
    @staff
    async def send_back(self, form: dict[str, str]):
        """All of it goes back to the patient, with one question."""
        self.notice = ""
        review = self.review
        self.review = await self._do(
            forms.send_back, self._id(review.id), review.task_version, form.get("question", "")
        )

    @rx.event
    @staff
    async def undo(self):
        """Take back what was just saved."""
        self.notice = ""
        self.review = await self._do(forms.undo, self._id(self.review.id))

    @rx.event
    @staff
    async def show(self, same: bool):
        """Show also what is the same as in the chart, or hide it again."""
        self.show_same = same

    async def _open(self, form_id: UUID) -> None:
        # what was open before does not stay where this one is refused
        self.review = Review()
        self.review = await self._see(forms.review, form_id)
        self.show_same = False
        self._follow(f"form:{form_id}")
