"""A result, reviewed by staff: in the inbox's work pane, or on a page of its own."""

from uuid import UUID

import reflex as rx

from portal_app.catalogue import say
from portal_app.errors import BadInput
from portal_app.models import Role
from portal_app.services import holds, reviews
from portal_app.services.reviews.cards import ResultReview
from portal_app.state.arguments import Picked
from portal_app.state.guard import staff
from portal_app.state.portal import PortalState


class ResultReviewState(PortalState):
    """The result that is open, and what is being written about it."""

    review: ResultReview = ResultReview()
    opened: int = 0
    """How often something was opened here: what was typed before belongs to another opening."""
    comment_start: str = ""
    steps_start: str = ""
    key: str = ""
    kept: str = ""
    holding: bool = False
    """Whether the dialog for a hold is open."""
    sent: bool = False
    """Whether the newest thing that happened here is that something was sent or noted."""

    _comment: str = ""
    _steps: str = ""
    _sent: tuple[str, ...] = ()
    """What was sent about this result: a save of it that comes later is late."""

    @rx.event
    @staff(Role.NURSE, Role.PRESCRIBER)
    async def enter(self):
        """Somebody opens the result's own page."""
        await self._open(self._url_id("resource_id"))

    @rx.event
    @staff(Role.NURSE, Role.PRESCRIBER)
    async def open_result(self, resource_id: Picked):
        """Somebody opens a result's task in the inbox."""
        await self._open(self._id(resource_id))

    @rx.event
    @staff(Role.NURSE, Role.PRESCRIBER)
    async def refresh(self):
        """Something of this patient has changed."""
        if self.review.id:
            self.review = await self._see(reviews.look, self._id(self.review.id), again=True)

    @rx.event
    @staff(Role.NURSE, Role.PRESCRIBER)
    async def write_comment(self, resource_id: Picked, words: str):
        """Somebody types their comment: what they have is saved with the result it was typed at."""
        if await self._is_open(resource_id, words, "comment"):
            self._comment = words
            await self._keep()

    @rx.event
    @staff(Role.NURSE, Role.PRESCRIBER)
    async def write_steps(self, resource_id: Picked, words: str):
        """Somebody types what happens next."""
        if await self._is_open(resource_id, words, "steps"):
            self._steps = words
            await self._keep()

    @rx.event
    @staff(Role.NURSE, Role.PRESCRIBER)
    async def send(self, form: dict[str, str]):
        """Their comment goes to the patient."""
        words, steps = form.get("comment", ""), form.get("next_steps", "")
        self._forget_refusal()
        await self._do(reviews.comment, self._open_one(form.get("id", "")), words, steps, self.key)
        self._sent = (words.strip(), steps.strip())
        await self._again()
        self.sent = True
        return [rx.set_value("review-comment", ""), rx.set_value("review-steps", "")]

    @rx.event
    @staff(Role.NURSE, Role.PRESCRIBER)
    async def note_reviewed(self, resource_id: Picked):
        """They have looked, and have nothing to say."""
        self._forget_refusal()
        await self._do(reviews.review, self._open_one(resource_id), "", "", self.key)
        await self._again()
        self.sent = True

    @rx.event
    @staff(Role.PRESCRIBER)
    async def begin_hold(self):
        """A prescriber wants to hold it."""
        self._forget_refusal()
        self.holding = True

    @rx.event
    @staff(Role.PRESCRIBER)
    async def leave_hold(self):
        """They do not hold it after all."""
        self._forget_refusal()
        self.holding = False

    @rx.event
    @staff(Role.PRESCRIBER)
    async def hold(self, form: dict[str, str]):
        """A prescriber keeps it from being shown for a while."""
        self._forget_refusal()
        given = [form.get(name, "") for name in ("harm", "reason", "until")]
        await self._do(holds.hold, self._open_one(form.get("id", ""), "hold"), *given)
        self.holding = False
        self.review = await self._see(reviews.look, self._id(self.review.id), again=True)

    @rx.event
    @staff(Role.PRESCRIBER)
    async def end_hold(self, hold_id: Picked):
        """A prescriber lets it go before its time."""
        self._forget_refusal()
        await self._do(holds.end, self._id(hold_id))
        self.review = await self._see(reviews.look, self._id(self.review.id), again=True)

    async def _open(self, resource_id: UUID) -> None:
        # what was open before does not stay where this one is refused
        self.review = ResultReview()
        self.review = await self._see(reviews.look, resource_id)
        self._start()
        self.opened += 1
        self.sent = self.holding = False
        self._sent = ()
        self._follow(f"patient:{self.review.patient_id}", "minute")

    async def _again(self) -> None:
        self.review = await self._see(reviews.look, self._id(self.review.id), again=True)
        self._start()

    def _start(self) -> None:
        self.comment_start, self.steps_start = self.review.draft, self.review.draft_steps
        self._comment, self._steps = self.comment_start, self.steps_start
        self.key, self.kept = self.review.key, self.review.kept

    async def _keep(self) -> None:
        typed = (self._comment, self._steps)
        # a page that is loaded again begins with them
        self.comment_start, self.steps_start = typed
        self.sent = False
        self.kept = await self._do(reviews.keep, self._id(self.review.id), *typed, self.key)

    def _open_one(self, resource_id: str, place: str = "comment") -> UUID:
        """The result that the page was drawn with, if it is still the one that is open: a press may come late."""
        if resource_id != self.review.id:
            raise BadInput(say("Another result is open now, so nothing was sent. Please look again."), place)
        return self._id(resource_id)

    async def _is_open(self, resource_id: str, words: str, part: str) -> bool:
        """Whether these words are for what is open; those typed at the last result, a moment ago, are kept there."""
        if resource_id == self.review.id:
            return not (words.strip() and words.strip() in self._sent)
        before = await self._see(reviews.look, self._id(resource_id), again=True)
        comment, steps = (words, before.draft_steps) if part == "comment" else (before.draft, words)
        await self._do(reviews.keep, self._id(resource_id), comment, steps, before.key)
        return False

    def _forget_refusal(self) -> None:
        self.notice, self.wrong_field = "", ""
