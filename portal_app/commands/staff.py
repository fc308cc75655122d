"""`portal staff`: take colleagues on, list them, let them start again, let them go."""

import click

from portal_app.access.actor import SYSTEM
from portal_app.catalogue import ENGLISH, LANGUAGES
from portal_app.models import Role
from portal_app.services import staff
from portal_app.wiring import begin

Many = tuple[str, ...]


@click.group()
def command() -> None:
    """The clinic's staff and their accounts."""


@command.command()
@click.argument("email")
@click.option("--name", required=True, help="As patients read it.")
@click.option("--title", default="", help='What they do: "Nurse", "Front desk".')
@click.option("--role", "roles", multiple=True, required=True, type=click.Choice([str(role) for role in Role]))
@click.option("--site", "sites", multiple=True, help="A site by its name; none means all of them.")
@click.option("--pool", "pools", multiple=True, help="A pool by its short name (nurses, front_desk).")
@click.option("--language", default=ENGLISH, type=click.Choice(list(LANGUAGES)), help="Of the letter and the pages.")
def add(
    email: str,
    name: str,
    title: str,
    roles: tuple[str, ...],
    sites: tuple[str, ...],
    pools: tuple[str, ...],
    language: str,
) -> None:
    """Take somebody on: a link is mailed to EMAIL, and the code printed here is handed over in person or by phone."""
    with begin(SYSTEM) as work:
        code = staff.add(work, name, email, title, [Role(role) for role in roles], list(sites), list(pools), language)
    _tell(email, code)


@command.command()
@click.argument("email")
def reset(email: str) -> None:
    """Let somebody who cannot sign in start again: a new link is mailed, all old ways in are removed."""
    with begin(SYSTEM) as work:
        code = staff.start_again(work, email)
    _tell(email, code)


@command.command()
@click.argument("email")
def remove(email: str) -> None:
    """Let somebody go: signed out everywhere, now."""
    with begin(SYSTEM) as work:
        staff.remove(work, email)
    click.echo(f"{email} can no longer sign in.")


@command.command(name="list")
def everybody() -> None:
    """List the staff and whether they can sign in."""
    with begin(SYSTEM, reads=True) as work:
        for one in staff.everybody(work):
            state = "left" if one.left else "ready" if one.ready else "invited"
            click.echo(f"{one.email:32} {one.name:24} {', '.join(one.roles):24} {state}")


def _tell(email: str, code: str) -> None:
    click.echo(f"A link is on its way to {email}. Hand over this code in person or by phone: {code}")
