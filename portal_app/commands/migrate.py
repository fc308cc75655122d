"""`portal migrate`: bring the database to this version's shape."""

import click

from portal_app import keys, migrations, settings, wiring
from portal_app.wiring import House


@click.command()
@click.option("--new", metavar="MESSAGE", help="For developers: write a new revision from the models.")
def command(new: str | None) -> None:
    """Make or upgrade the database. Safe to run again; run it before each start of a new version."""
    if new:
        migrations.write(_house().engine, new)
        return
    click.echo(f"The database is up to date ({migrate()}).")


def migrate() -> str | None:
    """Bring the database to this version's shape and name it; the demo makes its own key."""
    house = _house()
    migrations.upgrade(house.engine)
    return migrations.current(house.engine)


def _house() -> House:
    chosen = settings.load()
    if chosen.demo and not keys.path_of(chosen.home).exists():
        keys.create(chosen.home)
    return wiring.house()
