"""Knock at an ASGI app without a network."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

ORIGIN = "http://localhost:8000"


@dataclass
class Answer:
    """What came back."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


async def http(
    app: Any, method: str, path: str, *, headers: dict[str, str] | None = None, form: Any = None, body: bytes = b"",
    address: str = "127.0.0.1",
) -> Answer:  # fmt: skip
    """One request."""
    answer, raw = Answer(), _raw(headers)
    if form is not None:
        body = urlencode(form).encode()
        raw.append((b"content-type", b"application/x-www-form-urlencoded"))
    raw.append((b"content-length", str(len(body)).encode()))
    scope = {
        "type": "http", "method": method, "path": path, "raw_path": path.encode(), "query_string": b"",
        "headers": raw, "client": (address, 1), "server": ("localhost", 8000), "scheme": "http",
        "http_version": "1.1", "root_path": "",
    }  # fmt: skip

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            answer.status = message["status"]
            answer.headers = {name.decode().lower(): value.decode() for name, value in message["headers"]}
        else:
            answer.body += message.get("body", b"")

    await app(scope, receive, send)
    return answer


@asynccontextmanager
async def socket(
    app: Any, token: str = "from-the-browser", *, path: str = "/_event/", headers: dict[str, str] | None = None,
    address: str = "127.0.0.1",
) -> AsyncIterator[Any]:  # fmt: skip
    """A socket that is open inside the block, if it was let in: gives the scope Reflex saw, or None."""
    import asyncio

    closing, sent = asyncio.Event(), []
    query = urlencode({"token": token, "EIO": "4", "transport": "websocket"}).encode()
    scope = {
        "type": "websocket", "path": path, "query_string": query, "headers": _raw(headers),
        "client": (address, 1), "scheme": "ws", "subprotocols": [],
    }  # fmt: skip
    first = [{"type": "websocket.connect"}]

    async def receive() -> dict[str, Any]:
        if first:
            return first.pop()
        await closing.wait()
        return {"type": "websocket.disconnect", "code": 1000}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    task = asyncio.create_task(app(scope, receive, send))
    for _ in range(400):
        if sent or task.done():
            break
        await asyncio.sleep(0.005)
    yield sent[0].get("scope") if sent and sent[0]["type"] == "websocket.accept" else None
    closing.set()
    await task


def _raw(headers: dict[str, str] | None) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode(), value.encode()) for name, value in (headers or {}).items()]
