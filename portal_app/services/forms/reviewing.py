"""Staff read a form beside the chart and decide answer by answer: accept, keep what the chart says, or ask."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import orjson
from sqlalchemy import select

from portal_app.access import visible
from portal_app.access.permissions import Permission, granted
from portal_app.catalogue import say, say_count
from portal_app.chart import questionnaire
from portal_app.chart.questionnaire import Chart, Difference
from portal_app.chart.questionnaire.differences import SAME
from portal_app.errors import BadInput, Conflict, NotFound
from portal_app.facts.chart import ChartRead
from portal_app.facts.forms import FormDecided
from portal_app.models import Form, FormDecision, FormState, Patient, Resource, Task
from portal_app.rules import clocks
from portal_app.services.forms.cards import Line, Review
from portal_app.services.forms.held import ACCEPT, ASK, KEEP, WHOLE, Held, chart_of, decisions, held
from portal_app.services.forms.standing import staff_card
from portal_app.work import Work

CLINICAL = frozenset({"MedicationStatement", "AllergyIntolerance", "Observation"})
QUESTION = 1000
UNDO = timedelta(seconds=12)
"""How long a saved review can be undone: ten seconds on the screen, two on the way."""


@dataclass
class Beside:
    """A form that was sent, and the chart it is compared with."""

    in_hand: Held
    patient: Patient
    response: dict[str, object]
    chart: Chart
    lines: list[Difference]


def beside(work: Work, form_id: UUID, *, lock: bool = False) -> Beside:
    """The form as it was sent, beside what this member of staff may see of the chart."""
    in_hand = held(work, form_id, lock=lock)
    if in_hand.form.response_id is None:
        raise NotFound(say("We could not find that. It may have moved."))
    patient = work.one(visible.patients(work.actor).where(Patient.id == in_hand.form.patient_id))
    response = orjson.loads(work.session.get_one(Resource, in_hand.form.response_id).body)
    chart = chart_of(work, patient)
    return Beside(in_hand, patient, response, chart, questionnaire.differences(in_hand.asked, response, chart))


def review(work: Work, form_id: UUID) -> Review:
    """The form beside the chart, with what was decided so far. Opening it is a look at the chart."""
    work.permit(Permission.FORMS_REVIEW)
    found = beside(work, form_id)
    work.record(ChartRead(patient_id=found.patient.id, part="form", reason="task"))
    return _card(work, found)


def decide(work: Work, form_id: UUID, key: str, decision: str, question: str = "") -> Review:
    """Keep one decision; the chart changes when the review is saved."""
    work.permit(Permission.FORMS_REVIEW)
    found = waiting(work, form_id)
    line = next((line for line in found.lines if line.key == key), None)
    if line is None or decision not in (ACCEPT, KEEP, ASK):
        raise BadInput(say("This answer is not in the form any more. Look again, then go on."))
    if len(question) > QUESTION:
        raise BadInput(say("Use {count} letters or fewer.", count=QUESTION), key)
    if decision == ACCEPT:
        permit_accept(work, line)
    _keep(work, found, line, decision, question)
    return _told(work, found)


def decide_rest(work: Work, form_id: UUID, decision: str) -> Review:
    """Decide in one way what is still open and not flagged, as far as this member of staff may.

    What is flagged is decided one by one: somebody must have read why.
    """
    work.permit(Permission.FORMS_REVIEW)
    found = waiting(work, form_id)
    if decision not in (ACCEPT, KEEP):
        raise BadInput(say("This answer is not in the form any more. Look again, then go on."))
    decided = {path for path, one in decisions(work, found.in_hand.form).items() if one.decision}
    for line in found.lines:
        open_one = line.state != SAME and line.key not in decided and not line.caution
        if open_one and (decision == KEEP or may_accept(work, line)):
            _keep(work, found, line, decision, "")
    return _told(work, found)


def may_accept(work: Work, line: Difference) -> bool:
    """Whether this member of staff may take the answer over: what is clinical is for those who care."""
    return line.becomes not in CLINICAL or granted(work.actor, Permission.FORMS_ACCEPT_CLINICAL)


def permit_accept(work: Work, line: Difference) -> None:
    """Refuse who may not take this answer over into the chart."""
    if line.becomes in CLINICAL:
        work.permit(Permission.FORMS_ACCEPT_CLINICAL)


def waiting(work: Work, form_id: UUID) -> Beside:
    """A form that waits for a decision, held for this Work."""
    found = beside(work, form_id, lock=True)
    if found.in_hand.form.state is not FormState.SENT:
        raise Conflict(say("This form does not wait for a decision any more. Nothing was changed."))
    return found


def _keep(work: Work, found: Beside, line: Difference, decision: str, question: str) -> None:
    form = found.in_hand.form
    work.session.merge(
        FormDecision(
            form_id=form.id,
            path=line.key,
            decision=decision,
            question=question.strip(),
            by_id=work.actor.staff_id,
            at=work.now,
        )
    )


def undoable(work: Work, form: Form) -> bool:
    """Whether this member of staff saved the review a moment ago, and the patient has not gone on with it since."""
    last = form.settled
    if not last or form.state is FormState.SENT or last["by"] != str(work.actor.staff_id):
        return False
    at = datetime.fromisoformat(last["at"])
    return work.now - at <= UNDO and (form.saved_at is None or form.saved_at <= at)


def task_of(work: Work, form: Form) -> Task:
    """The task under which a form that was sent stands in the inbox."""
    return work.session.scalars(select(Task).where(Task.about_id == form.id)).one()


def _told(work: Work, found: Beside) -> Review:
    form = found.in_hand.form
    task = task_of(work, form)
    work.record(FormDecided(patient_id=form.patient_id, form_id=form.id, task_id=task.id, pool_id=task.pool_id))
    work.session.flush()
    return _card(work, found)


def _card(work: Work, found: Beside) -> Review:
    form, patient = found.in_hand.form, found.patient
    decided = decisions(work, form)
    lines: list[Line] = []
    section = ""
    counts: defaultdict[str, Counter[bool]] = defaultdict(Counter)
    for line in found.lines:
        counts[line.section][line.state == SAME] += 1
    for line in found.lines:
        one = decided.get(line.key)
        lines.append(
            Line(
                key=line.key,
                question=line.question,
                charted=line.charted,
                wrote=line.wrote,
                state=line.state,
                caution=line.caution,
                compared=line.compared,
                decision=one.decision if one else "",
                asked=one.question if one else "",
                reply=found.in_hand.replies.get(line.key, ""),
                mine=may_accept(work, line),
                heading=line.section if line.section != section else "",
                counts=_counts(counts[line.section]) if line.section != section else "",
            )
        )
        section = line.section
    differ = [line for line in lines if line.state != SAME]
    left = [line for line in differ if not line.decision]
    tally = Counter(line.decision for line in lines)
    return Review(
        id=str(form.id),
        patient=patient.name,
        patient_id=str(patient.id),
        first_name=patient.given,
        born=clocks.calendar_day(patient.birth_date) if patient.birth_date else "",
        title=found.in_hand.asked.title,
        heading=_heading(found, len(differ)),
        sent=say("Sent by {name} {when}", name=patient.given, when=clocks.moment(form.sent_at, work.now, work.zone)),
        signed=_signed(found),
        lines=lines,
        asks=[line for line in lines if line.decision == ASK],
        same=len(lines) - len(differ),
        differ=len(differ),
        tally=say(
            "accept {accept}, keep {keep}, ask about {ask}", accept=tally[ACCEPT], keep=tally[KEEP], ask=tally[ASK]
        ),
        all_decided=not left,
        rest=sum(line.mine and not line.caution for line in left),
        flagged=sum(bool(line.caution) for line in left),
        open=form.state is FormState.SENT,
        standing=staff_card(work, form).standing,
        task_version=task_of(work, form).version,
        whole_asked=decided[WHOLE].question if WHOLE in decided else "",
        whole_reply=found.in_hand.replies.get(WHOLE, ""),
        can_undo=undoable(work, form),
    )


def _heading(found: Beside, differ: int) -> str:
    title = found.in_hand.asked.title
    if not differ:
        return say("{title}: nothing differs from the chart", title=title)
    return say_count("{title}: one answer to decide", "{title}: {n} answers to decide", n=differ, title=title)


def _counts(counted: Counter[bool]) -> str:
    return say("{differ} to decide, {same} the same", differ=counted[False], same=counted[True])


def _signed(found: Beside) -> str:
    asked = found.in_hand.asked
    places = questionnaire.every_place(questionnaire.lay_out(asked, questionnaire.recall(asked, found.response)))
    names = [place.written[0] for place in places if place.item.signature and place.is_answered]
    return say("Signed: {name}", name=names[0]) if names else ""
