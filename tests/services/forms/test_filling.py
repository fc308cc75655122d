"""A patient fills a form: saved at each answer, on any device, sent once; nobody else comes near it."""

from contextlib import suppress
from dataclasses import replace
from uuid import UUID, uuid4

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from portal_app.access.actor import SYSTEM, Actor
from portal_app.chart.questionnaire import validates
from portal_app.errors import BadInput, Conflict, NotFound, PortalError, Refused
from portal_app.models import FactRow, Form, FormAnswer, FormState, Resource, Task, TaskKind, TaskState
from portal_app.services import forms
from portal_app.wiring import House, begin
from tests.chart.questionnaire.forms import INTAKE
from tests.people import person, uid
from tests.services.forms.intake import fill_all, now, stored

PATIENT_DOORS = [
    lambda work, id: forms.resume(work, id),
    lambda work, id: forms.answer(work, id, "phone", "1"),
    lambda work, id: forms.tick(work, id, "conditions", "none", True),
    lambda work, id: forms.reply(work, id, "phone", "x"),
    lambda work, id: forms.add_row(work, id, "medicines-new"),
    lambda work, id: forms.remove_row(work, id, "medicines-new", "r1"),
    lambda work, id: forms.look(work, id),
    lambda work, id: forms.go_on(work, id),
    lambda work, id: forms.go_to(work, id, 2),
    lambda work, id: forms.send(work, id),
]


def stored_by(who: Actor, form: UUID) -> dict:
    with begin(who, reads=True) as work:
        return stored(work, form)


def counts(house: House) -> tuple[int, ...]:
    with begin(SYSTEM, reads=True) as work:
        return tuple(work.session.scalar(select(func.count()).select_from(t)) for t in (FormAnswer, Resource, Task))


def test_nobody_but_the_patient_touches_the_answers(house: House, form: UUID) -> None:
    before = counts(house)
    for who in ("nobody", "stranger", "rosa", "ben", "priya", "dana", "sam"):
        for door in PATIENT_DOORS:
            with pytest.raises(Refused), begin(person(who)) as work:
                door(work, form)
    assert counts(house) == before
    assert now(form, Form.state) is FormState.ASKED


def test_a_form_that_is_not_there_is_not_found(form: UUID, ana: Actor) -> None:
    for door in PATIENT_DOORS:
        with pytest.raises(NotFound), begin(ana) as work:
            door(work, uuid4())


def test_only_those_who_may_ask_for_forms_ask_and_take_back(form: UUID) -> None:
    for who in ("nobody", "ana", "dana", "sam", "lena"):
        for act in (lambda w: forms.ask(w, uid("ana"), "intake"), lambda w: forms.withdraw(w, form)):
            with pytest.raises(Refused), begin(person(who)) as work:
                act(work)


def test_what_the_chart_knows_is_filled_in_at_the_first_opening_only(form: UUID, ana: Actor) -> None:
    with begin(ana) as work:
        screen = forms.resume(work, form)
        assert (screen.kind, screen.position, screen.of) == ("part", 1, 7)
        assert stored(work, form)["phone"] == "(502) 555-0118"
    with begin(ana) as work:
        forms.answer(work, form, "phone", "(502) 555-0190")
    with begin(ana) as work:
        forms.resume(work, form)
        assert stored(work, form)["phone"] == "(502) 555-0190"


def test_an_answer_is_there_on_another_device_and_the_last_one_counts(form: UUID, ana: Actor) -> None:
    with begin(ana) as phone:
        forms.resume(phone, form)
    for text in ("Louisville", "Lexington"):
        with begin(ana) as device:
            saved = forms.answer(device, form, "city", text)
            assert saved.saved.startswith("Saved at ")
    with begin(ana) as desktop:
        screen = forms.resume(desktop, form)
    fields = {field.key: field.value for block in screen.section.blocks for row in block.rows for field in row.fields}
    assert fields["city"] == "Lexington"


def test_a_part_with_a_gap_is_not_left_and_says_what_is_missing(form: UUID, ana: Actor) -> None:
    with begin(ana) as work:
        forms.resume(work, form)
        screen = forms.go_on(work, form)
    assert screen.position == 1
    assert "Choose one answer." in [problem.sentence for problem in screen.problems]


def test_what_is_not_the_patients_to_answer_is_refused(form: UUID, ana: Actor) -> None:
    with begin(ana) as work:
        forms.resume(work, form)
    for key in ("medicines-known[lisinopril]/medicine-name", "plan", "nonsense", "", "contact"):
        with pytest.raises(BadInput), begin(ana) as work:
            forms.answer(work, form, key, "x")


def test_rows_come_and_go(form: UUID, ana: Actor) -> None:
    with begin(ana) as work:
        forms.resume(work, form)
        forms.answer(work, form, "medicines-more", "true")
        forms.add_row(work, form, "medicines-new")
        rows = stored(work, form)["medicines-new"]
        assert len(rows) == 2
        forms.answer(work, form, f"medicines-new[{rows[1]}]/new-medicine-name", "Zinc")
        forms.remove_row(work, form, "medicines-new", rows[1])
        work.session.flush()
        left = stored(work, form)
    assert left["medicines-new"] == rows[:1]
    assert not [key for key in left if rows[1] in key]


def test_none_of_these_clears_the_others_and_the_other_way_round(form: UUID, ana: Actor) -> None:
    with begin(ana) as work:
        forms.resume(work, form)
        forms.tick(work, form, "conditions", "73211009", True)
        forms.tick(work, form, "conditions", "none", True)
        assert stored(work, form)["conditions"] == ["none"]
        forms.tick(work, form, "conditions", "195967001", True)
        assert stored(work, form)["conditions"] == ["195967001"]
        forms.tick(work, form, "conditions", "195967001", False)
        work.session.flush()
        assert "conditions" not in stored(work, form)


