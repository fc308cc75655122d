"""Staff save a review: what is accepted becomes part of the chart, what is asked goes back to the patient."""

from typing import Any
from uuid import UUID

from sqlalchemy import delete

from portal_app import filing, queue
from portal_app.access.permissions import Permission
from portal_app.catalogue import say
from portal_app.chart import questionnaire
from portal_app.chart.questionnaire import Accepted
from portal_app.chart.questionnaire.differences import SAME
from portal_app.errors import BadInput
from portal_app.facts.forms import FormAccepted, FormReturned
from portal_app.models import FormDecision, FormState, Patient, Task
from portal_app.services.forms.cards import Review
from portal_app.services.forms.held import ACCEPT, ASK, WHOLE, decisions, forget
from portal_app.services.forms.reviewing import QUESTION, UNDO, Beside, permit_accept, review, task_of, waiting
from portal_app.work import Work


def settle(work: Work, form_id: UUID, task_version: int) -> Review:
    """Carry out every decision at once; refused while one is missing, or if somebody else was here first."""
    work.permit(Permission.FORMS_REVIEW)
    found = waiting(work, form_id)
    form = found.in_hand.form
    task = queue.hold(work, task_of(work, form).id, task_version)
    decided = {path: one for path, one in decisions(work, form).items() if one.decision}
    if any(line.state != SAME and line.key not in decided for line in found.lines):
        raise BadInput(say("Decide about every answer first. Your decisions so far are kept."))
    asks = [path for path, one in decided.items() if one.decision == ASK]
    if any(not decided[path].question for path in asks):
        raise BadInput(say("Write your question for each answer that you ask about."))
    form.settled = {"by": str(work.actor.staff_id), "at": work.now.isoformat(), "reach": _reached(found.patient)}
    filed = _accept(
        work, found, [path for path, one in decided.items() if one.decision == ACCEPT and one.at >= form.sent_at]
    )
    form.settled = {**form.settled, "filed": filed}
    if filed:
        queue.note(work, task, "accepted")
    if asks:
        _give_back(work, found, task, questions=len(asks))
    else:
        form.state, form.closed_at = FormState.ACCEPTED, work.now
        queue.note(work, task, "closed")
        queue.close(work, task)
    ids = {"patient_id": found.patient.id, "form_id": form.id, "task_id": task.id, "pool_id": task.pool_id}
    work.record(FormAccepted(**ids, entries=len(filed)))
    return review(work, form_id)


def send_back(work: Work, form_id: UUID, task_version: int, question: str) -> Review:
    """Give the whole form back with one question: the patient may change every answer, and signs again."""
    work.permit(Permission.FORMS_REVIEW)
    found = waiting(work, form_id)
    form, question = found.in_hand.form, question.strip()
    task = queue.hold(work, task_of(work, form).id, task_version)
    if not question:
        raise BadInput(say("Write your question first."), "question")
    if len(question) > QUESTION:
        raise BadInput(say("Use {count} letters or fewer.", count=QUESTION), "question")
    form.settled = {
        "by": str(work.actor.staff_id),
        "at": work.now.isoformat(),
        "filed": [],
        "decided": [[path, one.decision, one.question, str(one.by_id)] for path, one in decisions(work, form).items()],
    }
    # every answer may change, so every one is decided anew
    work.session.execute(delete(FormDecision).where(FormDecision.form_id == form.id))
    form.section = len(found.in_hand.asked.items)
    decision = FormDecision(
        form_id=form.id, path=WHOLE, decision=ASK, question=question, by_id=work.actor.staff_id, at=work.now
    )
    work.add(decision)
    _give_back(work, found, task, questions=1)
    return review(work, form_id)


def _accept(work: Work, found: Beside, keys: list[str]) -> list[list[str | int]]:
    """Take the answers over; returns which chart entries that made or changed, and to which version."""
    for line in found.lines:
        if line.key in keys:
            permit_accept(work, line)
    entries = questionnaire.accept(found.in_hand.asked, found.response, found.chart, keys, work.now)
    filed = []
    for entry in entries:
        row = filing.put(work, entry, found.patient.id, from_patient=entry["resourceType"] != "Patient")
        if row.received_at == work.now:
            filed.append([str(row.id), row.version])
        if entry["resourceType"] == "Patient":
            _reach(found.patient, entry)
    if entries:
        targets = [f"{entry['resourceType']}/{entry['id']}" for entry in entries]
        filing.put(work, questionnaire.provenance(targets, found.response, accepted(work)), found.patient.id)
    return filed


def accepted(work: Work, undone: bool = False) -> Accepted:
    """Who accepts now, as the chart keeps it."""
    by = ", ".join(part for part in (work.actor.name, work.actor.title) if part)
    return Accepted(by, str(work.actor.staff_id), work.now, undone)


def _reached(patient: Patient) -> dict[str, str]:
    return {name: getattr(patient, name) for name in ("phone", "email", "address", "postal_code")}


def _reach(patient: Patient, person: dict[str, Any]) -> None:
    """The clinic's own list of patients says what the chart now says."""
    points = {point.get("system"): str(point.get("value", "")) for point in reversed(person.get("telecom") or [])}
    patient.phone, patient.email = points.get("phone", "")[:40], points.get("email", patient.email)[:254]
    address = next(iter(person.get("address") or []), {})
    patient.address = ", ".join([*address.get("line", []), *filter(None, [address.get("city"), address.get("state")])])[
        :240
    ]
    patient.postal_code = str(address.get("postalCode", ""))[:20]


def _give_back(work: Work, found: Beside, task: Task, questions: int) -> None:
    """The patient answers what is asked and signs again: what was signed has changed."""
    in_hand = found.in_hand
    form = in_hand.form
    form.state = FormState.RETURNED
    queue.note(work, task, "returned")
    task.owner_id = task.owner_id or work.actor.staff_id
    queue.wait(work, task)
    ids = {"patient_id": form.patient_id, "form_id": form.id, "task_id": task.id, "pool_id": task.pool_id}
    work.record(FormReturned(**ids, questions=questions))
    # a letter can not be undone, so it waits until the review can not be undone either
    work.enqueue("tell_patient_of_form", {"form_id": str(form.id)}, wait=UNDO)
    for place in questionnaire.every_place(questionnaire.lay_out(in_hand.asked, in_hand.answers)):
        if place.item.signature:
            forget(work, in_hand.form, place.key)
