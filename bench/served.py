"""What is measured: the portal, and the floor beside it, each served as in production."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.journeys.running import free_port

ROOT = Path(__file__).parent.parent


class Floor:
    """`with Floor() as floor: floor.origin`; built in a folder of its own with the portal's locked packages."""

    def __enter__(self) -> "Floor":
        self.folder = Path(tempfile.mkdtemp(prefix="portal-floor-"))
        self.port = free_port()
        self.origin = f"http://localhost:{self.port}"
        shutil.copytree(ROOT / "bench" / "floor", self.folder, dirs_exist_ok=True)
        tools = str(Path(sys.executable).parent)
        environment = {
            **os.environ,
            "PORTAL_PORT": str(self.port),
            "PATH": f"{tools}:{os.environ['PATH']}",
            "NPM_CONFIG_REGISTRY": _registry(tools),
        }
        shutil.copytree(ROOT / "reflex.lock", self.folder / "reflex.lock")
        command = [f"{tools}/reflex", "export", "--frontend-only", "--no-zip"]
        subprocess.run(command, cwd=self.folder, env=environment, check=True, stdout=subprocess.DEVNULL)
        environment |= {
            "REFLEX_ENV_MODE": "prod",
            "__REFLEX_SKIP_COMPILE": "true",
            "__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "true",
        }
        serve = [f"{tools}/granian", "--interface", "asgi", "--loop", "uvloop", "--port", str(self.port)]
        self._server = subprocess.Popen(
            [*serve, "--factory", "floor.floor:app"],
            cwd=self.folder,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.pid = self._server.pid
        _wait_for(self.origin)
        return self

    def __exit__(self, *_: object) -> None:
        for one in reversed(processes(self.pid)):
            os.kill(one, signal.SIGKILL)
        self._server.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def _registry(tools: str) -> str:
    asked = subprocess.run([f"{tools}/npm", "config", "get", "registry"], capture_output=True, text=True, check=False)
    return asked.stdout.strip()


def _wait_for(origin: str) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            urlopen(origin).close()
            return
        except (URLError, ConnectionError):
            time.sleep(0.2)
    raise RuntimeError(f"{origin} did not start")


def processes(pid: int) -> list[int]:
    """A server and the workers that it started."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(int(child) for child in children)]


def cpu(pid: int) -> float:
    """Seconds of processor time that a server and its workers have used."""
    ticks = 0
    for one in processes(pid):
        fields = Path(f"/proc/{one}/stat").read_text().rsplit(")", 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def memory(pid: int) -> float:
    """Kilobytes that they hold."""
    pages = sum(int(Path(f"/proc/{one}/statm").read_text().split()[1]) for one in processes(pid))
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024
