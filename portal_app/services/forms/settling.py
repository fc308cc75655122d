"""Staff save a review: what is accepted becomes part of the chart, what is asked goes back to the patient."""

from typing import Any
from uuid import UUID

from portal_app import filing, queue
from portal_app.access.permissions import Permission
from portal_app.catalogue import say
from portal_app.chart import questionnaire
from portal_app.chart.questionnaire.differences import SAME
from portal_app.errors import BadInput, Conflict
from portal_app.facts.forms import FormAccepted, FormReturned
from portal_app.models import FormState, Patient
from portal_app.services.forms.cards import Review
from portal_app.services.forms.held import ACCEPT, ASK, decisions, forget
from portal_app.services.forms.reviewing import Beside, beside, permit_accept, review, task_of
from portal_app.work import Work


def settle(work: Work, form_id: UUID, task_version: int) -> Review:
    """Carry out every decision at once; refused while one is missing, or if somebody else was here first."""
    work.permit(Permission.FORMS_REVIEW)
    found = beside(work, form_id, lock=True)
    form = found.in_hand.form
    if form.state is not FormState.SENT:
        raise Conflict(say("This form does not wait for a decision any more. Nothing was changed."))
    task = queue.hold(work, task_of(work, form).id, task_version)
    decided = {path: one for path, one in decisions(work, form).items() if one.decision}
    if any(line.state != SAME and line.key not in decided for line in found.lines):
        raise BadInput(say("Decide about every answer first. Your decisions so far are kept."))
    asks = [path for path, one in decided.items() if one.decision == ASK]
    if any(not decided[path].question for path in asks):
        raise BadInput(say("Write your question for each answer that you ask about."))
    entries = _accept(
        work, found, [path for path, one in decided.items() if one.decision == ACCEPT and one.at >= form.sent_at]
    )
    ids = {"patient_id": found.patient.id, "form_id": form.id}
    at = {"task_id": task.id, "pool_id": task.pool_id}
    if entries:
        queue.note(work, task, "accepted")
    if asks:
        _give_back(work, found)
        queue.note(work, task, "returned")
        task.owner_id = task.owner_id or work.actor.staff_id
        queue.wait(work, task)
        work.record(FormReturned(**ids, **at, questions=len(asks)))
    else:
        form.state, form.closed_at = FormState.ACCEPTED, work.now
        queue.note(work, task, "closed")
        queue.close(work, task)
    work.record(FormAccepted(**ids, **at, entries=entries))
    return review(work, form_id)


def _accept(work: Work, found: Beside, keys: list[str]) -> int:
    """Take the answers over; returns how many chart entries that made or changed."""
    for line in found.lines:
        if line.key in keys:
            permit_accept(work, line)
    entries = questionnaire.accept(found.in_hand.asked, found.response, found.chart, keys, work.now)
    for entry in entries:
        filing.put(work, entry, found.patient.id, from_patient=entry["resourceType"] != "Patient")
        if entry["resourceType"] == "Patient":
            _reach(found.patient, entry)
    return len(entries)


def _reach(patient: Patient, person: dict[str, Any]) -> None:
    """The clinic's own list of patients says what the chart now says."""
    points = {point.get("system"): str(point.get("value", "")) for point in reversed(person.get("telecom") or [])}
    patient.phone, patient.email = points.get("phone", "")[:40], points.get("email", patient.email)[:254]
    address = next(iter(person.get("address") or []), {})
    patient.address = ", ".join([*address.get("line", []), *filter(None, [address.get("city"), address.get("state")])])[
        :240
    ]
    patient.postal_code = str(address.get("postalCode", ""))[:20]


def _give_back(work: Work, found: Beside) -> None:
    """The patient answers what is asked and signs again: what was signed has changed."""
    in_hand = found.in_hand
    in_hand.form.state = FormState.RETURNED
    for place in questionnaire.every_place(questionnaire.lay_out(in_hand.asked, in_hand.answers)):
        if place.item.signature:
            forget(work, in_hand.form, place.key)
