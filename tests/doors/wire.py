"""A browser's tab as the server sees it: a WebSocket that speaks Engine.IO and Socket.IO, and nothing else."""

import asyncio
import base64
import json
import os
import struct
from typing import Any

NAMESPACE = "/_event"
MASK = b"\x00\x00\x00\x00"


class Tab:
    """One socket: `await tab.open()`, `await tab.send(name, **payload)`, `await tab.next()`."""

    def __init__(self, port: int, cookie: str = "", token: str | None = None, cookie_name: str = "__Host-sid") -> None:
        self.port, self.token = port, token or base64.b32encode(os.urandom(15)).decode()
        self._cookie = f"Cookie: {cookie_name}={cookie}\r\n" if cookie else ""
        self._reader: asyncio.StreamReader
        self._writer: asyncio.StreamWriter

    async def open(self, boot: str = "", path: str = "/") -> None:
        """Connect, join the namespace, and send the event that a page begins with."""
        self.path = path
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self.port)
        key = base64.b64encode(os.urandom(16)).decode()
        self._writer.write(
            f"GET {NAMESPACE}/?token={self.token}&EIO=4&transport=websocket HTTP/1.1\r\n"
            f"Host: localhost:{self.port}\r\nOrigin: http://localhost:{self.port}\r\n{self._cookie}"
            "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Key: {key}\r\n\r\n".encode()
        )
        answer = await self._reader.readuntil(b"\r\n\r\n")
        if b" 101 " not in answer.split(b"\r\n")[0]:
            raise ConnectionRefusedError(answer.split(b"\r\n")[0].decode())
        await self._frame()
        auth = {"event": self._event(boot, {"hashes": ["x"]})} if boot else {}
        self._say(f"40{NAMESPACE},{json.dumps(auth)}")

    def _event(self, name: str, payload: dict[str, Any]) -> dict[str, Any]:
        place = {"pathname": self.path, "asPath": self.path, "query": {}}
        return {"name": name, "payload": payload, "router_data": place}

    def send(self, name: str, **payload: Any) -> None:
        """Call a handler."""
        self._say(f"42{NAMESPACE},{json.dumps(['event', self._event(name, payload)])}")

    async def next(self) -> dict[str, Any]:
        """The next update that the server sends; pings are answered on the way."""
        while True:
            text = await self._frame()
            if text == "2":
                self._say("3")
            elif text.startswith(f"41{NAMESPACE}"):
                raise ConnectionResetError("sent away by the server")
            elif text.startswith(f"42{NAMESPACE},"):
                kind, body = json.loads(text.split(",", 1)[1])
                if kind == "event":
                    return body

    async def listen(self) -> None:
        """Stay open and answer pings until cancelled."""
        while True:
            await self.next()

    def close(self) -> None:
        """Hang up."""
        self._writer.close()

    def _say(self, text: str) -> None:
        data = text.encode()
        size = len(data)
        if size < 126:
            head = struct.pack("!BB", 0x81, 0x80 | size)
        elif size < 65536:
            head = struct.pack("!BBH", 0x81, 0x80 | 126, size)
        else:
            head = struct.pack("!BBQ", 0x81, 0x80 | 127, size)
        self._writer.write(head + MASK + data)

    async def _frame(self) -> str:
        whole = b""
        while True:
            first, second = await self._reader.readexactly(2)
            size = second & 0x7F
            if size == 126:
                (size,) = struct.unpack("!H", await self._reader.readexactly(2))
            elif size == 127:
                (size,) = struct.unpack("!Q", await self._reader.readexactly(8))
            data = await self._reader.readexactly(size)
            if first & 0x0F == 8:
                raise ConnectionResetError("closed by the server")
            whole += data
            if first & 0x80:
                return whole.decode()
