"""`portal restore`: a backup comes back into an empty place."""

from pathlib import Path

import click
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal_app import keys, migrations, settings, wiring
from portal_app.adapters import backup_file, database_copy
from portal_app.adapters.backup_file import Damaged
from portal_app.errors import Conflict, SettingsError
from portal_app.models import FactRow, Message, Patient
from portal_app.wiring import House


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def command(file: Path) -> None:
    """Restore the backup FILE into an empty PORTAL_HOME (and an empty PostgreSQL database, if it came from one)."""
    home = settings.load().home
    if not keys.path_of(home).exists():
        raise SettingsError(f"Put the key of the portal that made this backup at {keys.path_of(home)} (chmod 600).")
    house = wiring.house()
    about = bring_back(house, file)
    with Session(house.engine) as session:
        counts = [session.scalar(select(func.count()).select_from(table)) for table in (Patient, Message, FactRow)]
    click.echo(f"Restored what was saved at {about['made_at']}:")
    click.echo("  {} patients, {} messages, {} facts in the audit trail".format(*counts))
    if about["revision"] != migrations.newest():
        click.echo("It comes from an older version. Run: portal migrate")
    click.echo("Now run: portal audit verify, then portal doctor")


def bring_back(house: House, file: Path) -> dict[str, str]:
    """Check the whole file, then write; refuses a place that is not empty and a backup of the other database."""
    if not database_copy.empty(house.settings, house.engine):
        raise Conflict("There is a database here already. Restore into an empty place: nothing is overwritten.")
    about = backup_file.verify(file, house.keys)
    kind = "sqlite" if house.settings.embedded else "postgresql"
    if about.get("database") != kind:
        raise SettingsError(f"This backup is of a portal on {about.get('database')}. Set PORTAL_DATABASE_URL to match.")
    for member, content in backup_file.read(file, house.keys):
        if member["name"] == "database":
            database_copy.put_back(house.settings, content)
        elif member["name"].startswith("files/"):
            database_copy.write(_inside(house.settings.home, member["name"].removeprefix("files/")), content)
        else:
            for _ in content:
                pass
    return about


def _inside(home: Path, name: str) -> Path:
    path = (home / name).resolve()
    if not path.is_relative_to(home.resolve()):
        raise Damaged("The backup names a file outside the portal's folder.")
    return path
