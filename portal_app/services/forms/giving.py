"""Staff ask a patient to fill a form, and take it back while it is not sent."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from portal_app.access import visible
from portal_app.access.permissions import Permission, granted
from portal_app.catalogue import say
from portal_app.errors import Conflict, NotFound
from portal_app.facts.forms import FormAsked, FormWithdrawn
from portal_app.models import Form, FormState, Patient, Questionnaire
from portal_app.services.forms.cards import Offer, PatientForms
from portal_app.services.forms.standing import staff_card, title_of
from portal_app.work import Work

WITH_PATIENT = (FormState.ASKED, FormState.STARTED, FormState.RETURNED)
SHOWN = 8


def ask(work: Work, patient_id: UUID, slug: str, due_at: datetime | None = None) -> PatientForms:
    """Ask a patient to fill a form; one that is with the patient already is not asked for twice."""
    work.permit(Permission.FORMS_ASK)
    patient = work.one(visible.patients(work.actor).where(Patient.id == patient_id).with_for_update(key_share=True))
    newest = select(Questionnaire).where(Questionnaire.slug == slug, Questionnaire.active)
    row = work.session.scalars(newest.limit(1)).first()
    if row is None:
        raise NotFound(say("We could not find that. It may have moved."))
    same = select(Questionnaire.id).where(Questionnaire.slug == slug)
    pending = visible.forms(work.actor).where(
        Form.patient_id == patient.id, Form.questionnaire_id.in_(same), Form.state.in_(WITH_PATIENT)
    )
    if work.session.scalars(pending.limit(1)).first() is None:
        form = Form(
            patient_id=patient.id,
            questionnaire_id=row.id,
            asked_at=work.now,
            asked_by=work.actor.staff_id,
            due_at=due_at,
        )
        work.add(form)
        work.record(FormAsked(patient_id=patient.id, form_id=form.id))
        work.session.flush()
    return of_patient(work, patient_id)


def withdraw(work: Work, form_id: UUID) -> PatientForms:
    """No longer want a form that the patient has not sent; what was written stays, unsent, and is shown to nobody."""
    work.permit(Permission.FORMS_ASK)
    form = work.one(visible.forms(work.actor).where(Form.id == form_id).with_for_update(of=Form))
    if form.state not in (FormState.ASKED, FormState.STARTED):
        raise Conflict(say("This form was sent meanwhile. You find it in the inbox."))
    form.state, form.closed_at = FormState.WITHDRAWN, work.now
    work.record(FormWithdrawn(patient_id=form.patient_id, form_id=form.id))
    return of_patient(work, form.patient_id)


def of_patient(work: Work, patient_id: UUID) -> PatientForms:
    """A patient's forms for the patient's page at the desk, newest first, and what can be asked for."""
    work.permit(Permission.FORMS_ASK)
    patient = work.one(visible.patients(work.actor).where(Patient.id == patient_id))
    query = visible.forms(work.actor).where(Form.patient_id == patient.id)
    total = work.session.scalar(query.with_only_columns(func.count())) or 0
    rows = work.all(query.order_by(Form.asked_at.desc(), Form.id.desc()).limit(SHOWN))
    mine = visible.answered(work.actor).where(Form.patient_id == patient.id)
    readable = set(work.session.scalars(mine.with_only_columns(Form.id)))
    cards = [staff_card(work, form, readable=form.id in readable) for form in rows]
    return PatientForms(True, cards, total - len(rows), _offers(work, patient))


def glance(work: Work, patient_id: UUID) -> PatientForms:
    """The same for a page that others share; hidden from those who do not ask for forms."""
    return of_patient(work, patient_id) if granted(work.actor, Permission.FORMS_ASK) else PatientForms()


def _offers(work: Work, patient: Patient) -> list[Offer]:
    """What the patient does not have in hand already."""
    pending = visible.forms(work.actor).where(Form.patient_id == patient.id, Form.state.in_(WITH_PATIENT))
    in_hand = select(Questionnaire.slug).where(Questionnaire.id.in_(pending.with_only_columns(Form.questionnaire_id)))
    usable = select(Questionnaire).where(Questionnaire.active, Questionnaire.slug.not_in(in_hand))
    rows = work.session.scalars(usable.order_by(Questionnaire.slug))
    return [Offer(row.slug, title_of(row, work.actor.language)) for row in rows]
