"""`portal doctor`: a deployment's check-up."""

import sys

import click

from portal_app import wiring
from portal_app.commands._checkup import examine


@click.command()
def command() -> None:
    """Check this deployment, one line each, green or red. Exit code 1 when a line is red: it says what to do."""
    ill = 0
    for name, well, sentence in examine(wiring.house()):
        ill += not well
        click.echo(click.style("  ok  " if well else " MEND ", fg="green" if well else "red") + f"{name:16}{sentence}")
    click.echo("All is well." if not ill else f"{ill} to mend.")
    sys.exit(1 if ill else 0)
