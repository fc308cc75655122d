"""A patient finds their forms, begins one, leaves it, and goes on where they left off."""

from uuid import UUID

from sqlalchemy import func, select

from portal_app import telling
from portal_app.access import visible
from portal_app.access.permissions import Permission
from portal_app.chart import questionnaire
from portal_app.facts.forms import FormStarted
from portal_app.models import Event, Form, FormState, Patient
from portal_app.services.forms.cards import FormList, Screen
from portal_app.services.forms.giving import WITH_PATIENT
from portal_app.services.forms.held import Held, chart_of, held, keep
from portal_app.services.forms.screens import screen
from portal_app.services.forms.standing import card
from portal_app.work import Work

MOST = 100


def mine(work: Work) -> FormList:
    """My forms: what waits for me first, then what I have sent."""
    work.permit(Permission.FORMS_FILL)
    newest = visible.forms(work.actor).order_by(Form.asked_at.desc(), Form.id.desc()).limit(MOST)
    forms = work.all(newest)
    return FormList(
        to_do=[card(work, form) for form in forms if form.state in WITH_PATIENT],
        done=[card(work, form) for form in forms if form.state not in WITH_PATIENT],
    )


def to_do(work: Work) -> int:
    """How many forms wait for me."""
    work.permit(Permission.FORMS_FILL)
    waiting = visible.forms(work.actor).where(Form.state.in_(WITH_PATIENT)).subquery()
    return work.session.scalar(select(func.count()).select_from(waiting)) or 0


def resume(work: Work, form_id: UUID) -> Screen:
    """Show the form where it was left; at the first opening, what the chart knows is filled in."""
    work.permit(Permission.FORMS_FILL)
    in_hand = held(work, form_id, lock=True)
    telling.seen(work, Event.FORM, form_id)
    if in_hand.form.state is FormState.ASKED:
        _start(work, in_hand)
    return screen(work, in_hand)


def look(work: Work, form_id: UUID) -> Screen:
    """The screen as it is, with everything that is still missing on it."""
    work.permit(Permission.FORMS_FILL)
    return screen(work, held(work, form_id), strict=True)


def go_on(work: Work, form_id: UUID) -> Screen:
    """Leave this part for the next, unless something on it is missing: then say what."""
    work.permit(Permission.FORMS_FILL)
    in_hand = held(work, form_id, lock=True)
    now = screen(work, in_hand, strict=True)
    if now.kind != "part" or now.problems:
        return now
    in_hand.form.section += 1
    return screen(work, in_hand)


def go_to(work: Work, form_id: UUID, position: int, strict: bool = False) -> Screen:
    """Open a part of the form by its position, to look at it or to change it; `strict` says what is missing there."""
    work.permit(Permission.FORMS_FILL)
    in_hand = held(work, form_id, lock=True)
    sections = questionnaire.ask(in_hand.asked, in_hand.answers)
    in_hand.form.section = min(max(position, 0), len(sections))
    return screen(work, in_hand, strict=strict)


def _start(work: Work, in_hand: Held) -> None:
    form = in_hand.form
    patient = work.one(visible.patients(work.actor).where(Patient.id == form.patient_id))
    in_hand.answers = questionnaire.prefill(in_hand.asked, chart_of(work, patient))
    for path, value in in_hand.answers.items():
        keep(work, form, path, value)
    form.state = FormState.STARTED
    work.record(FormStarted(patient_id=form.patient_id, form_id=form.id))
