"""HTTP routes: each declares who may knock, as handlers do. Same refusals, same facts, and a limit on what is sent."""

import asyncio
import importlib
import inspect
import pkgutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route, Router
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from portal_app import api, logs, wiring
from portal_app.access import patience
from portal_app.access.actor import Actor, ActorKind
from portal_app.access.audience import Audience, ForeignOrigin, WrongAudience
from portal_app.api.address import address_of
from portal_app.api.cookie import language, session_key
from portal_app.catalogue import say, speaking
from portal_app.errors import BadInput, Conflict, NotFound, PortalError, ProofNeeded, Refused, SignInNeeded, TooSoon

Endpoint = Callable[[Request, Actor], Awaitable[Response]]
SIGN_IN = "/sign-in"
ACCOUNT = {ActorKind.STAFF: "/staff/account", ActorKind.PATIENT: "/account"}
"""Shows who must prove again who they are how to do it."""
SMALL = 64 * 1024
log = logs.log(__name__)


@dataclass(frozen=True)
class Door:
    """One declared route; it takes bodies up to `limit` bytes."""

    path: str
    method: str
    audience: Audience
    endpoint: Endpoint
    limit: int = SMALL

    @property
    def name(self) -> str:
        """How facts and logs call it."""
        return f"{self.method} {self.path}"


DOORS: list[Door] = []
"""Every route there is; the walk in the tests knocks at each."""


def route(method: str, path: str, audience: Audience, *, limit: int = SMALL) -> Callable[[Endpoint], Endpoint]:
    """Declare a route: `async def endpoint(request, actor) -> Response`. What it raises is answered here."""

    def declare(endpoint: Endpoint) -> Endpoint:
        if not inspect.iscoroutinefunction(endpoint):
            raise TypeError(f"{endpoint.__qualname__}: a route is `async def`")
        DOORS.append(Door(path, method, audience, endpoint, limit))
        return endpoint

    return declare


class TooLarge(PortalError):
    """More was sent than the route takes."""


STATUS = {ForeignOrigin: 403, NotFound: 404, Refused: 403, TooLarge: 413, Conflict: 409, BadInput: 422, TooSoon: 429}


class Routes:
    """ASGI: answers the declared routes, passes everything else on."""

    def __init__(self, otherwise: ASGIApp) -> None:
        for module in pkgutil.iter_modules(api.__path__, f"{api.__name__}."):
            importlib.import_module(module.name)
        routes = [Route(door.path, _Answer(door), methods=[door.method]) for door in DOORS]
        self._router = Router(routes, redirect_slashes=False, default=otherwise)
        self._otherwise = otherwise

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass on."""
        if scope["type"] != "http":
            await self._otherwise(scope, receive, send)
            return
        try:
            await self._router(scope, receive, send)
        except HTTPException as refusal:
            # a wrong method; answered further out it would go without our headers
            await PlainTextResponse("", refusal.status_code, refusal.headers)(scope, receive, send)


class _Answer:
    """One route: who is it, may they, from our own page, not too much; then the endpoint."""

    def __init__(self, door: Door) -> None:
        self._door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        settings = wiring.house().settings
        address = address_of(scope, settings.proxies)
        actor = await asyncio.to_thread(wiring.who, session_key(scope["headers"]), address)
        spoken = actor.language if actor.signed_in else language(scope["headers"])
        actor = replace(actor, address=address, language=spoken)
        if patience.lost(actor):
            await PlainTextResponse("", 429, {"retry-after": "60"})(scope, receive, send)
            return
        request = Request(scope, _limited(receive, self._door.limit))
        try:
            _admit(self._door, scope, actor, settings.public_origin)
            with speaking(actor.language):
                response = await self._door.endpoint(request, actor)
        except Exception as error:
            response = await self._refuse(error, request, actor)
        await response(scope, receive, send)

    async def _refuse(self, error: Exception, request: Request, actor: Actor) -> Response:
        if isinstance(error, Refused):
            await asyncio.to_thread(wiring.record_refusal, actor, self._door.name, error)
        if isinstance(error, SignInNeeded):
            return go(request, SIGN_IN)
        if isinstance(error, ProofNeeded):
            return go(request, ACCOUNT.get(actor.kind, SIGN_IN))
        if isinstance(error, PortalError):
            status = next((status for kind, status in STATUS.items() if isinstance(error, kind)), 400)
            return tell(request, error.sentence, status, error.field if isinstance(error, BadInput) else "")
        with speaking(actor.language):
            return tell(request, logs.unforeseen(logs.reference_for(error, self._door.name)), 500)


def go(request: Request, path: str) -> Response:
    """Send the browser to another page of ours: for a form that was sent in place, and for one that was not."""
    return JSONResponse({"to": path}) if _in_place(request) else RedirectResponse(path, 303)


def tell(request: Request, sentence: str, status: int, field: str = "") -> Response:
    """Answer with a sentence, and the field that it is about."""
    if _in_place(request):
        return JSONResponse({"error": sentence, "field": field}, status)
    return PlainTextResponse(sentence, status)


def _in_place(request: Request) -> bool:
    return "application/json" in request.headers.get("accept", "")


def _admit(door: Door, scope: Scope, actor: Actor, origin: str) -> None:
    with speaking(actor.language):
        if door.method not in ("GET", "HEAD"):
            sent = dict(scope["headers"]).get(b"origin", b"").decode("latin-1")
            if sent != origin:
                raise ForeignOrigin(say("This did not come from a page of the portal."))
        if not door.audience.admits(actor):
            sentence = say("You cannot do this with your account.")
            raise WrongAudience(sentence) if actor.signed_in else SignInNeeded(sentence)


def _limited(receive: Receive, limit: int) -> Receive:
    """The body, up to the limit."""
    seen = 0

    async def receive_within() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > limit:
            raise TooLarge(say("That is too large to send."))
        return message

    return receive_within
