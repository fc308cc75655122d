"""A review that was saved a moment ago is undone by who saved it, and only then; the chart stands as before."""

from uuid import UUID

import pytest
from sqlalchemy import select

from portal_app.access.actor import SYSTEM, Actor
from portal_app.errors import BadInput, Conflict, Refused
from portal_app.models import Form, FormState, Patient, Resource, Task, TaskState
from portal_app.services import forms
from portal_app.services.forms.cards import Review
from portal_app.services.forms.held import chart_of
from portal_app.wiring import begin
from tests.people import LONG_AGO, person, uid
from tests.services.forms.intake import accept_all, now, stored

PHONE = "(502) 555-0118"


def saved(sent: UUID, ben: Actor, question: str = "") -> Review:
    """Ben accepts everything (or asks about the phone), and saves."""
    with begin(ben) as work:
        if question:
            forms.decide(work, sent, "phone", "ask", question)
        card = accept_all(work, sent)
    with begin(ben) as work:
        return forms.settle(work, sent, card.task_version)


def in_chart() -> tuple[list[str], list[str], str]:
    """The medicines and allergies that hold, and the phone number."""
    with begin(SYSTEM, reads=True) as work:
        patient = work.session.get_one(Patient, uid("ana"))
        chart = chart_of(work, patient)
        medicines = [entry["id"] for entry in chart["medicines"]]
        return medicines, [entry["id"] for entry in chart["allergies"]], patient.phone


def test_nobody_but_who_saved_it_undoes_it(sent: UUID, ben: Actor) -> None:
    saved(sent, ben)
    for who in ("nobody", "ana", "stranger", "dana", "sam", "lena"):
        with pytest.raises(Refused), begin(person(who)) as work:
            forms.undo(work, sent)
    with pytest.raises(Conflict), begin(person("amara")) as work:
        forms.undo(work, sent)
    assert now(sent, Form.state) is FormState.ACCEPTED


def test_what_was_never_saved_and_what_was_saved_long_ago_is_not_undone(sent: UUID, ben: Actor) -> None:
    with pytest.raises(Conflict), begin(ben) as work:
        forms.undo(work, sent)
    saved(sent, ben)
    with begin(SYSTEM) as work:
        row = work.session.get_one(Form, sent)
        row.settled = row.settled | {"at": LONG_AGO.isoformat()}
    with pytest.raises(Conflict), begin(ben) as work:
        forms.undo(work, sent)


def test_a_chart_that_has_changed_since_is_left_alone(sent: UUID, ben: Actor) -> None:
    saved(sent, ben)
    with begin(SYSTEM) as work:
        for row in work.all(select(Resource).where(Resource.type == "Patient")):
            row.version += 1
    with pytest.raises(Conflict), begin(ben) as work:
        forms.undo(work, sent)
    assert now(sent, Form.state) is FormState.ACCEPTED


def test_the_chart_and_the_form_stand_as_before_and_can_be_saved_again(sent: UUID, ben: Actor) -> None:
    before = in_chart()
    card = saved(sent, ben)
    assert card.can_undo
    after = in_chart()
    assert after != before
    with begin(ben) as work:
        card = forms.undo(work, sent)
    assert in_chart() == before
    assert (card.open, card.all_decided, card.can_undo) == (True, True, False)
    with begin(SYSTEM, reads=True) as work:
        (task,) = work.all(select(Task))
        assert task.state is TaskState.OPEN
        left = [row.body for row in work.all(select(Resource).where(Resource.entered_in_error))]
        assert left, "what was taken back is kept, as an error"
    with begin(ben) as work:
        forms.settle(work, sent, card.task_version)
    assert in_chart() == after


def test_a_question_that_was_undone_never_reached_the_patient(sent: UUID, ben: Actor, ana: Actor) -> None:
    saved(sent, ben, "Is this a mobile phone?")
    with begin(ben) as work:
        card = forms.undo(work, sent)
    assert [line.asked for line in card.asks] == ["Is this a mobile phone?"]
    with begin(ana) as work:
        assert forms.resume(work, sent).kind == "sent"
        assert stored(work, sent)["signature"] == "Ana Rivera"


def test_once_the_patient_has_gone_on_with_it_nothing_is_undone(sent: UUID, ben: Actor, ana: Actor) -> None:
    saved(sent, ben, "Is this a mobile phone?")
    with begin(ana) as work:
        forms.reply(work, sent, "phone", "Yes")
    with pytest.raises(Conflict), begin(ben) as work:
        forms.undo(work, sent)


def test_all_of_it_sent_back_with_one_question_is_open_again_and_signed_again(
    sent: UUID, ben: Actor, ana: Actor
) -> None:
    with begin(ben) as work:
        card = forms.decide(work, sent, "phone", "keep")
    with pytest.raises(BadInput), begin(ben) as work:
        forms.send_back(work, sent, card.task_version, "  ")
    with begin(ben) as work:
        card = forms.send_back(work, sent, card.task_version, "Did you fill this in for yourself?")
    assert (card.open, card.can_undo) == (False, True)
    with begin(ana) as work:
        screen = forms.resume(work, sent)
        assert (screen.kind, [one.question for one in screen.questions]) == (
            "check",
            ["Did you fill this in for yourself?"],
        )
        assert len(screen.parts) == screen.of
        forms.answer(work, sent, "phone", "(502) 555-0111")
        forms.answer(work, sent, "medicines-more", "true")
        forms.add_row(work, sent, "medicines-new")
        forms.answer(work, sent, "medicines-more", "false")
        forms.answer(work, sent, "signature", "Ana Rivera")
    with pytest.raises(BadInput), begin(ana) as work:
        forms.send(work, sent)
    with begin(ana) as work:
        forms.reply(work, sent, "/", "Yes, all of it")
        forms.send(work, sent)
    with begin(ben, reads=True) as work:
        card = forms.review(work, sent)
    assert (card.whole_asked, card.whole_reply) == ("Did you fill this in for yourself?", "Yes, all of it")
    assert not [line for line in card.lines if line.decision], "every answer is decided anew"


def test_all_of_it_sent_back_is_undone_with_the_decisions_as_they_were(sent: UUID, ben: Actor) -> None:
    with begin(ben) as work:
        card = forms.decide(work, sent, "phone", "keep")
    with begin(ben) as work:
        forms.send_back(work, sent, card.task_version, "Did you fill this in for yourself?")
    with begin(ben) as work:
        card = forms.undo(work, sent)
    assert [(line.key, line.decision) for line in card.lines if line.decision] == [("phone", "keep")]
    assert card.whole_asked == ""


def test_only_staff_who_review_forms_send_one_back(sent: UUID) -> None:
    for who in ("nobody", "ana", "stranger", "dana", "sam", "lena"):
        with pytest.raises(Refused), begin(person(who)) as work:
            forms.send_back(work, sent, 1, "Why?")
    assert now(sent, Form.state) is FormState.SENT
