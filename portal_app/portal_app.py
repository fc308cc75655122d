"""The app: pages, the guard before every event, the gate before everything, and what runs beside them."""

import asyncio
import importlib
import pkgutil
import sys
from concurrent.futures import ThreadPoolExecutor

import reflex as rx
from reflex_base.config import get_config
from starlette.types import ASGIApp

from portal_app import frontend, logs, pages, wiring
from portal_app.api.gate import Gate
from portal_app.api.headers import Headers
from portal_app.api.routes import Routes
from portal_app.api.static import Static
from portal_app.commands import _ready
from portal_app.components.document import document
from portal_app.errors import SettingsError
from portal_app.jobs.reactions import REACTIONS
from portal_app.jobs.runner import work_off
from portal_app.pages import frame
from portal_app.state.clock import keep_time
from portal_app.state.live import keep_pages_live
from portal_app.state.porter import Guard
from portal_app.state.socket import guard_socket
from portal_app.state.turning import ARRIVES


def _sentence_for(exception: Exception):  # Reflex evaluates annotations here: none may be added
    """What Reflex itself could not do; our own handlers answer for themselves."""
    logs.reference_for(exception, "reflex")


def _forget(exception: Exception) -> None:
    """A browser's error report may quote what is on the page: only that there was one is kept."""
    logs.log(__name__).warning("a page reported an error")


def doors(app: ASGIApp) -> ASGIApp:
    """Everything a request passes before it reaches Reflex."""
    logs.setup()
    house = wiring.house()
    # here too: `portal serve` asked already, another way to start an ASGI app did not
    _ready.demand_demo(house)
    house.close()
    built = frontend.current()
    return Headers(Routes(Static(Gate(app, house), built)), house.settings.public_origin)


SAFE = ("memory", "redis")
"""Where people's states may be kept; Reflex's own choice is a folder."""
HANDS = 12
"""Threads that do Works: some may wait for a writer, and readers still get through."""


async def take_hands() -> None:
    """Give the event loop its threads; its own choice would be six on a small machine.

    A thread that computes lets the others in every half millisecond: a click passes several threads on its way.
    """
    sys.setswitchinterval(0.0005)
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(HANDS, "work"))


if str(get_config().state_manager_mode) not in SAFE:
    # Reflex reads rxconfig.py from the folder it is started in, and without it writes what people see to the disk
    raise SettingsError("Reflex did not find rxconfig.py. Start the portal with `portal serve`.")

for module in pkgutil.walk_packages(pages.__path__, f"{pages.__name__}."):
    importlib.import_module(module.name)

app = rx.App(
    **document(ARRIVES, frame.around),
    backend_exception_handler=_sentence_for,
    frontend_exception_handler=_forget,
    api_transformer=doors,
)
app.add_middleware(Guard())
app.register_lifespan_task(take_hands)
app.register_lifespan_task(keep_pages_live)
app.register_lifespan_task(keep_time)
app.register_lifespan_task(work_off, reactions=REACTIONS)
guard_socket(app)
