"""Looking at the portal as a patient sees it: read only, for a reason, for half an hour, and the patient is told."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from portal_app.access import visible
from portal_app.access.permissions import Permission
from portal_app.catalogue import mark, say
from portal_app.errors import BadInput, Refused
from portal_app.facts.views import ViewedAs, ViewLeft
from portal_app.models import Patient, PatientView
from portal_app.rules import clocks
from portal_app.rules.writing import clean
from portal_app.work import Work

OPEN_FOR = timedelta(minutes=30)
REASONS = {
    "asked": mark("The patient asked for help"),
    "preview": mark("To check what the clinic's rules show"),
    "complaint": mark("To look into a problem that was reported"),
}
"""Why it may be opened; the patient reads the same class of why (`rules/looks.py`)."""
SHORTEST, MOST = 10, 500


@dataclass(frozen=True)
class ReasonCard:
    """One reason that can be given."""

    value: str
    words: str


@dataclass(frozen=True)
class PatientViewCard:
    """Whether the actor looks through this patient's eyes now, and until when."""

    patient_id: str = ""
    name: str = ""
    first_name: str = ""
    open: bool = False
    until: str = ""
    reasons: tuple[ReasonCard, ...] = ()


def look(work: Work, patient_id: UUID) -> PatientViewCard:
    """How the actor stands with this patient's view: open until then, or what has to be said first."""
    work.permit(Permission.RECORDS_VIEW_AS)
    patient = work.one(visible.patients(work.actor).where(Patient.id == patient_id))
    view = work.session.scalars(_open_ones(work, patient).order_by(PatientView.until.desc())).first()
    return _card(work, patient, view)


def open(work: Work, patient_id: UUID, reason: str, words: str) -> PatientViewCard:
    """Open the view of a patient of one's sites for half an hour; the reason is kept, the patient sees its class."""
    work.permit(Permission.RECORDS_VIEW_AS)
    if work.actor.staff_id is None:
        raise Refused(say("You cannot do this with your account."))
    patient = work.one(visible.patients(work.actor).where(Patient.id == patient_id).with_for_update(key_share=True))
    if reason not in REASONS:
        raise BadInput(say("Choose why you want to see this."), "reason")
    said = clean(words)
    if len(said) < SHORTEST:
        raise BadInput(say("Say in a few words why you want to see this."), "words")
    view = work.session.scalars(_open_ones(work, patient)).first()
    if view is None:
        view = PatientView(
            staff_id=work.actor.staff_id,
            patient_id=patient.id,
            reason=reason,
            words=said[:MOST],
            at=work.now,
            until=work.now + OPEN_FOR,
        )
        work.add(view)
        work.record(ViewedAs(patient_id=patient.id, view_id=view.id, reason=reason))
    return _card(work, patient, view)


def leave(work: Work, patient_id: UUID) -> None:
    """Close the view before its time; one that is closed stays closed."""
    work.permit(Permission.RECORDS_VIEW_AS)
    patient = work.one(visible.patients(work.actor).where(Patient.id == patient_id))
    for view in work.all(_open_ones(work, patient).with_for_update()):
        view.until = work.now
        work.record(ViewLeft(patient_id=patient.id, view_id=view.id))


def _open_ones(work: Work, patient: Patient):
    return select(PatientView).where(
        PatientView.staff_id == work.actor.staff_id,
        PatientView.patient_id == patient.id,
        PatientView.until > work.now,
    )


def _card(work: Work, patient: Patient, view: PatientView | None) -> PatientViewCard:
    return PatientViewCard(
        patient_id=str(patient.id),
        name=patient.name,
        first_name=patient.given,
        open=view is not None,
        until=clocks.at_time(view.until, work.zone) if view else "",
        reasons=tuple(ReasonCard(one, say(words)) for one, words in REASONS.items()),
    )
