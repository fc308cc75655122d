"""The demo clinic's mail."""

import reflex as rx

from portal_app.services import outbox
from portal_app.services.outbox import MailCard
from portal_app.state.guard import nobody
from portal_app.state.portal import PortalState


class DemoMailState(PortalState):
    """What the demo clinic has sent."""

    mails: list[MailCard] = []
    loaded: bool = False

    @rx.event
    @nobody
    async def enter(self):
        """Somebody who tries the demo opens the page; a real clinic has none."""
        self.mails = await self._see(outbox.see)
        self.loaded = True
