"""`portal build`: make the pages ready to serve. Nothing is built twice, and what runs is never half replaced."""

import fcntl
import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import brotli
import click

from portal_app import frontend
from portal_app.errors import PortalError

# A name that no network knows: after the build every trace of it is the page's own origin.
PLACEHOLDER = "portal-origin.invalid"
_ADDRESS = re.compile(r"([`\"'])(http|ws)s?://" + re.escape(PLACEHOLDER) + r"(/[\w-]*)\1")
_MANIFEST = re.compile(r"__reactRouterManifest=(\{.*\})", re.DOTALL)
_WORTH_PACKING = {".html", ".js", ".css", ".svg", ".json", ".txt"}
# Made into the stylesheet; the source itself is nobody's business.
_NOT_SERVED = ("theme.css", ".vite")
_KEPT_BUILDS = 3

Make = Callable[[Path, Path], None]


class BuildFailed(PortalError):
    """The pages could not be built; what was served before still is."""


@click.command()
@click.option("--force", is_flag=True, help="Build although nothing changed.")
def command(force: bool) -> None:
    """Build the pages if their sources changed."""
    started = time.monotonic()
    before = frontend.current()
    files = build(force=force)
    done = "Nothing changed" if files == before and not force else "Built"
    click.echo(f"{done} in {time.monotonic() - started:.1f} s: {files}")


def build(*, force: bool = False, builds: Path = frontend.BUILDS, make: Make | None = None) -> Path:
    """The files to serve, built beside and swapped in only when all of them are there."""
    builds.mkdir(parents=True, exist_ok=True)
    with _one_at_a_time(builds):
        place = builds / frontend.fingerprint()
        if force or not (place / "client").is_dir():
            click.echo("Building the pages. The first time takes a minute or two.")
            ready = Path(tempfile.mkdtemp(prefix="next-", dir=builds))
            try:
                (make or compiled)(builds / "web", ready / "client")
                (ready / "routes.json").write_text(json.dumps(_routes(ready / "client")))
                _use_own_origin(ready / "client")
                _pack(ready / "client")
                shutil.rmtree(place, ignore_errors=True)
                ready.chmod(0o755)
                ready.rename(place)
            finally:
                shutil.rmtree(ready, ignore_errors=True)
        _point_at(place)
        _forget_old(builds)
    files = frontend.current(builds)
    if files is None:
        raise BuildFailed("The build is not where it should be. Run `portal build --force`.")
    return files


@contextmanager
def _one_at_a_time(builds: Path) -> Iterator[None]:
    with (builds / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def compiled(web: Path, into: Path) -> None:
    """What Reflex and Vite make of the pages, in a folder of their own; `.web` stays with `reflex run`."""
    with tempfile.TemporaryDirectory() as home, _lock_as_it_was():
        # No deployment's settings shape the pages: one build serves them all.
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
        environment |= {
            "PORTAL_HOME": home,
            "PORTAL_PSEUDO": os.environ.get("PORTAL_PSEUDO", ""),
            "REFLEX_WEB_WORKDIR": str(web),
            "REFLEX_API_URL": f"http://{PLACEHOLDER}",
        }
        reflex = [str(Path(sys.executable).parent / "reflex"), "export", "--frontend-only", "--no-zip"]
        told = subprocess.run(
            reflex,
            cwd=frontend.ROOT,
            env=environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
    made = web / "build" / "client"
    if told.returncode or not (made / "index.html").exists():
        raise BuildFailed(f"{told.stdout[-6000:]}\nThe pages could not be built. What was served before still is.")
    shutil.copytree(made, into, ignore=shutil.ignore_patterns(*_NOT_SERVED))


@contextmanager
def _lock_as_it_was() -> Iterator[None]:
    """Reflex writes its package.json again at each build, the same words in another order."""
    file = frontend.ROOT / "reflex.lock" / "package.json"
    before = file.read_bytes() if file.exists() else b"null"
    yield
    if file.exists() and json.loads(file.read_bytes()) == json.loads(before):
        file.write_bytes(before)


def _routes(files: Path) -> list[str]:
    """Every page there is, as React Router writes it: `messages/:thread_id`."""
    [manifest] = (files / "assets").glob("manifest-*.js")
    found = _MANIFEST.search(manifest.read_text(encoding="utf-8"))
    if found is None:
        raise BuildFailed("The list of pages is not in the build. Has Reflex changed?")
    routes = json.loads(found[1])["routes"].values()
    return sorted({route.get("path", "") for route in routes} - {"*"})


def _use_own_origin(files: Path) -> None:
    """Reflex bakes one address into the pages; ours find the server where they came from, on any port."""
    replaced = 0
    for path in files.rglob("*.js"):
        text = path.read_text(encoding="utf-8")
        if PLACEHOLDER not in text:
            continue
        text, n = _ADDRESS.subn(_own_origin, text)
        if PLACEHOLDER in text:
            raise BuildFailed(f"{path.name} still holds a baked-in address. Has Reflex changed?")
        path.write_text(text, encoding="utf-8")
        replaced += n
    if not replaced or any(PLACEHOLDER in page.read_text(encoding="utf-8") for page in files.rglob("*.html")):
        raise BuildFailed("The server's address is not where it was in the build. Has Reflex changed?")


def _own_origin(address: re.Match[str]) -> str:
    origin = "globalThis.location.origin"
    if address[2] == "ws":
        origin += '.replace(/^http/,"ws")'
    return f'({origin}+"{address[3]}")'


def _pack(files: Path) -> None:
    for path in list(files.rglob("*")):
        if path.suffix in _WORTH_PACKING and path.stat().st_size > 512:
            data = path.read_bytes()
            Path(f"{path}.br").write_bytes(brotli.compress(data, quality=11))
            Path(f"{path}.gz").write_bytes(gzip.compress(data, mtime=0))


def _point_at(place: Path) -> None:
    """Swap in one step: there is no moment without pages."""
    pointer = place.with_name(frontend.CURRENT)
    if pointer.is_symlink() and pointer.readlink() == Path(place.name):
        return
    fresh = pointer.with_name(f"{frontend.CURRENT}.{os.getpid()}")
    fresh.symlink_to(place.name)
    fresh.replace(pointer)


def _forget_old(builds: Path) -> None:
    now = (builds / frontend.CURRENT).resolve()
    others = [path.parent for path in builds.glob("*/routes.json") if path.parent.resolve() != now]
    for old in sorted(others, key=lambda path: path.stat().st_mtime, reverse=True)[_KEPT_BUILDS - 1 :]:
        shutil.rmtree(old, ignore_errors=True)
