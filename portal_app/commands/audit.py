"""`portal audit`: check the audit trail."""

import sys

import click

from portal_app import wiring
from portal_app.access.actor import SYSTEM
from portal_app.adapters import anchor
from portal_app.services import sealing
from portal_app.services.sealing import Head
from portal_app.wiring import begin


@click.group()
def command() -> None:
    """Check that nobody has changed what the portal wrote down."""


@command.command()
@click.option("--head", metavar="HEAD", help="A head that you noted elsewhere: the chain must still hold it.")
def verify(head: str | None) -> None:
    """Read the whole trail and name the first row that was changed, taken out or put in."""
    house = wiring.house()
    noted = head or anchor.read(house.settings.home, house.keys)
    with begin(SYSTEM, reads=True) as work:
        verdict = sealing.verify(work, Head.read(noted) if noted else None)
    if verdict.fault:
        click.secho(verdict.fault, fg="red", err=True)
        sys.exit(1)
    click.secho(f"The audit trail holds: {verdict.head.position} facts sealed, {verdict.waiting} waiting.", fg="green")


@command.command()
def head() -> None:
    """Print the newest seal. Note it where the server cannot write: `portal audit verify --head` compares."""
    with begin(SYSTEM, reads=True) as work:
        click.echo(str(sealing.newest(work)))
