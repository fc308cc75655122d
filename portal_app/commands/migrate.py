"""`portal migrate`: bring the database to this version's shape."""

import click

from portal_app import keys, migrations, settings, wiring


@click.command()
@click.option("--new", metavar="MESSAGE", help="For developers: write a new revision from the models.")
def command(new: str | None) -> None:
    """Make or upgrade the database. Safe to run again; run it before each start of a new version."""
    chosen = settings.load()
    if chosen.demo and not keys.path_of(chosen.home).exists():
        keys.create(chosen.home)
    house = wiring.house()
    if new:
        migrations.write(house.engine, new)
        return
    migrations.upgrade(house.engine)
    click.echo(f"The database is up to date ({migrations.current(house.engine)}).")
