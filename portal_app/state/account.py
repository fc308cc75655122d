"""My account."""

import reflex as rx

from portal_app.services import account
from portal_app.services.account import AccountCard
from portal_app.state.guard import actor_now, signed_in
from portal_app.state.portal import PortalState


class AccountState(PortalState):
    """How I sign in, where I am signed in, my address."""

    account: AccountCard = AccountCard()
    loaded: bool = False

    @rx.event
    @signed_in
    async def enter(self):
        """The person opens the page."""
        self.account = await self._see(account.see)
        self.loaded = True
        self._follow(f"account:{actor_now.get().account_id}")

    @rx.event
    @signed_in
    async def refresh(self):
        """Something about the account changed, perhaps in another browser."""
        self.account = await self._see(account.see)
