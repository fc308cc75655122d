"""`portal mail-report`: what a mail server writes back about a letter, piped in by an alias."""

import sys

import click
from sqlalchemy.exc import DBAPIError

from portal_app.access.actor import SYSTEM
from portal_app.rules.mail_reports import MOST
from portal_app.services import mail
from portal_app.wiring import begin

LATER = 75
"""EX_TEMPFAIL: the mail server keeps the report and tries again."""


@click.command()
@click.option("--to", default="", help="The address that the report came to, if your mail server tells it.")
def command(to: str) -> None:
    """Read one report from standard input: a letter that came back, or a complaint. Mail to that address stops.

    Reports that are forged, temporary or not about this portal's letters are ignored, with a sentence and exit code 0,
    so that no mail server sends the report itself back.
    """
    raw = sys.stdin.buffer.read(MOST)
    try:
        with begin(SYSTEM) as work:
            said = mail.hear(work, raw, to)
    except DBAPIError:
        click.echo("The database does not answer. Try again later.", err=True)
        sys.exit(LATER)
    click.echo(said)
