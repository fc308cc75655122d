"""Live pages: a tab follows topics; when one changes, the tab's own `refresh` runs with its own person's rights."""

import asyncio
import contextlib
import contextvars
import heapq
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable
from contextvars import ContextVar
from typing import Any

import reflex as rx
from reflex_base.event import Event
from reflex_base.event.processor.future import EventFuture

from portal_app import live, wiring

Refresh = tuple[str, str]
"""A tab's token and the name of the handler that reads again."""
LANES = 3
"""Refreshes of who looks at the very thing that run at once."""
FEW = 4
"""So many tabs that follow a topic look at the very thing; more of them see a list that it is in."""
PATIENCE = 2.0
"""Seconds after which a refresh that waits for its own tab holds up the others no longer."""
STANDS_BACK = 0.03
"""Seconds after somebody's act in which no list is drawn: their own answer, and who looks at it, come first."""
LONGEST = 1.0
"""Seconds after which a list that waits is drawn although people act."""

shown_by: ContextVar[str] = ContextVar("portal_shown_by", default="")
"""The tab that shows by itself what the Work that runs now changes."""

_acted = 0.0
"""When somebody last did something, on the monotonic clock."""
_following: dict[Refresh, frozenset[str]] = {}
_followers: dict[str, set[Refresh]] = defaultdict(set)


def somebody_acts() -> None:
    """A person did something: lists stand back for a moment."""
    global _acted
    _acted = time.monotonic()


def follow(token: str, handler: str, topics: Iterable[str]) -> None:
    """From now on this handler of this tab hears of these topics, and of no others."""
    refresh = (token, handler)
    unfollow(refresh)
    _following[refresh] = frozenset(topics)
    for topic in _following[refresh]:
        _followers[topic].add(refresh)


def unfollow(refresh: Refresh) -> None:
    """Nothing more for this handler of this tab."""
    for topic in _following.pop(refresh, ()):
        _followers[topic].discard(refresh)
        if not _followers[topic]:
            del _followers[topic]


def leave(token: str) -> None:
    """The tab is gone, or shows another page."""
    for refresh in [refresh for refresh in _following if refresh[0] == token]:
        unfollow(refresh)


def followers(topics: frozenset[str]) -> dict[Refresh, int]:
    """Who hears of any of these, and how many others hear of the same: the fewer, the closer somebody looks."""
    found: dict[Refresh, int] = {}
    for topic in topics:
        heard = _followers.get(topic, ())
        for refresh in heard:
            found[refresh] = min(len(heard), found.get(refresh, len(heard)))
    return found


class Nudges:
    """Runs refreshes: at most one of a handler of a tab at a time, and one more if something changed meanwhile.

    Who looks at the very thing reads it at once. Fifty lists around it are drawn one after the other, and stand back
    while people act, so that nobody's click waits for what others only see at the edge of their eyes.
    """

    def __init__(self, app: rx.App) -> None:
        self._app = app
        self._waiting: dict[Refresh, float] = {}
        self._near: list[tuple[float, Refresh]] = []
        self._far: list[tuple[float, Refresh]] = []
        self._running: dict[Refresh, bool] = {}
        self._again: dict[Refresh, int] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._alarm: asyncio.TimerHandle | None = None

    def heard(self, topics: frozenset[str], shown_by: str = "") -> None:
        """Topics have changed; called in the event loop. One tab shows it already."""
        for refresh, others in followers(topics).items():
            if refresh[0] != shown_by:
                self._nudge(refresh, others)
        self._go_on()

    def _nudge(self, refresh: Refresh, others: int) -> None:
        if refresh in self._running:
            self._again[refresh] = min(others, self._again.get(refresh, others))
            return
        near = others <= FEW
        since = self._waiting.get(refresh)
        if since is None or (near and since):
            # what waits for its turn already keeps it, unless it comes before its turn now
            self._waiting[refresh] = 0.0 if near else time.monotonic()
            heapq.heappush(self._near if near else self._far, (self._waiting[refresh], refresh))

    def _go_on(self) -> None:
        while self._near and sum(self._running.values()) < LANES:
            self._start(*heapq.heappop(self._near), near=True)
        while self._far and not self._running:
            since, refresh = self._far[0]
            if (rest := self._rest(since)) > 0:
                self._wake_in(rest)
                return
            heapq.heappop(self._far)
            self._start(since, refresh, near=False)

    def _rest(self, since: float) -> float:
        """Seconds for which a list stands back: until nobody has acted for a moment, but not for long."""
        now = time.monotonic()
        return min(_acted + STANDS_BACK, since + LONGEST) - now

    def _wake_in(self, seconds: float) -> None:
        if self._alarm is None:
            self._alarm = asyncio.get_running_loop().call_later(seconds, self._wake)

    def _wake(self) -> None:
        self._alarm = None
        self._go_on()

    def _start(self, since: float, refresh: Refresh, near: bool) -> None:
        if self._waiting.get(refresh) != since:
            return  # it came before its turn meanwhile
        del self._waiting[refresh]
        self._running[refresh] = near
        task = asyncio.create_task(self._run(refresh))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run(self, refresh: Refresh) -> None:
        token, handler = refresh
        try:
            if is_here(self._app, token) and refresh in _following:
                with contextlib.suppress(Exception, asyncio.CancelledError):
                    sent = asyncio.ensure_future((await send_to(self._app, token, handler)).wait_all())
                    sent.add_done_callback(lambda done: done.cancelled() or done.exception())
                    await asyncio.wait({sent}, timeout=PATIENCE)
            elif not is_here(self._app, token):
                leave(token)
        finally:
            del self._running[refresh]
            if refresh in self._again:
                self._nudge(refresh, self._again.pop(refresh))
            self._go_on()


def is_here(app: rx.App, token: str) -> bool:
    """Whether a tab's socket is held by this process."""
    namespace = app.event_namespace
    record = namespace._token_manager.token_to_socket.get(token) if namespace else None
    return record is not None and record.instance_id == namespace._token_manager.instance_id  # type: ignore[union-attr]


async def send_to(app: rx.App, token: str, handler: str, **arguments: Any) -> EventFuture:
    """Run a handler of a tab on the portal's own account; from the root context, so that nobody's rights come along."""
    root = app.event_processor._root_context
    if root is None:
        raise RuntimeError("Reflex processes no events")
    return await app.event_processor.enqueue(
        token, Event(name=handler, payload=arguments), ev_ctx=root.fork(token=token)
    )


@contextlib.asynccontextmanager
async def keep_pages_live(app: rx.App) -> AsyncIterator[None]:
    """Beside the app: what any process publishes reaches the tabs of this one."""
    nudges, loop, ours = Nudges(app), asyncio.get_running_loop(), contextvars.copy_context()

    def heard(topics: frozenset[str]) -> None:
        # in our own context: the committing thread's is that of the person who acted
        loop.call_soon_threadsafe(nudges.heard, topics, shown_by.get(), context=ours)

    stop = live.listen(heard)
    url = wiring.house().settings.redis_url
    leave_others = await asyncio.to_thread(live.join, url) if url else None
    try:
        yield
    finally:
        stop()
        if leave_others:
            leave_others()
