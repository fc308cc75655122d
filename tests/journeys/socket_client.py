"""A page without a browser: speaks to a served portal's socket as Reflex's own pages do."""

import json
import secrets
import socket
from collections import deque
from collections.abc import Callable
from types import TracebackType
from typing import Any
from urllib.parse import urlencode

from reflex_base.event import EventHandler
from reflex_base.utils.format import format_event_handler
from wsproto import ConnectionType, WSConnection
from wsproto.events import CloseConnection, Event, RejectConnection, Request, TextMessage

from tests.journeys.running import Running
from tests.people import cookie

SPACE = "/_event,"


class Lost(Exception):
    """The connection broke before the answer came."""


class Socket:
    """`with Socket(portal, "ana", "/messages/...") as page: page.send(MessageState.send, {...})`."""

    def __init__(self, portal: Running, who: str, path: str, **ids: str) -> None:
        self._portal, self._who = portal, who
        self._place = {"pathname": path, "asPath": path, "query": ids}
        self._part = ""

    def __enter__(self) -> "Socket":
        query = urlencode({"token": secrets.token_hex(16), "EIO": "4", "transport": "websocket"})
        headers = [(b"origin", self._portal.origin.encode()), (b"cookie", f"__Host-sid={cookie(self._who)}".encode())]
        self._got = deque[str]()
        self._tcp = socket.create_connection(("localhost", self._portal.port), timeout=10)
        self._ws = WSConnection(ConnectionType.CLIENT)
        host = f"localhost:{self._portal.port}"
        self._say(Request(host=host, target=f"/_event/?{query}", extra_headers=headers))
        self._next("0")
        self._say(TextMessage(data=f"40{SPACE}"))
        self._next("40")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._tcp.close()

    def send(self, handler: Any, payload: dict[str, Any]) -> None:
        """Call a handler; the answer comes later."""
        name = format_event_handler(handler if isinstance(handler, EventHandler) else handler.handler)
        event = {"name": name, "payload": payload, "router_data": self._place}
        self._say(TextMessage(data=f"42{SPACE}{json.dumps(['event', event])}"))

    def wait_for(self, happened: Callable[[str], bool]) -> str:
        """The first answer of which this is true."""
        while not happened(found := self._next("42")):
            pass
        return found

    def _say(self, event: Event) -> None:
        try:
            self._tcp.sendall(self._ws.send(event))
        except OSError:
            raise Lost from None

    def _next(self, kind: str) -> str:
        while True:
            while not self._got:
                self._listen()
            got = self._got.popleft()
            if got == "2":
                self._say(TextMessage(data="3"))
            elif got.startswith(kind):
                return got

    def _listen(self) -> None:
        try:
            data = self._tcp.recv(65536)
        except TimeoutError:
            raise
        except OSError:
            raise Lost from None
        if not data:
            raise Lost
        self._ws.receive_data(data)
        for event in self._ws.events():
            if isinstance(event, TextMessage):
                self._part += event.data
                if event.message_finished:
                    self._got.append(self._part)
                    self._part = ""
            elif isinstance(event, CloseConnection | RejectConnection):
                raise Lost
