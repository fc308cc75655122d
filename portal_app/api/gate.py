"""The gate in front of everything: which paths exist, whose page may open a socket, and under which name it runs.

Reflex treats the browser's random token as a bearer secret. Here it is worth nothing without the session cookie: the
state runs under HMAC(server key, cookie | token), and Reflex sees the session's hash and never the cookie.
"""

import asyncio
import hashlib
import hmac
import time
from collections import Counter
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlencode

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from portal_app import logs, wiring
from portal_app.access import patience
from portal_app.access.actor import NOBODY, Actor
from portal_app.access.audience import ForeignOrigin
from portal_app.api.address import address_of
from portal_app.api.cookie import language, session_key
from portal_app.rules.addresses import network_of
from portal_app.wiring import House

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

SOCKET = "/_event"
CLOSED = ("/_", "/ping", "/auth-codespace")
"""Paths of Reflex's own: uploads (unlimited, and readable by anyone), health (tells what runs), route lists."""
KEPT = frozenset({b"host", b"origin", b"user-agent", b"connection", b"upgrade"})
CONNECTS = RateLimitItemPerMinute(60)
"""Connects without a session, for one address: a waiting room behind one router has room, a script has not."""
STRANGERS_HERE = 40
STRANGERS = 1_000
"""Sockets without a session held at once, for one address and in all; each costs memory."""
STRANGER_STAYS = 15 * 60.0
"""Seconds after which a socket without a session is closed; its page connects again when it is looked at."""
SOCKETS_OF_ONE = 40
LONGEST_TOKEN = 64

log = logs.log(__name__)


class Gate:
    """ASGI: sockets only from our own pages, nothing of Reflex's own paths, the cookie kept out of Reflex."""

    def __init__(self, app: App, house: House, who: Callable[[str, str], Actor] = wiring.who) -> None:
        self._app, self._house, self._who = app, house, who
        self._limiter = FixedWindowRateLimiter(MemoryStorage())
        self._open: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let through, or answer here."""
        if scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        elif scope["type"] == "http":
            scope["client"] = (address_of(scope, self._house.settings.proxies), 0)
            if scope["path"].startswith(CLOSED):
                await _answer(send, 404)
            elif scope["method"] not in ("GET", "HEAD"):
                await _answer(send, 405)
            else:
                await self._app({**scope, "headers": _without_secrets(scope["headers"])}, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        address = address_of(scope, self._house.settings.proxies)
        headers = dict(scope["headers"])
        tokens = parse_qs(scope["query_string"].decode("latin-1")).get("token", [])
        if scope["path"].rstrip("/") != SOCKET or len(tokens) != 1 or not 0 < len(tokens[0]) <= LONGEST_TOKEN:
            await _hang_up(receive, send)
            return
        if headers.get(b"origin", b"").decode("latin-1") != self._house.settings.public_origin:
            stranger = replace(NOBODY, address=address)
            if not patience.lost(stranger):
                await asyncio.to_thread(wiring.record_refusal, stranger, SOCKET, ForeignOrigin(""))
            await _hang_up(receive, send)
            return
        key = session_key(scope["headers"])
        actor = replace(await asyncio.to_thread(self._who, key, address), address=address)
        if patience.lost(actor):
            await _hang_up(receive, send)
            return
        owner = f"session {actor.session_id}" if actor.signed_in else f"address {network_of(address)}"
        if not self._has_room(owner, stranger=not actor.signed_in):
            log.warning("no room for a socket", signed_in=actor.signed_in)
            await _hang_up(receive, send)
            return
        self._open[owner] += 1
        self._open["strangers"] += not actor.signed_in
        try:
            listen = receive if actor.signed_in else _until(time.monotonic() + STRANGER_STAYS, receive)
            await self._app(self._renamed(scope, key, tokens[0], address), listen, send)
        finally:
            self._open["strangers"] -= not actor.signed_in
            self._open[owner] -= 1
            if not self._open[owner]:
                del self._open[owner]

    def _has_room(self, owner: str, *, stranger: bool) -> bool:
        if not stranger:
            return self._open[owner] < SOCKETS_OF_ONE
        here, everywhere = self._open[owner], self._open["strangers"]
        return here < STRANGERS_HERE and everywhere < STRANGERS and self._limiter.hit(CONNECTS, owner)

    def _renamed(self, scope: Scope, key: str, token: str, address: str) -> Scope:
        """The scope as Reflex may see it."""
        name = hmac.digest(self._house.keys.socket, f"{key}|{token}".encode(), hashlib.sha256).hex()
        query = parse_qs(scope["query_string"].decode("latin-1"))
        kept = {part: query[part][0] for part in ("EIO", "transport") if part in query}
        headers = [
            (header, value)
            for header, value in scope["headers"]
            if header in KEPT or header.startswith(b"sec-websocket-")
        ]
        headers.append((b"accept-language", language(scope["headers"]).encode()))
        return {
            **scope,
            "client": (address, 0),
            "headers": [*headers, (b"authorization", key.encode())],
            "query_string": urlencode({**kept, "token": name}).encode(),
        }


def _without_secrets(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    return [(name, value) for name, value in headers if name not in (b"cookie", b"authorization")]


def _until(deadline: float, receive: Receive) -> Receive:
    """A socket that hangs up by itself at the deadline."""

    async def receive_in_time() -> MutableMapping[str, Any]:
        try:
            return await asyncio.wait_for(receive(), max(0.0, deadline - time.monotonic()))
        except TimeoutError:
            return {"type": "websocket.disconnect", "code": 1001}

    return receive_in_time


async def _hang_up(receive: Receive, send: Send) -> None:
    await receive()
    await send({"type": "websocket.close", "code": 1008})


async def _answer(send: Send, status: int) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})
