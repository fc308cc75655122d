"""Where the built pages lie, and which sources they were built from."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
BUILDS = Path(os.environ.get("PORTAL_BUILDS", ROOT / ".build"))
CURRENT = "current"

# What never reaches a page: a change there builds nothing again.
_BEHIND = {"adapters", "api", "chart", "commands", "facts", "jobs", "__pycache__"}
_BESIDE = ("rxconfig.py", "requirements.txt", ".npmrc", "reflex.lock/package-lock.json")


def current(builds: Path = BUILDS) -> Path | None:
    """The files that are served, or nothing when nothing was built yet."""
    files = (builds / CURRENT / "client").resolve()
    return files if files.is_dir() else None


def fingerprint(root: Path = ROOT) -> str:
    """One name for everything that shapes the pages; equal sources have equal names on every machine."""
    digest = hashlib.sha256(os.environ.get("PORTAL_PSEUDO", "").encode())
    for path in _sources(root):
        digest.update(f"{path.relative_to(root).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def _sources(root: Path) -> Iterator[Path]:
    yield from (root / name for name in _BESIDE if (root / name).exists())
    yield from sorted(path for path in (root / "assets").rglob("*") if path.is_file())
    for path in sorted((root / "portal_app").rglob("*")):
        behind = _BEHIND.intersection(path.relative_to(root / "portal_app").parts)
        if path.suffix in (".py", ".po") and not behind:
            yield path
    # Building itself shapes what is built.
    yield root / "portal_app" / "commands" / "build.py"
