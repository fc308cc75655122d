"""`portal demo`: the demo clinic, ready to sign in to."""

from datetime import datetime
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

import click
from pyotp.totp import TOTP

from portal_app import demo, settings, wiring
from portal_app.access.actor import SYSTEM
from portal_app.catalogue import say
from portal_app.commands._conversations import hold
from portal_app.commands._decisions import choose, decide
from portal_app.commands.build import build
from portal_app.commands.import_ import bring_in
from portal_app.commands.migrate import migrate
from portal_app.commands.serve import serve
from portal_app.demo.charts import members
from portal_app.demo.records import records
from portal_app.errors import SettingsError
from portal_app.rules.clinic_plan import planned
from portal_app.services import clinic, forms, release
from portal_app.services import demo as clinics
from portal_app.services.demo import Secrets

CLINIC = ("name", "zone", "phone", "policy", "terms", "sites", "pools", "topics", "release")


@click.command()
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day the charts reach up to; today if not given.")
@click.option("--serve", "serves", is_flag=True, help="Make the database and the pages first, and serve them after.")
def command(as_of: datetime | None, serves: bool) -> None:
    """Set up the demo clinic with made-up people, and say how to sign in. Safe to run again."""
    chosen = settings.load()
    if not chosen.demo:
        raise SettingsError(say("The demo clinic does not open in production. Look at PORTAL_MODE."))
    if serves:
        migrate()
    data = demo.clinic()
    with wiring.begin(SYSTEM) as work:
        ready = clinics.is_set_up(work, data)
    if not ready:
        _set_up(data, as_of)
    if serves:
        build()
    _tell(data, chosen.public_origin)
    if serves:
        serve()


def _set_up(data: dict[str, Any], as_of: datetime | None) -> None:
    secrets = Secrets(demo.PASSWORD, demo.TOTP_SECRET)
    day = (as_of or datetime.now(ZoneInfo(data["zone"]))).date()
    bring_in(chain(members(data, day), records("first", day)))
    with wiring.begin(SYSTEM) as work:
        # by the mark production knows the demo, and refuses it
        plan = planned({name: data[name] for name in CLINIC})
        clinic.set_up(work, plan, demo=True)
        if plan.release is not None:
            release.adopt(work, plan.release, "Our doctors agreed: three days to call about pathology.")
        clinics.take_on(work, data, secrets)
        clinics.settle_patients(work, data, secrets)
    with wiring.begin(SYSTEM) as work:
        forms.adopt(work, "intake", demo.form("intake"), "nurses")
        for patient_id in clinics.with_accounts(work):
            forms.ask(work, patient_id, "intake")
    hold(demo.conversations(), data["zone"])
    choose(demo.decisions()["choices"])
    bring_in(records("later", day))
    decide(demo.decisions())


def _tell(data: dict[str, Any], origin: str) -> None:
    click.secho(say("{clinic}: a demo. Everybody here is made up.", clinic=data["name"]), bold=True)
    for person in data["staff"]:
        click.echo(f"  {person['email']:24} {person['name']}, {person['title']}")
    for person in data["patients"]:
        if email := person.get("account"):
            name = person["chart"].replace("-", " ").title()
            click.echo(f"  {email:24} {name}, " + say("patient"))
    click.echo(say("Sign in at {address}", address=f"{origin}/sign-in"))
    click.echo(say("Password for all: {password}", password=demo.PASSWORD))
    click.echo(
        say(
            "Second factor: add the key {key} to an authenticator app, or run `portal demo` again. Code now: {code}",
            key=demo.TOTP_SECRET,
            code=TOTP(demo.TOTP_SECRET).now(),
        )
    )
