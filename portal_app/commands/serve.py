"""`portal serve`: run the portal that was built, without Reflex's own command line."""

import os

import click

from portal_app import frontend, logs, wiring
from portal_app.commands import _ready

ACCESS = "%(addr)s %(method)s %(path)s %(status)d %(dt_ms).0f ms"
"""No query strings: a socket's address carries its token."""
OURS = {"loggers": {name: {"level": "INFO", "propagate": True} for name in ("_granian", "granian.access")}}
"""Granian's own lines go where ours go."""
LARGEST_MESSAGE = 256 * 1024


@click.command()
def command() -> None:
    """Serve the portal at PORTAL_HOST:PORTAL_PORT until it is stopped."""
    serve()


def serve() -> None:
    """Serve what was built; comes back when the server was told to stop."""
    house = wiring.house()
    _ready.demand(house)
    house.close()
    chosen = house.settings
    logs.setup()
    # Reflex looks for its own settings in the folder that it is started in
    os.environ.update({**environment(), "PORTAL_HOME": str(chosen.home)})
    # and writes a list of pages at each start: not where the program lies, which the portal may only read
    os.environ["REFLEX_WEB_WORKDIR"] = str(chosen.home / "reflex")
    os.chdir(frontend.ROOT)
    from granian import Granian
    from granian.constants import Interfaces, Loops

    Granian(
        "portal_app.portal_app:app",
        factory=True,
        address=chosen.host,
        port=chosen.port,
        interface=Interfaces.ASGI,
        loop=Loops.uvloop,
        workers=chosen.processes,
        log_dictconfig=OURS,
        log_access=True,
        log_access_format=ACCESS,
    ).serve()


def environment() -> dict[str, str]:
    """What Reflex must find: production, nothing compiled; the pages are served by us (`api/static.py`)."""
    return {
        "REFLEX_ENV_MODE": "prod",
        "__REFLEX_SKIP_COMPILE": "true",
        "REFLEX_OPLOCK_ENABLED": "true",
        "REFLEX_SOCKET_MAX_HTTP_BUFFER_SIZE": str(LARGEST_MESSAGE),
    }
