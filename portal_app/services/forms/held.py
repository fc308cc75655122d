"""A form with its questions and the answers so far, found through `visible`."""

from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

import orjson
from sqlalchemy import select

from portal_app.access import visible
from portal_app.chart import questionnaire
from portal_app.chart.questionnaire import Answers, Chart, known
from portal_app.models import Form, FormAnswer, FormDecision, Group, Patient, Pool, Resource
from portal_app.models import Questionnaire as QuestionnaireRow
from portal_app.work import Work

REPLY = "reply:"
"""Where a patient's word to a question of the care team is kept, beside the answers."""
ASK, ACCEPT, KEEP = "ask", "accept", "keep"
WHOLE = "/"
"""Where a question about the form as a whole is kept: no answer has this place."""
_CHART = (Group.PERSON, Group.MEDICINES, Group.ALLERGIES, Group.HABITS)


@dataclass
class Held:
    """One form in hand."""

    form: Form
    row: QuestionnaireRow
    asked: questionnaire.Questionnaire
    answers: Answers
    replies: dict[str, str]
    pool: Pool


def held(work: Work, form_id: UUID, *, lock: bool = False) -> Held:
    """The form, if this person may see it; `lock` keeps other devices waiting until this Work is done."""
    query = visible.answered(work.actor).where(Form.id == form_id)
    form = work.one(query.with_for_update(of=Form) if lock else query)
    row = work.session.get_one(QuestionnaireRow, form.questionnaire_id)
    kept = work.session.scalars(select(FormAnswer).where(FormAnswer.form_id == form.id))
    answers = {one.path: one.value for one in kept}
    replies = {path.removeprefix(REPLY): str(answers.pop(path)) for path in list(answers) if path.startswith(REPLY)}
    pool = work.session.get_one(Pool, row.pool_id)
    return Held(form, row, read(row, work.actor.language), answers, replies, pool)


def read(row: QuestionnaireRow, language: str) -> questionnaire.Questionnaire:
    """The questions in one language."""
    return _read(orjson.dumps(row.body), language)


@lru_cache(maxsize=32)
def _read(body: bytes, language: str) -> questionnaire.Questionnaire:
    return questionnaire.read(orjson.loads(body), language)


def keep(work: Work, form: Form, path: str, value: object) -> None:
    """Save one answer; the last one that was written is the one that counts."""
    work.session.merge(FormAnswer(form_id=form.id, path=path, value=value, saved_at=work.now))
    form.saved_at = work.now


def forget(work: Work, form: Form, path: str) -> None:
    """Take an answer away."""
    kept = work.session.get(FormAnswer, (form.id, path))
    if kept is not None:
        work.session.delete(kept)
    form.saved_at = work.now


def chart_of(work: Work, patient: Patient) -> Chart:
    """What this person may see of the chart, as forms name it; who may not read charts sees the contact details."""
    query = visible.resources(work.actor, work.now).where(
        Resource.patient_id == patient.id, Resource.group.in_(_CHART), Resource.entered_in_error.is_(False)
    )
    newest = query.order_by(Resource.clinical_at.desc(), Resource.id.desc())
    insurance = visible.insurance(work.actor, work.now).where(Resource.patient_id == patient.id)
    found = [*work.all(newest), *work.all(insurance.order_by(Resource.received_at.desc()))]
    chart = known(orjson.loads(row.body) for row in found)
    return chart if chart["patient"] else {**chart, "patient": contact(patient)}


def contact(patient: Patient) -> dict[str, object]:
    """A FHIR Patient of what the clinic's own list of patients knows."""
    points = [("phone", patient.phone), ("email", patient.email)]
    return {
        "resourceType": "Patient",
        "id": str(patient.id),
        "name": [{"given": [patient.given], "family": patient.family}],
        "telecom": [{"system": system, "value": value} for system, value in points if value],
        "address": [
            {
                **({"line": [patient.address]} if patient.address else {}),
                **({"postalCode": patient.postal_code} if patient.postal_code else {}),
            }
        ],
    }


def decisions(work: Work, form: Form) -> dict[str, FormDecision]:
    """What staff decided so far, by the place of the answer."""
    rows = work.session.scalars(select(FormDecision).where(FormDecision.form_id == form.id))
    return {row.path: row for row in rows}
