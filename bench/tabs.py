"""Tabs without a browser: what a real page sent over its socket is sent again, as other tabs of other people."""

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any, TypeVar
from uuid import uuid4

from playwright.sync_api import BrowserContext, Page, WebSocket
from simple_websocket import AioClient, ConnectionClosed

T = TypeVar("T")
HELLO, EVENT = "40/_event,", "42/_event,"


def apart(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine in a thread of its own: Playwright's loop holds this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


class Recording:
    """The events that a page sends, as its socket carries them."""

    def __init__(self, page: Page) -> None:
        self.hello = ""
        """How it said hello: Reflex puts the page's opening event into it."""
        self.events: list[dict[str, Any]] = []
        page.on("websocket", self._listen)

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framesent", self._heard)

    def _heard(self, frame: str | bytes) -> None:
        if isinstance(frame, str) and frame.startswith(HELLO):
            self.hello = frame
        elif isinstance(frame, str) and frame.startswith(EVENT):
            name, payload = json.loads(frame[len(EVENT) :])[:2]
            if name == "event":
                self.events.append(payload)

    def wait(self, page: Page) -> str:
        """How the page says hello, once it has."""
        until = time.monotonic() + 30
        while not self.hello:
            if time.monotonic() > until:
                raise TimeoutError("the page says nothing")
            page.wait_for_timeout(100)
        page.wait_for_timeout(1500)
        return self.hello

    def named(self, end: str) -> dict[str, Any]:
        """The last event whose handler's name ends so."""
        return next(event for event in reversed(self.events) if event["name"].endswith(end))


def record(context: BrowserContext, url: str) -> str:
    """How a page says hello when it is opened."""
    page = context.new_page()
    recording = Recording(page)
    page.goto(url)
    hello = recording.wait(page)
    page.close()
    return hello


class Tab:
    """One open socket."""

    def __init__(self, socket: AioClient) -> None:
        self._socket, self.answers = socket, asyncio.Queue[str]()

    async def send(self, event: dict[str, Any]) -> None:
        """Send one event."""
        await self._socket.send(EVENT + json.dumps(["event", event]))

    async def settle(self, quiet: float = 0.5) -> None:
        """Wait until nothing more comes."""
        with contextlib.suppress(TimeoutError):
            while True:
                await asyncio.wait_for(self.answers.get(), quiet)

    async def listen(self) -> None:
        """Answer the server's pings, keep what it says."""
        with contextlib.suppress(ConnectionClosed):
            while True:
                frame = str(await self._socket.receive())
                if frame == "2":
                    await self._socket.send("3")
                elif frame.startswith("42"):
                    self.answers.put_nowait(frame)


@asynccontextmanager
async def tabs(
    port: int, count: int, hello: str, cookie: Callable[[int], str] = lambda number: ""
) -> AsyncIterator[list[Tab]]:
    """So many tabs, each opened as the page was that said this hello."""
    opened: list[Tab] = []
    listening: list[asyncio.Task[None]] = []
    sockets: list[AioClient] = []
    try:
        for number in range(count):
            headers = {"Origin": f"http://localhost:{port}", "Cookie": cookie(number)}
            url = f"ws://localhost:{port}/_event/?EIO=4&transport=websocket&token={uuid4()}"
            socket = await AioClient.connect(url, headers=headers)
            sockets.append(socket)
            # the client loses sight of a frame that comes with the handshake until the next one comes: wait for none
            await socket.send(hello)
            tab = Tab(socket)
            listening.append(asyncio.create_task(tab.listen()))
            await asyncio.wait_for(tab.answers.get(), 20)
            opened.append(tab)
        yield opened
    finally:
        for socket in sockets:
            with contextlib.suppress(Exception):
                await asyncio.wait_for(socket.close(), 2)
        for task in listening:
            task.cancel()
