"""`portal invite`: invite a patient by record number or id, or everybody who is new."""

from uuid import UUID

import click
from sqlalchemy import select

from portal_app.access.actor import SYSTEM
from portal_app.errors import BadInput, Conflict
from portal_app.models import Patient
from portal_app.services import invitations
from portal_app.wiring import begin


@click.command()
@click.argument("patient", required=False)
@click.option("--email", default="", help="Where to send it; the chart's address if not given.")
@click.option("--card", is_flag=True, help="Print a code to hand over instead of a letter.")
@click.option("--new", is_flag=True, help="Invite everybody with an email who has neither account nor invitation.")
def command(patient: str | None, email: str, card: bool, new: bool) -> None:
    """Invite PATIENT (record number or id). Asked again while an invitation is open, nothing more is sent."""
    if new:
        _invite_new()
        return
    if patient is None:
        raise click.UsageError("Say who: a record number or id, or --new.")
    patient_id = _find(patient)
    with begin(SYSTEM) as work:
        if card:
            made = invitations.make_code(work, patient_id)
            click.echo(f"{made.patient}: {made.code} at {made.address}, until {made.until}")
        else:
            sent = invitations.invite(work, patient_id, email)
            click.echo(f"Invited at {sent.email}, until {sent.until}.")


def _invite_new() -> None:
    with begin(SYSTEM, reads=True) as work:
        found = invitations.newcomers(work)
    invited = 0
    for patient_id in found:
        try:
            with begin(SYSTEM) as work:
                invitations.invite(work, patient_id)
            invited += 1
        except (BadInput, Conflict) as refusal:
            click.echo(f"{patient_id}: {refusal.sentence}", err=True)
    click.echo(f"Invited {invited} of {len(found)} new patients.")


def _find(patient: str) -> UUID:
    try:
        wanted = Patient.id == UUID(patient)
    except ValueError:
        wanted = Patient.mrn == patient
    with begin(SYSTEM, reads=True) as work:
        ids = work.session.scalars(select(Patient.id).where(wanted).limit(2)).all()
    if len(ids) != 1:
        raise BadInput(
            "No patient has this record number." if not ids else "Several patients have this number: use the id."
        )
    return ids[0]
