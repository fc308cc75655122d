"""`portal backup`: everything the deployment owns but its key, in one encrypted file."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click

from portal_app import migrations, wiring
from portal_app.adapters import anchor, database_copy
from portal_app.adapters.backup_file import Writer
from portal_app.wiring import House

SUFFIX = ".portal-backup"


def folder_of(home: Path) -> Path:
    """Where backups go unless told otherwise."""
    return home / "backups"


def noted(home: Path) -> Path:
    """Where the time of the last backup is noted, wherever that backup went."""
    return home / "last-backup"


@click.command()
@click.option("--to", type=click.Path(file_okay=False, path_type=Path), help="Folder to write to; PORTAL_HOME/backups.")
@click.option("--keep", type=click.IntRange(1), help="Afterwards delete all but so many of the newest in that folder.")
def command(to: Path | None, keep: int | None) -> None:
    """Back up the portal while it runs. It opens with the portal's key only: keep that somewhere else."""
    house = wiring.house()
    folder = to or folder_of(house.settings.home)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = save(house, folder)
    if keep:
        for old in sorted(folder.glob(f"portal-*{SUFFIX}"))[:-keep]:
            old.unlink()
    click.echo(f"Backed up to {path} ({path.stat().st_size / 1e6:.1f} MB).")


def save(house: House, folder: Path) -> Path:
    """Write one backup; a file that is there is a whole one."""
    now = datetime.now(UTC)
    path = folder / f"portal-{now:%Y%m%dT%H%M%S%fZ}{SUFFIX}"
    part = path.with_suffix(".part")
    try:
        with part.open("xb") as file:
            part.chmod(0o600)
            _fill(Writer(file, house.keys), house, folder, now)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    database_copy.write(noted(house.settings.home), [now.isoformat().encode()])
    return path


def _fill(writer: Writer, house: House, folder: Path, now: datetime) -> None:
    home = house.settings.home
    kind = "sqlite" if house.settings.embedded else "postgresql"
    about = {"made_at": now.isoformat(), "database": kind, "revision": migrations.current(house.engine)}
    writer.put("about", [json.dumps(about).encode()], **about)
    # before the database: its chain holds every head noted earlier
    head = anchor.path_of(home)
    if head.exists():
        writer.put("files/audit.head", [head.read_bytes()])
    writer.put("database", database_copy.take(house.settings, house.engine, folder))
    for name, path in _uploads(home):
        writer.put(f"files/{name}", database_copy.pieces(path))
    writer.close()


def _uploads(home: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted((home / "uploads").rglob("*")):
        if path.is_file():
            yield str(path.relative_to(home)), path
