"""Ana is asked to fill the clinic's intake form; her chart has one medicine and one allergy."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from portal_app.access.actor import SYSTEM, Actor
from portal_app.chart import questionnaire
from portal_app.models import Form
from portal_app.services import forms
from portal_app.services.forms.cards import Review
from portal_app.services.forms.held import held, keep
from portal_app.wiring import begin
from portal_app.work import Work
from tests.chart.questionnaire.forms import CHART, INTAKE, fill

TOLD = {
    "phone": "(502) 555-0190",
    "medicines-known[lisinopril]/medicine-check": "gone",
    "medicines-more": "false",
    "allergies-known[penicillin]/allergy-check": "same",
    "allergies-more": "true",
    "allergies-new": ["r1"],
    "allergies-new[r1]/new-allergy-name": "Ibuprofen",
    "allergies-new[r1]/new-allergy-reaction": "Swollen lips",
    "signature": "Ana Rivera",
}


def fill_all(who: Actor, form_id: UUID, **changed: object) -> None:
    """Everything is answered, and saved."""
    asked = questionnaire.read(INTAKE)
    chart = questionnaire.known([CHART["patient"], *CHART["medicines"], *CHART["allergies"]])
    answers = fill(asked, questionnaire.prefill(asked, chart) | TOLD | changed)
    with begin(who) as work:
        forms.resume(work, form_id)
        in_hand = held(work, form_id, lock=True)
        for key, value in answers.items():
            keep(work, in_hand.form, key, value)


def accept_all(work: Work, form_id: UUID) -> Review:
    """What is flagged one by one, then the rest."""
    for line in forms.review(work, form_id).lines:
        if line.caution and not line.decision:
            forms.decide(work, form_id, line.key, "accept")
    return forms.decide_rest(work, form_id, "accept")


def stored(work: Work, form_id: UUID) -> dict[str, object]:
    """The answers that are saved for a form."""
    return held(work, form_id).answers


def now(form_id: UUID, column: Any) -> Any:
    """One column of the form's row as it is now."""
    with begin(SYSTEM, reads=True) as work:
        return work.session.scalar(select(column).where(Form.id == form_id))
