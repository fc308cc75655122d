"""What a socket may say at all: declared events in the right shape, not too many; the rest is dropped unread."""

import asyncio
import time
from typing import Annotated, Any

import orjson
import reflex as rx
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from reflex_base.constants import RouteVar
from reflex_base.registry import RegistrationContext

from portal_app import logs, wiring
from portal_app.access.audience import BadArguments, UnknownDoor
from portal_app.errors import Refused
from portal_app.state.guard import door_of

BURST = 200
REFILL = 20.0
"""Events that a page may send at once, and each second in the long run; drafts are saved as people type."""
REFUSAL = 10
"""A refusal costs as much as this many events: our own pages meet none."""

Short = Annotated[str, StringConstraints(max_length=300, pattern=r"\A[^\x00]*\z")]
Url = Annotated[str, StringConstraints(max_length=2_000, pattern=r"\A/[^\x00]*\z")]

log = logs.log(__name__)


class Place(BaseModel):
    """Where in the portal the page says it is; Reflex's other router data comes from the connection alone."""

    model_config = ConfigDict(strict=True, extra="ignore")
    pathname: Url = "/"
    asPath: Url = "/"
    # a list only for an address that leads nowhere: its parts
    query: Annotated[dict[Short, Short | Annotated[list[Short], Field(max_length=20)]], Field(max_length=20)] = {}


class Said(BaseModel):
    """One event as a page sends it."""

    model_config = ConfigDict(strict=True, extra="ignore")
    name: Short
    payload: dict[str, Any] = {}
    router_data: Place = Place()


class Meter:
    """A bucket of events for one socket; it fills again with time."""

    __slots__ = ("at", "left")

    def __init__(self) -> None:
        self.left, self.at = float(BURST), time.monotonic()

    def take(self, cost: int = 1) -> bool:
        """Take from the bucket; False when it is empty."""
        now = time.monotonic()
        self.left = min(BURST, self.left + (now - self.at) * REFILL) - cost
        self.at = now
        return self.left >= 0


_meters: dict[str, Meter] = {}


def charge_refusal(sid: str) -> None:
    """A refusal further in counts against the socket that caused it."""
    if meter := _meters.get(sid):
        meter.take(REFUSAL)


def guard_socket(app: rx.App) -> None:
    """Stand before Reflex's own reading of what a socket sends: it logs whole events that it does not know."""
    namespace, sio = app.event_namespace, app.sio
    if namespace is None or sio is None:
        raise RuntimeError("Reflex has no socket to guard")
    pass_on, let_go = namespace.on_event, namespace.on_disconnect

    async def on_event(sid: str, data: Any) -> None:
        if sid not in namespace.sid_to_token:
            return
        if not _meters.setdefault(sid, Meter()).take():
            log.warning("a socket sent too much")
            await sio.disconnect(sid, namespace=namespace.namespace)
            return
        try:
            said = _understand(data)
        except Refused as refusal:
            charge_refusal(sid)
            await asyncio.to_thread(_record, namespace._static_router_data[sid], refusal)
            return
        await pass_on(sid, said)

    def on_disconnect(sid: str, *reason: Any) -> Any:
        _meters.pop(sid, None)
        return let_go(sid)

    namespace.on_event = on_event
    namespace.on_disconnect = on_disconnect


def _understand(data: Any) -> dict[str, Any]:
    """The event, with nothing in it that we did not ask for; its handler must be declared."""
    try:
        said = Said.model_validate_json(orjson.dumps(data))
    except (ValidationError, TypeError, ValueError):
        raise BadArguments("") from None
    if said.name not in RegistrationContext.get().event_handlers:
        raise UnknownDoor("")
    door_of(said.name)
    return said.model_dump()


def _record(connection: dict[str, Any], refusal: Refused) -> None:
    key, address = connection[RouteVar.HEADERS].get("authorization", ""), connection[RouteVar.CLIENT_IP]
    wiring.record_refusal(wiring.who(key, address), "socket", refusal)
