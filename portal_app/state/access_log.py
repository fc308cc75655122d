"""Who looked at my record."""

import reflex as rx

from portal_app.services import access_log
from portal_app.services.access_log import AccessLog
from portal_app.state.arguments import Picked
from portal_app.state.guard import patients
from portal_app.state.portal import PortalState


class AccessLogState(PortalState):
    """The log, as far as it was read."""

    log: AccessLog = AccessLog()
    show: str = "others"
    """others, or all: what the patient did too."""
    loaded: bool = False

    @rx.event
    @patients
    async def open(self):
        """The patient opens the log."""
        self.show = "others"
        await self._read()
        self.loaded = True
        await self._look_around()

    @rx.event
    @patients
    async def earlier(self):
        """Who looked before that."""
        older = await self._see(access_log.mine, self.log.before, own_too=self.show == "all")
        self.log = AccessLog([*self.log.lines, *older.lines], older.before)

    @rx.event
    @patients
    async def choose(self, show: Picked):
        """Only others, or what the patient opened and saved too."""
        self.show = show
        await self._read()

    async def _read(self) -> None:
        self.log = await self._see(access_log.mine, own_too=self.show == "all")
