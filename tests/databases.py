"""The two databases of every test: an encrypted file, and a PostgreSQL of our own on a socket."""

import os
import pwd
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from uuid import uuid4

PG_BIN = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)


def available() -> list[str]:
    """Which databases this machine can test on; PORTAL_TEST_DATABASES narrows it."""
    wanted = os.environ.get("PORTAL_TEST_DATABASES", "sqlite,postgresql").split(",")
    return [name for name in ("sqlite", "postgresql") if name in wanted and (name == "sqlite" or PG_BIN)]


class Postgres:
    """A PostgreSQL server that lives as long as the test run, reached by a Unix socket only."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="portal-pg-"))
        self.user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
        data = self.folder / "data"
        self._run(
            "initdb", "-D", str(data), "-U", "portal", "--auth=trust", "-E", "UTF8", "--no-sync", "--locale=C.UTF-8"
        )
        quick = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200"
        self._run(
            "pg_ctl", "-D", str(data), "-w", "-l", str(self.folder / "log"),
            "-o", f"-k {self.folder} -c listen_addresses='' {quick}", "start",
        )  # fmt: skip

    def _run(self, tool: str, *args: str) -> None:
        command = [str(PG_BIN / tool), *args]
        if os.geteuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        subprocess.run(command, check=True, capture_output=True, cwd="/")

    def url(self, name: str) -> str:
        """The address of a database on this server."""
        return f"postgresql://portal@/{name}?host={self.folder}"

    def sql(self, statement: str) -> None:
        """Run a statement outside any transaction."""
        import psycopg

        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)

    def create(self, template: str = "template0") -> str:
        """A fresh database; gives its name."""
        name = f"t{uuid4().hex}"
        self.sql(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return name

    def drop(self, name: str) -> None:
        """Remove a database."""
        self.sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def stop(self) -> None:
        """End the server and remove its files."""
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)


@cache
def postgres() -> Postgres:
    """The server of this test run, started at first use."""
    import atexit

    server = Postgres()
    atexit.register(server.stop)
    return server
