"""What a socket may say at all: declared events in the right shape, not too many; the rest is dropped unread."""

import asyncio
import time
from dataclasses import replace
from typing import Annotated, Any

import orjson
import reflex as rx
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from reflex_base.constants import RouteVar
from reflex_base.registry import RegistrationContext

from portal_app import logs, wiring
from portal_app.access import patience
from portal_app.access.audience import BadArguments, UnknownDoor
from portal_app.errors import Refused
from portal_app.state.guard import door_of

BURST = 200
REFILL = 20.0
"""Events that a page may send at once, and each second in the long run; drafts are saved as people type."""
MOST_METERS = 10_000
SAYS = ("event", "client_error")
"""What Reflex's own pages send."""
PACKETS = ("0", "1", "2")
"""Socket.IO's connect, disconnect and event; the portal asks pages for no answers."""

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
    """A bucket of events for one session, or for one socket without; it fills again with time."""

    __slots__ = ("at", "left")

    def __init__(self) -> None:
        self.left, self.at = float(BURST), time.monotonic()

    def take(self) -> bool:
        """Take one from the bucket; False when it is empty."""
        now = time.monotonic()
        self.left = min(BURST, self.left + (now - self.at) * REFILL)
        self.at = now
        if self.left < 1:
            return False
        self.left -= 1
        return True

    @property
    def full(self) -> bool:
        """Whether it can be forgotten: a new one would hold no more."""
        return self.left + (time.monotonic() - self.at) * REFILL >= BURST


_meters: dict[str, Meter] = {}


def _meter(owner: str) -> Meter:
    """The owner's bucket. A session's outlives its sockets: who connects again finds it as they left it."""
    if owner not in _meters and len(_meters) >= MOST_METERS:
        for name in [name for name, meter in _meters.items() if meter.full]:
            del _meters[name]
    return _meters.setdefault(owner, Meter())


async def hang_up(app: rx.App, sid: str) -> None:
    """Close a socket."""
    if app.sio is not None and app.event_namespace is not None:
        await app.sio.disconnect(sid, namespace=app.event_namespace.namespace)


def guard_socket(app: rx.App) -> None:
    """Stand before Reflex's own reading of what a socket sends: it logs whole events that it does not know."""
    namespace, sio = app.event_namespace, app.sio
    if namespace is None or sio is None:
        raise RuntimeError("Reflex has no socket to guard")
    pass_on, let_go = namespace.on_event, namespace.on_disconnect

    async def on_event(sid: str, data: Any) -> None:
        if sid not in namespace.sid_to_token:
            return
        connection = namespace._static_router_data[sid]
        if not _meter(connection[RouteVar.HEADERS].get("authorization") or sid).take():
            log.warning("a socket sent too much")
            await hang_up(app, sid)
            return
        try:
            said = _understand(data)
        except Refused as refusal:
            if await asyncio.to_thread(_record, connection, refusal):
                await hang_up(app, sid)
            return
        await pass_on(sid, said)

    def on_disconnect(sid: str, *reason: Any) -> Any:
        _meters.pop(sid, None)
        return let_go(sid)

    namespace.on_event = on_event
    namespace.on_disconnect = on_disconnect
    handle_event, handle_connect = sio._handle_event, sio._handle_connect

    async def only_what_pages_say(eio_sid: str, place: str | None, answer_to: int | None, data: Any) -> None:
        """Socket.IO calls `on_NAME` for any name that a client sends: "connect" too, with headers of their choice."""
        if place == namespace.namespace and isinstance(data, list) and len(data) == 2 and data[0] in SAYS:
            await handle_event(eio_sid, place, answer_to, data)
        elif sid := sio.manager.sid_from_eio_sid(eio_sid, namespace.namespace):
            await on_event(sid, None)

    async def only_once(eio_sid: str, place: str | None, data: Any) -> None:
        """A socket connects to us, and once: each time more would be another state."""
        if place == namespace.namespace and not sio.manager.sid_from_eio_sid(eio_sid, place):
            await handle_connect(eio_sid, place, data)

    handle_message = sio._handle_eio_message

    async def only_text(eio_sid: str, packet: Any) -> None:
        """Pages send text. Binary parts would be kept until as many have come as the sender said: without end."""
        if eio_sid not in sio.environ:
            return  # was hung up on; Engine.IO would go on reading
        try:
            if not (isinstance(packet, str) and packet[:1] in PACKETS):
                raise BadArguments("")
            await handle_message(eio_sid, packet)
        except Exception as error:
            logs.reference_for(error, "socket")
            await sio.eio.disconnect(eio_sid)

    sio._handle_event, sio._handle_connect = only_what_pages_say, only_once
    sio.eio.on("message", only_text)


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


def _record(connection: dict[str, Any], refusal: Refused) -> bool:
    """Write the refusal down; whether it was one too many."""
    key, address = connection[RouteVar.HEADERS].get("authorization", ""), connection[RouteVar.CLIENT_IP]
    actor = replace(wiring.who(key, address), address=address)
    wiring.record_refusal(actor, "socket", refusal)
    return patience.lost(actor)
