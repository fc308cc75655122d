"""Through whose eyes a record is read: one's own, or a patient's by staff who said why (read only, written down)."""

from dataclasses import replace
from uuid import UUID

from sqlmodel import col

from portal_app.access import visible
from portal_app.access.actor import Actor, ActorKind
from portal_app.access.permissions import Permission
from portal_app.catalogue import say
from portal_app.errors import Refused
from portal_app.facts.chart import ChartRead
from portal_app.models import Patient
from portal_app.work import Work


def eyes(work: Work, through: UUID | None = None) -> Actor:
    """The actor to hand to `visible`: the patient; or, of staff with an open view of this patient, that patient.

    Facts stay those of who really looks. Refused where no view is open.
    """
    actor = work.actor
    if actor.kind is ActorKind.PATIENT:
        work.permit(Permission.RECORDS_READ)
        return actor
    work.permit(Permission.RECORDS_VIEW_AS)
    if through is None or through not in actor.view_ids:
        raise Refused(say("First say why you want to see what this patient sees."))
    patient = work.one(visible.patients(actor).where(col(Patient.id) == through))
    # no account: nothing of the patient's own (drafts, notices, sessions) opens to staff
    return replace(actor, kind=ActorKind.PATIENT, patient_id=patient.id, account_id=None, roles=frozenset())


def looked(work: Work, whose: Actor, part: str) -> None:
    """Write the look down: whose record, which part, and why."""
    reason = "own" if work.actor.kind is ActorKind.PATIENT else "as_patient"
    work.record(ChartRead(patient_id=whose.patient_id, part=part, reason=reason))
