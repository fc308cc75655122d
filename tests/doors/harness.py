"""A tab without a browser: send events to handlers as a person, and see what the page would get.

async with tab("ana", "/messages/0198...") as page:
    await page.open(MessagesState.open)
    await page.send(MessagesState.send, form={"body": "Hello"})
    assert page[MessagesState].cards[0].body == "Hello"
"""

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from reflex.istate.manager.memory import StateManagerMemory
from reflex.istate.manager.token import BaseStateToken
from reflex.state import State, StateUpdate
from reflex.utils.token_manager import SocketRecord
from reflex_base.event import Event, EventHandler
from reflex_base.event.processor import BaseStateEventProcessor
from reflex_base.registry import RegistrationContext
from reflex_base.utils.format import format_event_handler

from portal_app.entry import hash_of
from portal_app.portal_app import app
from portal_app.state.live import keep_pages_live
from portal_app.state.portal import PortalState
from tests.people import cookie

S = TypeVar("S", bound=PortalState)
_numbers = itertools.count(1)
_tabs: dict[str, "Tab"] = {}
app._apply_decorated_pages()


class Switchboard:
    """In place of Reflex's sockets: hands what is sent to the tab it is for."""

    async def emit_update(self, update: StateUpdate, token: str) -> None:
        """What Reflex calls to send something to a browser."""
        if token in _tabs:
            _tabs[token].updates.append(update)


class Tab:
    """One open page of one person."""

    def __init__(self, processor: BaseStateEventProcessor, who: str, path: str, params: dict[str, str]) -> None:
        self._processor, self.token = processor, f"tab-{next(_numbers)}-of-{who}"
        self._key = hash_of(cookie(who)).hex() if who != "nobody" else ""
        self.path, self.params = path, params
        self.updates: list[StateUpdate] = []

    async def send(self, handler: Callable[..., Any] | str, /, **arguments: Any) -> None:
        """The page calls a handler; returns when it and all that follows from it are done."""
        await self._call(handler, arguments)

    async def open(self, *on_load: Callable[..., Any]) -> None:
        """The page is opened: its `on_load` handlers run, or those given."""
        if on_load:
            for handler in on_load:
                await self._call(handler, {})
        else:
            name = format_event_handler(State.event_handlers["hydrate_and_load"])
            await self._call(name, {"hashes": ["first"]})

    def turned(self, path: str, **params: Any) -> None:
        """The browser is at another address from now on; nothing has been loaded there yet."""
        self.path, self.params = path, {name: str(value) for name, value in params.items()}

    async def _call(self, handler: Any, arguments: dict[str, Any]) -> None:
        name = handler if isinstance(handler, str) else name_of(handler)
        headers = {"authorization": self._key, "origin": "http://localhost:8000"}
        place = {"pathname": self.path, "asPath": self.path, "query": dict(self.params)}
        event = Event(
            name=name,
            payload=dict(arguments),
            router_data={**place, "headers": headers, "ip": "127.0.0.1", "sid": "", "token": self.token},
        )
        root = self._processor._root_context
        assert root is not None
        future = await self._processor.enqueue(
            self.token, event, ev_ctx=root.fork(token=self.token, router_data=event.router_data)
        )
        await future.wait_all()

    def __getitem__(self, state: type[S]) -> S:
        """A state as it stands on the server now."""
        manager = self._processor._root_context.state_manager  # type: ignore[union-attr]
        found = manager.states[BaseStateToken(ident=self.token, cls=State).cache_key]
        for name in state.get_full_name().split(".")[1:]:
            found = found.substates[name]
        return found

    @property
    def notice(self) -> str:
        """The sentence that the page announces."""
        return self[PortalState].notice

    @property
    def went_to(self) -> str | None:
        """Where the page was sent last, if it was."""
        events = [event for update in self.updates for event in update.events if event.name == "_redirect"]
        return events[-1].payload["path"] if events else None

    def shown(self, state: type[PortalState]) -> dict[str, Any]:
        """Everything that was sent to the browser for a state, the last value of each var."""
        sent: dict[str, Any] = {}
        for update in self.updates:
            for name, value in update.delta.get(state.get_full_name(), {}).items():
                sent[name.removesuffix("_rx_state_")] = value
        return sent


def name_of(handler: Any) -> str:
    """The name under which a browser calls a handler."""
    return format_event_handler(handler if isinstance(handler, EventHandler) else handler.handler)


@asynccontextmanager
async def tab(who: str, path: str = "/room", **params: Any) -> AsyncIterator[Tab]:
    """A page of somebody from tests/people.py, with the ids in its address as keywords. Tabs inside tabs are live.

    With the address of a real page, that page's own `on_load` runs before the first event, as in a browser.
    """
    async with _processor() as processor:
        page = Tab(processor, who, path, {name: str(value) for name, value in params.items()})
        namespace = app.event_namespace
        assert namespace is not None
        sockets = namespace._token_manager
        _tabs[page.token] = page
        sockets.token_to_socket[page.token] = SocketRecord(instance_id=sockets.instance_id, sid=page.token)
        try:
            yield page
        finally:
            del _tabs[page.token], sockets.token_to_socket[page.token]


@asynccontextmanager
async def _processor() -> AsyncIterator[BaseStateEventProcessor]:
    if app._event_processor is not None:
        yield app._event_processor  # type: ignore[misc]
        return
    for guard in app._middlewares:
        guard._noted.clear()  # type: ignore[attr-defined]
    processor = BaseStateEventProcessor(middleware=app, backend_exception_handler=app.backend_exception_handler)
    with app.set_contexts():
        processor.configure(state_manager=StateManagerMemory(), event_namespace=Switchboard())  # type: ignore[arg-type]
        app._event_processor = processor
        try:
            async with processor, keep_pages_live(app):
                yield processor
        finally:
            app._event_processor = None


async def until(happens: Callable[[], bool], seconds: float = 2.0) -> None:
    """Wait for something that is on its way."""
    async with asyncio.timeout(seconds):
        while not happens():  # noqa: ASYNC110
            await asyncio.sleep(0.005)


def handlers() -> dict[str, EventHandler]:
    """Every handler that Reflex would call, by name."""
    registered = RegistrationContext.get().event_handlers
    return {name: found.handler for name, found in registered.items()}
