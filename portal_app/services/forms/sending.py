"""A patient sends a form, once: it becomes a FHIR QuestionnaireResponse in the chart and a task in the inbox."""

from uuid import UUID

from portal_app import filing, queue
from portal_app.access import visible
from portal_app.access.permissions import Permission
from portal_app.catalogue import say, say_count
from portal_app.chart import questionnaire
from portal_app.errors import BadInput, Conflict
from portal_app.facts.forms import FormSent
from portal_app.models import FormState, Patient, TaskKind
from portal_app.rules import clocks
from portal_app.services.forms.cards import Screen
from portal_app.services.forms.held import ASK, Held, chart_of, decisions, held
from portal_app.services.forms.screens import screen
from portal_app.work import Work

REVIEW_HOURS = 24
"""Open hours in which the clinic promises to have read a form."""
REPLY = "urn:portal:reply"


def send(work: Work, form_id: UUID) -> Screen:
    """Send the form; sending it again changes nothing. Refused while an answer or the signature is missing."""
    work.permit(Permission.FORMS_FILL)
    in_hand = held(work, form_id, lock=True)
    form = in_hand.form
    if form.state in (FormState.SENT, FormState.ACCEPTED):
        return screen(work, in_hand)
    if form.state not in (FormState.STARTED, FormState.RETURNED):
        raise Conflict(say("This form cannot be sent. Open it from your list of forms."))
    _refuse_gaps(work, in_hand)
    patient = work.one(visible.patients(work.actor).where(Patient.id == form.patient_id))
    response = _response(work, in_hand, patient)
    filed = filing.put(work, response, patient.id, from_patient=True)
    work.session.flush()
    for one in decisions(work, form).values():
        if one.decision == ASK:
            one.decision = ""  # answered: staff decide again
    form.state, form.sent_at, form.response_id = FormState.SENT, work.now, filed.id
    due_at = clocks.due(work.now, REVIEW_HOURS, clocks.opening(work.clinic.policy), work.zone)
    task = queue.put(
        work,
        TaskKind.FORM,
        form.id,
        patient=patient,
        pool_id=in_hand.row.pool_id,
        gist=in_hand.row.title.get("en", ""),
        due_at=due_at,
    )
    work.record(
        FormSent(patient_id=patient.id, form_id=form.id, task_id=task.id, pool_id=task.pool_id, response_id=filed.id)
    )
    return screen(work, in_hand)


def _refuse_gaps(work: Work, in_hand: Held) -> None:
    gaps = len(questionnaire.check(in_hand.asked, in_hand.answers))
    gaps += sum(not in_hand.replies.get(path) for path in _asked(work, in_hand))
    if gaps:
        raise BadInput(
            say_count(
                "One answer is missing or needs another look. Nothing was sent, and nothing is lost.",
                "{n} answers are missing or need another look. Nothing was sent, and nothing is lost.",
                n=gaps,
            )
        )


def _asked(work: Work, in_hand: Held) -> dict[str, str]:
    if in_hand.form.state is not FormState.RETURNED:
        return {}
    return {path: one.question for path, one in decisions(work, in_hand.form).items() if one.decision == ASK}


def _response(work: Work, in_hand: Held, patient: Patient) -> dict[str, object]:
    person = chart_of(work, patient)["patient"]
    response = questionnaire.respond(
        in_hand.asked,
        in_hand.answers,
        response_id=str(in_hand.form.id),
        patient=str(person["id"]),
        at=work.now,
        zone=work.clinic.zone,
    )
    if wrong := questionnaire.validates(in_hand.row.body, response):
        raise BadInput(say("This form is not complete yet. Nothing was sent, and nothing is lost.")) from ValueError(
            f"{len(wrong)} rules of the questionnaire are broken"
        )
    if asked := _asked(work, in_hand):
        response["extension"] = [
            {
                "url": REPLY,
                "extension": [
                    {"url": "question", "valueString": question},
                    {"url": "reply", "valueString": in_hand.replies[path]},
                ],
            }
            for path, question in asked.items()
        ]
    return response
