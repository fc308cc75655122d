"""The sign-in pages: where somebody goes who is in already, and why somebody is out."""

import reflex as rx
from reflex_base.constants import RouteVar

from portal_app.services import sessions
from portal_app.state.guard import actor_now, nobody
from portal_app.state.portal import PortalState

HOMES = {"patient": "/home", "staff": "/staff", "nobody": "/sign-in"}


class SignInState(PortalState):
    """Whether this browser was signed in and its time ran out."""

    over: bool = False

    @rx.event
    @nobody
    async def greet(self):
        """Anybody opens a page that only has a form on it."""

    @rx.event
    @nobody
    async def start(self):
        """Somebody typed the clinic's address: on to their first page."""
        return rx.redirect(HOMES[str(actor_now.get().kind)], replace=True)

    @rx.event
    @nobody
    async def enter(self):
        """Somebody opens the sign-in page."""
        if actor_now.get().signed_in:
            return rx.redirect(HOMES[str(actor_now.get().kind)], replace=True)
        key = self.router_data.get(RouteVar.HEADERS, {}).get("authorization", "")
        self.over = await self._see(sessions.was_in, key)
        return None
