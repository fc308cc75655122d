"""Setting up an account: every page asks which step is next, so that no step is skipped or done twice."""

import reflex as rx
from reflex_base.event import EventSpec

from portal_app.errors import ProofNeeded, SignInNeeded
from portal_app.services import enrolment, passwords, proofs, recovery, second_factors, terms
from portal_app.services.enrolment import SetUpCard
from portal_app.services.proofs import ProofCard
from portal_app.services.recovery import RecoveryCard
from portal_app.services.second_factors import AppCard
from portal_app.services.terms import TermsCard
from portal_app.state.guard import actor_now, nobody
from portal_app.state.portal import PortalState

PAGES = {
    "prove": "/invite/prove",
    "recover": "/recover/prove",
    "terms": "/set-up/terms",
    "ways": "/set-up",
    "codes": "/set-up/codes",
}


class SetUpState(PortalState):
    """The step that this browser stands at."""

    step: SetUpCard = SetUpCard()
    proof: ProofCard = ProofCard()
    second: RecoveryCard = RecoveryCard()
    terms: TermsCard = TermsCard()
    app: AppCard = AppCard()
    codes: list[str] = []
    stands: str = ""
    """Whether this step can be done now: "yes", "over" (its time has run out) or "proof" (who it is must be shown)."""

    @rx.event
    @nobody
    async def prove(self):
        """Step one after an invitation was opened."""
        if away := await self._elsewhere("prove"):
            return away
        self.proof = await self._see(proofs.see)
        return None

    @rx.event
    @nobody
    async def recover(self):
        """The second proof after a recovery link was opened."""
        if away := await self._elsewhere("recover"):
            return away
        self.second = await self._see(recovery.see)
        return None

    @rx.event
    @nobody
    async def agree(self):
        """The terms."""
        if away := await self._elsewhere("terms"):
            return away
        self.terms = await self._see(terms.see)
        return None

    @rx.event
    @nobody
    async def show_password(self):
        """A password is chosen; here and from the account page."""
        await self._see(passwords.may_choose)
        self.stands = "yes"

    @rx.event
    @nobody
    async def choose(self):
        """How would you like to sign in?"""
        return await self._elsewhere("ways", "codes")

    @rx.event
    @nobody
    async def show_app(self):
        """The square for the authenticator app; here and from the account page."""
        self.app = await self._do(second_factors.begin)
        self.stands = "yes"

    @rx.event
    @nobody
    async def show_codes(self):
        """Recovery codes for who has none; whoever reloads has theirs on paper, and they stay good."""
        self.codes = await self._do(second_factors.first_codes) or self.codes
        self.stands = "yes"

    @rx.event
    @nobody
    async def make_codes(self):
        """Somebody asks for new ones; those from before open nothing any more."""
        self.codes = await self._do(second_factors.new_codes)

    async def _elsewhere(self, *here: str) -> EventSpec | None:
        self.step = await self._see(enrolment.see)
        self.stands = "yes"
        return None if self.step.step in here else rx.redirect(PAGES[self.step.step], replace=True)

    async def _answer(self, error: Exception, door: str) -> EventSpec | None:
        """Who comes too late reads so here: at the sign-in page nobody would know why."""
        answer = await super()._answer(error, door)
        # who is in already is only led home
        here = isinstance(error, ProofNeeded) or (isinstance(error, SignInNeeded) and not actor_now.get().signed_in)
        if here:
            self.stands = "over" if isinstance(error, SignInNeeded) else "proof"
            self.notice, answer = "", None
        return answer
