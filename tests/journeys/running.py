"""A portal that really runs: built pages, own port, own home, the people of the tests inside."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from sqlalchemy.orm import Session

from portal_app import frontend, keys, migrations, wiring
from portal_app.commands.build import build
from portal_app.settings import Mode, Settings
from portal_app.wiring import House
from tests import people

# without one of these Playwright takes its own
CHROMIUM: dict[str, Any] = {
    "executable_path": os.environ.get("PORTAL_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome"),
    "args": ["--no-sandbox", "--disable-background-networking"],
}


class Running:
    """One served portal; `with Running() as portal: portal.origin`."""

    def __init__(self, home: Path | None = None) -> None:
        self.home = home or Path(tempfile.mkdtemp(prefix="portal-journey-"))
        self.port = free_port()
        self.origin = f"http://localhost:{self.port}"
        self.house: House
        self._server: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Running":
        build()
        settings = Settings(home=self.home, mode=Mode.DEMO, port=self.port)
        self.house = House(settings, keys.create(self.home))
        migrations.upgrade(self.house.engine)
        self._before = wiring.move_in(self.house)
        self.fill()
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        wiring.move_in(self._before)
        self.house.close()

    def fill(self) -> None:
        """Who and what is there before anybody comes."""
        with Session(self.house.engine) as session:
            people.settle(session, demo=True)
            session.commit()

    @property
    def environment(self) -> dict[str, str]:
        """What a command of this portal must find."""
        chosen = {"PORTAL_HOME": str(self.home), "PORTAL_PORT": str(self.port), "PORTAL_MODE": "demo"}
        return {**os.environ, **chosen}

    def start(self) -> None:
        """Serve, and wait until it answers."""
        self._log = (self.home / "server.log").open("ab")
        self._server = subprocess.Popen(
            [sys.executable, "-m", "portal_app", "serve"],
            cwd=frontend.ROOT,
            env=self.environment,
            stdout=self._log,
            stderr=self._log,
        )
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                urlopen(f"{self.origin}/favicon.svg").close()
                return
            except (URLError, ConnectionError):
                if self._server.poll() is not None:
                    break
                time.sleep(0.2)
        raise RuntimeError(f"the portal did not start: {self.log()[-3000:]}")

    def stop(self, how: int = signal.SIGTERM) -> None:
        """End the server; SIGKILL is a power cut."""
        if self._server is not None:
            _end(self._server.pid, how)
            self._server.wait(timeout=30)
            self._server = None
            self._log.close()

    @property
    def pid(self) -> int:
        """The server's process; its workers are its children."""
        if self._server is None:
            raise RuntimeError("nothing is served")
        return self._server.pid

    def log(self) -> str:
        """Everything that the server has written to its log."""
        return (self.home / "server.log").read_text(errors="replace")

    def secret(self, name: str) -> str:
        """What the session cookie of a person holds."""
        return people.cookie(name)

    def cookie(self, name: str) -> dict[str, object]:
        """The session cookie of a person, as a browser keeps it."""
        return {
            "name": "__Host-sid",
            "value": self.secret(name),
            "url": self.origin.replace("http://", "https://"),
            "secure": True,
            "httpOnly": True,
            "sameSite": "Strict",
        }


def _end(pid: int, how: int) -> None:
    """The server and the workers that it started."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    os.kill(pid, how)
    if how == signal.SIGKILL:
        for child in children:
            os.kill(int(child), how)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]
