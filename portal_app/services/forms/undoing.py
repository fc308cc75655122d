"""Staff undo a review that they saved a moment ago: the chart and the form stand as they did before."""

from typing import Any
from uuid import UUID

from portal_app import filing, queue
from portal_app.access.permissions import Permission
from portal_app.catalogue import say
from portal_app.chart import questionnaire
from portal_app.errors import Conflict
from portal_app.facts.forms import FormUndone
from portal_app.models import FormDecision, FormState, Resource
from portal_app.services.forms.cards import Review
from portal_app.services.forms.held import WHOLE, contact, keep
from portal_app.services.forms.reviewing import Beside, beside, review, task_of, undoable
from portal_app.services.forms.settling import accepted
from portal_app.work import Work


def undo(work: Work, form_id: UUID) -> Review:
    """Take back what was saved: by the same person, within a moment, and unless the patient has gone on since."""
    work.permit(Permission.FORMS_REVIEW)
    found = beside(work, form_id, lock=True)
    form = found.in_hand.form
    if not form.settled or not undoable(work, form):
        raise Conflict(say("It is too late to undo this. What was saved stands."))
    _take_back(work, found, form.settled)
    _decide_as_before(work, found, form.settled)
    _sign_as_before(work, found)
    form.state, form.closed_at, form.settled = FormState.SENT, None, None
    task = task_of(work, form)
    task = queue.hold(work, task.id, task.version)
    queue.note(work, task, "undone")
    queue.reopen(work, task)
    work.record(FormUndone(patient_id=form.patient_id, form_id=form.id, task_id=task.id, pool_id=task.pool_id))
    work.session.flush()
    return review(work, form_id)


def _take_back(work: Work, found: Beside, last: dict[str, Any]) -> None:
    for name, value in last.get("reach", {}).items():
        setattr(found.patient, name, value)
    targets = []
    for row_id, version in last["filed"]:
        row = work.session.get_one(Resource, UUID(row_id), with_for_update=True)
        targets.append(f"{row.type}/{row.fhir_id}")
        if row.type == "Patient" and version == 1:
            filing.put(work, {**contact(found.patient), "id": row.fhir_id}, found.patient.id)
        else:
            filing.take_back(work, row, version)
    if targets:
        filing.put(work, questionnaire.provenance(targets, found.response, accepted(work, True)), found.patient.id)


def _decide_as_before(work: Work, found: Beside, last: dict[str, Any]) -> None:
    """All of it was sent back: the question goes, the decisions from before return."""
    if "decided" not in last:
        return
    asked = work.session.get(FormDecision, (found.in_hand.form.id, WHOLE))
    if asked is not None:
        work.session.delete(asked)
        work.session.flush()
    for path, decision, question, by_id in last["decided"]:
        one = FormDecision(
            form_id=found.in_hand.form.id,
            path=path,
            decision=decision,
            question=question,
            by_id=UUID(by_id),
            at=work.now,
        )
        work.session.merge(one)


def _sign_as_before(work: Work, found: Beside) -> None:
    asked = found.in_hand.asked
    for place in questionnaire.every_place(questionnaire.lay_out(asked, questionnaire.recall(asked, found.response))):
        if place.item.signature and place.is_answered:
            keep(work, found.in_hand.form, place.key, place.written[0])
