"""A consistent copy of the database while people work in it, and the way back into an empty one."""

import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import Engine, inspect

from portal_app import database
from portal_app.adapters.backup_file import PIECE
from portal_app.errors import PortalError, SettingsError
from portal_app.settings import Settings

_NAMES = {
    "host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT",
}  # fmt: skip


def pieces(path: Path) -> Iterator[bytes]:
    """A file's content."""
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def take(settings: Settings, engine: Engine, folder: Path) -> Iterator[bytes]:
    """The whole database as of one moment. Nobody waits; nothing is written in clear."""
    if not settings.embedded:
        yield from _dump(settings)
        return
    copy = folder / f".copy-{os.getpid()}.db"
    copy.unlink(missing_ok=True)
    try:
        raw = engine.raw_connection()
        try:
            # the copy is encrypted with the database's own key
            raw.execute("VACUUM INTO ?", (str(copy),))
        finally:
            raw.close()
        yield from pieces(copy)
    finally:
        copy.unlink(missing_ok=True)


def empty(settings: Settings, engine: Engine) -> bool:
    """Whether there is nothing yet that a restore could overwrite."""
    if settings.embedded:
        return not database.path_of(settings.home).exists()
    return not inspect(engine).get_table_names()


def put_back(settings: Settings, content: Iterable[bytes]) -> None:
    """Fill the empty database: all of it or nothing."""
    if settings.embedded:
        write(database.path_of(settings.home), content)
        return
    arguments = ["--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error"]
    restoring = subprocess.Popen(
        [_tool("pg_restore"), *arguments, "--dbname", _environment(settings)["PGDATABASE"]],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_environment(settings),
    )
    assert restoring.stdin
    try:
        for piece in content:
            restoring.stdin.write(piece)
        restoring.stdin.close()
    except BrokenPipeError:
        pass  # it has said why, below
    said = restoring.stderr.read() if restoring.stderr else b""
    if restoring.wait():
        raise PortalError(f"pg_restore could not fill the database: {_first_line(said)}")


def write(path: Path, content: Iterable[bytes]) -> None:
    """Write a file of the deployment's own, whole or not at all, readable by its owner only."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        for piece in content:
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def _dump(settings: Settings) -> Iterator[bytes]:
    dumping = subprocess.Popen(
        [_tool("pg_dump"), "--format=custom", "--no-owner", "--no-privileges"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_environment(settings),
    )
    assert dumping.stdout
    assert dumping.stderr
    while piece := dumping.stdout.read(PIECE):
        yield piece
    said = dumping.stderr.read()
    if dumping.wait():
        raise PortalError(f"pg_dump could not read the database: {_first_line(said)}")


def _tool(name: str) -> str:
    newest = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda tool: int(tool.parts[4]))
    found = str(newest[-1]) if newest else shutil.which(name)
    if not found:
        raise SettingsError(f"{name} is not installed. Run: sudo apt install postgresql-client")
    return found


def _environment(settings: Settings) -> dict[str, str]:
    """How libpq is told where to go: not by arguments, which everybody on the machine can read."""
    parts = conninfo_to_dict(settings.database_url.replace("postgresql+psycopg://", "postgresql://", 1))
    chosen = {_NAMES[name]: str(value) for name, value in parts.items() if name in _NAMES and value is not None}
    return {**os.environ, **chosen}


def _first_line(said: bytes) -> str:
    return said.decode(errors="replace").strip().split("\n")[0][:200]
