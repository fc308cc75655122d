"""A page of the tests: one handler for each audience, each leaving a mark."""

from typing import Annotated
from uuid import UUID

import reflex as rx
from pydantic import Field

from portal_app.errors import BadInput
from portal_app.models import Role
from portal_app.state.arguments import Picked
from portal_app.state.guard import nobody, patients, signed_in, staff
from portal_app.state.portal import PortalState
from portal_app.work import Work


def broken(work: Work) -> None:
    """A service with a mistake in it."""
    raise ZeroDivisionError("Ana Rivera, warfarin")


def choosy(work: Work, text: str) -> str:
    """A service that does not take everything."""
    if text == "no":
        raise BadInput("Please write something else.", "text")
    return f"{work.actor.name}: {text}"


def tell(work: Work) -> None:
    """A service that others hear of."""
    work.topics.add("room")


def whoami(work: Work) -> str:
    """A service that reads."""
    return work.actor.name


class Room(PortalState):
    """Handlers of the tests."""

    said: str = ""
    calls: int = 0

    @rx.event
    @nobody
    async def look(self):
        """Anybody."""
        self.said = "seen"

    @rx.event
    @signed_in
    async def enter(self):
        """Patients and staff."""
        self.said = "entered"

    @rx.event
    @patients
    async def write(self, text: str, times: int = 1):
        """Patients."""
        self.said = await self._do(choosy, text)
        self.calls += times

    @rx.event
    @patients
    async def submit(self, form: dict[str, str]):
        """Patients, with a form."""
        self.said = form["body"]

    @rx.event
    @patients
    async def pick(self, ids: list[UUID], note: Annotated[str, Field(max_length=5)] | None = None):
        """Patients, with ids."""
        self.said = ",".join(type(one).__name__ for one in ids)

    @rx.event
    @patients
    async def choose(self, key: Picked):
        """Patients, with something to pick."""
        self.said = key

    @rx.event
    @patients
    async def this_thread(self):
        """Patients, with an id in the address."""
        self.said = str(self._url_id("thread_id"))

    @rx.event
    @patients
    async def fail(self):
        """Patients; something nobody foresaw."""
        await self._do(broken)

    @rx.event
    @staff
    async def work_here(self):
        """Staff."""
        self.said = "worked"

    @rx.event
    @staff(Role.ADMIN)
    async def manage(self):
        """The practice manager."""
        yield
        self.said = "managed"

    @rx.event
    @patients
    async def publish(self):
        """Patients, changing something."""
        await self._do(tell)

    @rx.event
    @staff
    async def listen(self, topic: str):
        """Staff, waiting for something."""
        self._follow(topic)

    @rx.event
    @staff
    async def refresh(self):
        """A live refresh."""
        self.calls += 1
        self.said = await self._see(whoami)

    async def open_to_all(self):
        """Forgotten: no audience."""
        self.said = "never"
