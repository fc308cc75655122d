"""`portal clinic`: what the clinic says about itself, in one file that it keeps."""

import tomllib
from pathlib import Path
from typing import Any

import click
import orjson

from portal_app import demo, settings
from portal_app.access.actor import SYSTEM
from portal_app.catalogue import say
from portal_app.errors import BadInput, SettingsError
from portal_app.rules.clinic_plan import PlannedForm, planned
from portal_app.services import clinic, forms, release
from portal_app.wiring import begin

EXAMPLE = Path(__file__).parent / "clinic.toml"


@click.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--example", is_flag=True, help="Print a file to start from.")
def command(file: Path | None, example: bool) -> None:
    """Set the clinic up as FILE says: its name, sites, hours, pools, message topics, forms and terms.

    Change the file and run it again as often as you like: what is the same stays as it is.
    """
    if example:
        click.echo(EXAMPLE.read_text(), nl=False)
        return
    if file is None:
        raise SettingsError(say("Name the clinic's file. To make one: portal clinic --example > clinic.toml"))
    if settings.load().demo:
        raise SettingsError(say("These are the demo's settings. Set PORTAL_MODE=production for a clinic of your own."))
    plan = planned(_read(file))
    bodies = {form.name: _questionnaire(file, form) for form in plan.forms}
    with begin(SYSTEM) as work:
        changed = clinic.set_up(work, plan)
        if plan.release is not None:
            edition = release.adopt(work, plan.release, say("From the clinic's file"))
            changed += [say("release rules, edition {n}", n=edition)] if edition else []
        for form in plan.forms:
            version = forms.adopt(work, form.name, bodies[form.name], form.pool)
            click.echo(say("Form {name}: version {version}", name=form.name, version=version))
    for part in changed:
        click.echo(say("Set: {part}", part=part))
    if not changed:
        click.echo(say("Nothing to change: the clinic is as the file says."))


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text())
    except OSError as error:
        raise BadInput(say("{file} cannot be read: {why}.", file=file, why=error.strerror or "")) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(say("{file} is not TOML: {why}.", file=file, why=error)) from None


def _questionnaire(file: Path, form: PlannedForm) -> dict[str, Any]:
    """The form's own file, found beside the clinic's; or the form of that name that comes with the portal."""
    if not form.file:
        try:
            return demo.form(form.name)
        except OSError:
            raise BadInput(say("There is no form {name}. Name its file.", name=form.name)) from None
    path = file.parent / form.file
    try:
        body = orjson.loads(path.read_bytes())
    except OSError as error:
        raise BadInput(say("{file} cannot be read: {why}.", file=path, why=error.strerror or "")) from None
    except orjson.JSONDecodeError:
        raise BadInput(say("{file} is not JSON.", file=path)) from None
    if not isinstance(body, dict) or body.get("resourceType") != "Questionnaire":
        raise BadInput(say("{file} is not a FHIR Questionnaire.", file=path))
    return body
