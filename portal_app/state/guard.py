"""Who may call a handler: `@nobody`, `@patients`, `@readers`, `@staff`, `@signed_in`.

A handler that declares nothing is closed.
"""

import inspect
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, wraps
from typing import Any, TypeVar, overload

from reflex.state import OnLoadInternalState, State
from reflex_base.registry import RegistrationContext
from reflex_base.utils.format import format_event_handler

from portal_app.access.actor import NOBODY, Actor
from portal_app.access.audience import (
    ANYBODY,
    PATIENTS,
    READERS,
    SIGNED_IN,
    STAFF,
    Audience,
    UnknownDoor,
    staff_with,
)
from portal_app.models import Role
from portal_app.state.arguments import Arguments

Handler = TypeVar("Handler", bound=Callable[..., Any])

actor_now: ContextVar[Actor] = ContextVar("portal_actor", default=NOBODY)
"""Who acts in the event that runs now; the porter sets it before every handler."""


def nobody(handler: Handler) -> Handler:
    """Anybody may call it, signed in or not."""
    return _declare(handler, ANYBODY)


def signed_in(handler: Handler) -> Handler:
    """Patients and staff may call it."""
    return _declare(handler, SIGNED_IN)


def patients(handler: Handler) -> Handler:
    """Only a patient may call it."""
    return _declare(handler, PATIENTS)


def readers(handler: Handler) -> Handler:
    """A patient, or staff who look through a patient's eyes: only what is read for the pages of the record."""
    return _declare(handler, READERS)


@overload
def staff(handler: Handler, /) -> Handler: ...
@overload
def staff(*roles: Role) -> Callable[[Handler], Handler]: ...
def staff(*chosen: Any) -> Any:
    """Only staff may call it: `@staff`, or `@staff(Role.ADMIN)` for those who have one of the roles."""
    if len(chosen) == 1 and callable(chosen[0]):
        return _declare(chosen[0], STAFF)
    return lambda handler: _declare(handler, staff_with(*chosen))


def _declare(handler: Handler, audience: Audience) -> Handler:
    """Mark the handler, and let the state answer what it raises: handlers have no try/except of their own."""
    if inspect.isasyncgenfunction(handler):

        @wraps(handler)
        async def answering(self: Any, *args: Any, **kwargs: Any) -> Any:
            try:
                async for event in handler(self, *args, **kwargs):
                    yield event
            except Exception as error:
                yield await self._answer(error, handler.__qualname__)

    elif inspect.iscoroutinefunction(handler):

        @wraps(handler)
        async def answering(self: Any, *args: Any, **kwargs: Any) -> Any:
            try:
                return await handler(self, *args, **kwargs)
            except Exception as error:
                return await self._answer(error, handler.__qualname__)

    else:
        raise TypeError(f"{handler.__qualname__}: a handler is `async def`")

    answering.__audience__ = audience  # type: ignore[attr-defined]
    return answering  # type: ignore[return-value]


QUIET = (".refresh", ".look_at_clock", ".look_again")


@dataclass(frozen=True, slots=True)
class Door:
    """One event handler as the porter sees it."""

    name: str
    audience: Audience
    arguments: Arguments
    quiet: bool
    """Called by the portal itself (a live refresh, the clock), so it does not keep a session awake."""


def _hydrate_and_load(self: State, vars: None = None, hashes: list[str] | None = None) -> None:
    """What a browser sends when it connects; the portal keeps nothing in browser storage, so `vars` stays empty."""


def _no_arguments(self: State) -> None:
    """A page was opened."""


def _set_is_hydrated(self: State, value: bool) -> None:
    """The page's own handlers have run."""


REFLEX_OWN = {
    format_event_handler(State.event_handlers["hydrate_and_load"]): _hydrate_and_load,
    format_event_handler(OnLoadInternalState.event_handlers["on_load_internal"]): _no_arguments,
    format_event_handler(OnLoadInternalState.event_handlers["set_is_hydrated"]): _set_is_hydrated,
}
"""The only handlers of Reflex's own that stay open, with the arguments they may be given."""


@cache
def door_of(name: str) -> Door:
    """The declared door of this name; UnknownDoor for everything else that Reflex would have called."""
    if own := REFLEX_OWN.get(name):
        return Door(name, ANYBODY, Arguments(own), quiet=False)
    registered = RegistrationContext.get().event_handlers.get(name)
    audience = getattr(registered.handler.fn, "__audience__", None) if registered else None
    if registered is None or audience is None:
        raise UnknownDoor("")
    return Door(name, audience, Arguments(registered.handler.fn), quiet=name.endswith(QUIET))