def test_a_blank_required_answer_cannot_be_sent(house: House, form: UUID, ana: Actor) -> None:
    fill_all(ana, form)
    before = counts(house)[1:]
    for key in ("signature", "phone", "reason", "medicines-known[lisinopril]/medicine-check"):
        told = stored_by(ana, form)[key]
        for blank in ("", "   ", "\u200b"):
            with begin(ana) as work:
                forms.answer(work, form, key, blank)
            with pytest.raises(BadInput), begin(ana) as work:
                forms.send(work, form)
        with begin(ana) as work:
            forms.answer(work, form, key, told)
    assert counts(house)[1:] == before
    assert now(form, Form.state) is FormState.STARTED


def test_even_answers_put_past_the_services_cannot_be_sent_unsigned(form: UUID, ana: Actor) -> None:
    fill_all(ana, form)
    with begin(SYSTEM) as work:
        work.session.merge(FormAnswer(form_id=form, path="signature", value=[" "], saved_at=work.now))
    with pytest.raises(BadInput), begin(ana) as work:
        forms.send(work, form)


def test_it_is_sent_once_however_often_it_is_pressed(house: House, form: UUID, ana: Actor) -> None:
    fill_all(ana, form)
    for _ in range(3):
        with begin(ana) as work:
            screen = forms.send(work, form)
        assert screen.kind == "sent"
    with begin(SYSTEM, reads=True) as work:
        (task,) = work.all(select(Task))
        (response,) = work.all(select(Resource).where(Resource.type == "QuestionnaireResponse"))
        facts = work.all(select(FactRow.kind).where(FactRow.kind == "FormSent"))
        assert (task.kind, task.state, task.about_id, len(facts)) == (TaskKind.FORM, TaskState.OPEN, form, 1)
        assert response.from_patient
        assert response.patient_id == ana.patient_id
        filed = response.id
        body = orjson.loads(response.body)
        assert validates(INTAKE, body) == []
        assert body["subject"] == {"reference": "Patient/ana"}
    assert filed == now(form, Form.response_id)


def test_what_was_sent_is_not_changed_any_more(sent: UUID, ana: Actor) -> None:
    for act in (
        lambda w: forms.answer(w, sent, "phone", "x"),
        lambda w: forms.tick(w, sent, "conditions", "none", True),
        lambda w: forms.add_row(w, sent, "allergies-new"),
    ):
        with pytest.raises(Conflict), begin(ana) as work:
            act(work)


def test_a_form_is_asked_for_once_while_it_waits(form: UUID, ben: Actor, ana: Actor) -> None:
    with begin(ben) as work:
        found = forms.ask(work, uid("ana"), "intake")
        assert (len(found.forms), found.offers) == (1, [])
    with begin(ana, reads=True) as work:
        assert forms.to_do(work) == 1
        assert [card.verb for card in forms.mine(work).to_do] == ["start"]


def test_a_form_taken_back_cannot_be_filled(form: UUID, ben: Actor, ana: Actor) -> None:
    with begin(ben) as work:
        forms.withdraw(work, form)
    with begin(ana) as work:
        assert forms.resume(work, form).kind == "gone"
    with pytest.raises(Conflict), begin(ana) as work:
        forms.answer(work, form, "phone", "x")


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(key=st.text(max_size=40), text=st.text(max_size=60), position=st.integers(-9, 99))
def test_garbage_is_never_sent(form: UUID, ana: Actor, key: str, text: str, position: int) -> None:
    with begin(ana) as work:
        forms.resume(work, form)
    for act in (
        lambda w: forms.answer(w, form, key, text),
        lambda w: forms.answer(w, form, "city", text),
        lambda w: forms.tick(w, form, "conditions", text, True),
        lambda w: forms.remove_row(w, form, key, text),
        lambda w: forms.go_to(w, form, position),
        lambda w: forms.send(w, form),
    ):
        with suppress(PortalError), begin(ana) as work:
            act(work)
    assert now(form, Form.state) is FormState.STARTED


def test_the_form_is_in_the_language_of_the_reader(form: UUID, ana: Actor) -> None:
    with begin(replace(ana, language="es")) as work:
        screen = forms.resume(work, form)
    assert screen.title == "Cómo comunicarnos con usted"


def test_a_changed_form_is_a_new_version_and_the_same_one_is_not(house: House, form: UUID) -> None:
    with begin(SYSTEM) as work:
        assert forms.adopt(work, "intake", INTAKE, "nurses") == 1
        assert forms.adopt(work, "intake", INTAKE | {"version": "2"}, "nurses") == 2
        assert work.session.get(Form, form).questionnaire_id


def test_a_day_is_read_over_as_it_is_spoken(form: UUID, ana: Actor) -> None:
    fill_all(ana, form, since="2026-11-01")
    with begin(ana) as work:
        forms.send(work, form)
    with begin(ana) as work:
        told = [line.answer for part in forms.resume(work, form).parts for line in part.lines]
    assert "November 1, 2026" in told
    assert "2026-11-01" not in told


def test_a_question_is_read_over_under_its_heading(form: UUID, ana: Actor) -> None:
    fill_all(ana, form)
    with begin(ana) as work:
        forms.send(work, form)
    with begin(ana) as work:
        told = [line.question for part in forms.resume(work, form).parts for line in part.lines]
    assert "Someone we can call in an emergency: Their phone number" in told
    assert "Phone number" in told
