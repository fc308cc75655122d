"""`portal keys`: make the deployment's master key."""

import click

from portal_app import keys, settings


@click.command()
def command() -> None:
    """Make the master key of a new deployment. Keep a copy where the backups are not."""
    chosen = settings.load()
    keys.create(chosen.home)
    click.echo(f"Made {keys.path_of(chosen.home)}. Keep a copy in a safe place: without it nothing can be read.")
