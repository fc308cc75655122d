"""Every second: who is in, whose session has ended or soon will, and which pages nobody looks at any more."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import reflex as rx
from reflex.istate.manager.memory import StateManagerMemory
from reflex_base.utils.format import format_event_handler

from portal_app import live, logs, wiring
from portal_app.access.actor import SYSTEM
from portal_app.services import sessions
from portal_app.state.live import is_here, leave, send_to
from portal_app.state.portal import PortalState
from portal_app.state.socket import hang_up

TICK = 1.0
WARNING = timedelta(minutes=2)
"""How long before the idle limit a person is asked whether they are still there."""
MINUTE = 60
PATIENCE = 3.0
"""Seconds that a page may take to be emptied before its socket is cut all the same."""
KEPT = 60.0
"""Seconds that a closed tab's state is kept, for a connection that comes back."""

log = logs.log(__name__)
_tabs: dict[str, UUID] = {}
"""Which session each tab of this process belongs to."""


def clock_in(token: str, session_id: UUID | None) -> None:
    """A tab acts for a session now; or for nobody any more."""
    if session_id is None:
        _tabs.pop(token, None)
    else:
        _tabs[token] = session_id


class Clock:
    """Shows people the door: warns before the idle limit, and throws out whom the database no longer knows."""

    def __init__(self, app: rx.App) -> None:
        self._app = app
        self._asked: set[str] = set()
        self._handler = format_event_handler(PortalState.event_handlers["look_at_clock"])

    async def look(self) -> None:
        """Ask the database once about every session that has a tab here, and act on what changed."""
        for token in [token for token in _tabs if not is_here(self._app, token)]:
            _tabs.pop(token, None)
            self._asked.discard(token)
            leave(token)
        if not _tabs:
            return
        tabs = dict(_tabs)
        ends = await asyncio.to_thread(_standing, set(tabs.values()))
        gone = [token for token, session_id in tabs.items() if session_id not in ends]
        await asyncio.gather(*(self._throw_out(token) for token in gone))
        for token, session_id in tabs.items():
            end = ends.get(session_id)
            if end is None:
                continue
            if (soon := end - datetime.now(UTC) <= WARNING) != (token in self._asked):
                (self._asked.add if soon else self._asked.discard)(token)
                await send_to(self._app, token, self._handler, leaving=soon)

    async def _throw_out(self, token: str) -> None:
        _tabs.pop(token, None)
        self._asked.discard(token)
        emptied = await send_to(self._app, token, self._handler, leaving=False)
        await asyncio.wait({asyncio.ensure_future(emptied.wait_all())}, timeout=PATIENCE)
        namespace = self._app.event_namespace
        record = namespace._token_manager.token_to_socket.get(token) if namespace else None
        if record:
            await hang_up(self._app, record.sid)

    def forget_closed(self) -> None:
        """Free the states of tabs that were closed; with Redis they expire there."""
        states = self._app.state_manager
        if not isinstance(states, StateManagerMemory):
            return
        used_before = time.time() + states.token_expiration - KEPT
        for expires_at, token in list(states._token_expires_at.values()):
            lock = states._states_locks.get(token.lock_key)
            if expires_at < used_before and not is_here(self._app, token.ident) and not (lock and lock.locked()):
                states._purge_token(token)


def _standing(session_ids: set[UUID]) -> dict[UUID, datetime]:
    with wiring.begin(SYSTEM, reads=True) as work:
        return sessions.standing(work, session_ids)


@contextlib.asynccontextmanager
async def keep_time(app: rx.App) -> AsyncIterator[None]:
    """Beside the app: look at the clock every second, and at once when a session was ended."""
    clock, loop, ended = Clock(app), asyncio.get_running_loop(), asyncio.Event()

    def heard(topics: frozenset[str]) -> None:
        if any(topic.startswith("session:") for topic in topics):
            loop.call_soon_threadsafe(ended.set)

    async def tick() -> None:
        ticks = 0
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(ended.wait(), TICK)
            ended.clear()
            ticks += 1
            try:
                await clock.look()
                if ticks % KEPT == 0:
                    clock.forget_closed()
                if ticks % MINUTE == 0:
                    # pages that say how long something waits read again
                    live.publish(("minute",))
                    await asyncio.to_thread(wiring.write_folded)
            except Exception as error:
                # a database that is away for a moment must not stop the clock
                logs.reference_for(error, "clock")

    stop, task = live.listen(heard), asyncio.create_task(tick())
    try:
        yield
    finally:
        stop()
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        await asyncio.to_thread(wiring.write_folded, at_once=True)
