"""Staff review a form: field by field into the chart, or back with a question; by those who may."""

from uuid import UUID

import orjson
import pytest
from sqlalchemy import select

from portal_app.access.actor import SYSTEM, Actor
from portal_app.errors import BadInput, Conflict, NotFound, Refused
from portal_app.models import FactRow, Form, FormState, Patient, Resource, ResourceVersion, Task, TaskState
from portal_app.services import forms, patients
from portal_app.services.forms.cards import PatientForms, Review
from portal_app.wiring import House, begin
from tests.chart.questionnaire.test_respond import valid
from tests.people import person, uid
from tests.services.forms.intake import accept_all, fill_all, now, stored

MEDICINE = "medicines-known[lisinopril]"
ALLERGY = "allergies-new[r1]"


def seen(who: Actor, form_id: UUID) -> Review:
    with begin(who, reads=True) as work:
        return forms.review(work, form_id)


def chart(kind: str) -> list[dict]:
    with begin(SYSTEM, reads=True) as work:
        return [orjson.loads(row.body) for row in work.all(select(Resource).where(Resource.type == kind))]


def test_only_staff_who_review_forms_at_the_patients_site_see_or_decide(sent: UUID) -> None:
    for who in ("nobody", "ana", "stranger", "dana", "sam", "lena"):
        for act in (
            lambda w: forms.review(w, sent),
            lambda w: forms.decide(w, sent, "phone", "accept"),
            lambda w: forms.decide_rest(w, sent, "accept"),
            lambda w: forms.settle(w, sent, 1),
        ):
            with pytest.raises(Refused), begin(person(who)) as work:
                act(work)
    assert now(sent, Form.state) is FormState.SENT
    assert chart("MedicationStatement") == []


def hand_over(form_id: UUID, pool: str = "front_desk") -> None:
    with begin(SYSTEM) as work:
        work.one(select(Task).where(Task.about_id == form_id)).pool_id = uid(pool)


def test_the_front_desk_reads_no_answers_of_a_form_that_is_for_nurses(sent: UUID, priya: Actor) -> None:
    for act in (
        lambda w: forms.review(w, sent),
        lambda w: forms.decide(w, sent, "phone", "accept"),
        lambda w: forms.decide_rest(w, sent, "keep"),
        lambda w: forms.settle(w, sent, 1),
    ):
        with pytest.raises(NotFound), begin(priya) as work:
            act(work)
    with begin(priya, reads=True) as work:
        assert [(card.id, card.verb) for card in forms.of_patient(work, uid("ana")).forms] == [(str(sent), "")]


def test_who_does_not_ask_for_forms_does_not_hear_of_them_on_the_patients_page(sent: UUID) -> None:
    for who in ("dana", "sam"):
        with begin(person(who), reads=True) as work:
            assert forms.glance(work, uid("ana")) == PatientForms()


def test_the_front_desk_cannot_accept_a_medicine_or_an_allergy(sent: UUID, priya: Actor) -> None:
    hand_over(sent)
    for key in (MEDICINE, ALLERGY):
        with pytest.raises(Refused), begin(priya) as work:
            forms.decide(work, sent, key, "accept")
    with begin(priya) as work:
        assert not {line.key for line in forms.decide_rest(work, sent, "accept").lines if line.decision} & {
            MEDICINE,
            ALLERGY,
        }
    assert next(line for line in seen(priya, sent).lines if line.key == "phone").decision == "accept"


def test_a_form_that_was_not_sent_is_not_there_to_review(form: UUID, ben: Actor) -> None:
    with pytest.raises(NotFound), begin(ben, reads=True) as work:
        forms.review(work, form)


def test_the_review_shows_what_differs_and_is_a_look_at_the_chart(sent: UUID, ben: Actor) -> None:
    card = seen(ben, sent)
    lines = {line.key: line for line in card.lines}
    assert (lines["phone"].charted, lines["phone"].wrote, lines["phone"].state) == (
        "(502) 555-0118",
        "(502) 555-0190",
        "changed",
    )
    assert lines[MEDICINE].wrote == "I stopped"
    assert lines[ALLERGY].caution
    assert (card.signed, card.all_decided, card.open) == ("Signed: Ana Rivera", False, True)
    with begin(SYSTEM, reads=True) as work:
        assert work.all(select(FactRow).where(FactRow.kind == "ChartRead", FactRow.staff_id == ben.staff_id))


def test_a_review_is_not_saved_while_an_answer_is_undecided(sent: UUID, ben: Actor) -> None:
    with begin(ben) as work:
        card = forms.decide(work, sent, "phone", "accept")
    with pytest.raises(BadInput), begin(ben) as work:
        forms.settle(work, sent, card.task_version)
    assert now(sent, Form.state) is FormState.SENT


@pytest.mark.parametrize("way", ["accept", "keep"])
def test_the_rest_is_what_is_not_flagged(sent: UUID, ben: Actor, way: str) -> None:
    before = seen(ben, sent)
    flagged = {line.key for line in before.lines if line.caution}
    assert (flagged, before.flagged) == ({MEDICINE, ALLERGY}, 2)
    assert before.rest == before.differ - 2 > 0
    with begin(ben) as work:
        card = forms.decide_rest(work, sent, way)
    assert {line.key for line in card.lines if line.state != "same" and not line.decision} == flagged
    assert (card.rest, card.flagged, card.all_decided) == (0, 2, False)
    with pytest.raises(BadInput), begin(ben) as work:
        forms.settle(work, sent, card.task_version)
    with begin(ben) as work:
        forms.decide(work, sent, MEDICINE, "accept")
        card = forms.decide(work, sent, ALLERGY, "keep")
    assert (card.flagged, card.all_decided) == (0, True)


def test_accepted_answers_become_part_of_the_chart_and_kept_ones_do_not(sent: UUID, ben: Actor, ana: Actor) -> None:
    with begin(ben) as work:
        forms.decide(work, sent, "phone", "accept")
        forms.decide(work, sent, MEDICINE, "accept")
        forms.decide(work, sent, ALLERGY, "accept")
        card = forms.decide_rest(work, sent, "keep")
        assert card.all_decided
    with begin(ben) as work:
        assert not forms.settle(work, sent, card.task_version).open
    (statement,) = chart("MedicationStatement")
    assert (statement["status"], statement["basedOn"]) == ("stopped", [{"reference": "MedicationRequest/lisinopril"}])
    assert "Ibuprofen" in [allergy["code"].get("text") for allergy in chart("AllergyIntolerance")]
    (patient,) = chart("Patient")
    assert [point["value"] for point in patient["telecom"]] == ["(502) 555-0190"]
    assert "contact" not in patient
    with begin(SYSTEM, reads=True) as work:
        assert work.session.get(Patient, uid("ana")).phone == "(502) 555-0190"
        assert work.all(select(ResourceVersion))
        (task,) = work.all(select(Task))
        assert task.state is TaskState.CLOSED
        said = work.all(select(Resource).where(Resource.type == "AllergyIntolerance", Resource.from_patient))
        assert len(said) == 1
    assert now(sent, Form.state) is FormState.ACCEPTED
    with begin(ana) as work:
        assert forms.resume(work, sent).title == "Done"


def test_saving_a_review_twice_changes_nothing(sent: UUID, ben: Actor) -> None:
    with begin(ben) as work:
        card = accept_all(work, sent)
    with begin(ben) as work:
        forms.settle(work, sent, card.task_version)
    before = len(chart("AllergyIntolerance"))
    with pytest.raises(Conflict), begin(ben) as work:
        forms.settle(work, sent, card.task_version)
    assert len(chart("AllergyIntolerance")) == before


def test_two_reviewers_do_not_both_save_unawares(sent: UUID, ben: Actor, amara: Actor) -> None:
    with begin(ben) as work:
        card = accept_all(work, sent)
    with begin(amara) as work:
        task = work.session.scalars(select(Task)).one()
        task.version += 1
    with pytest.raises(Conflict), begin(ben) as work:
        forms.settle(work, sent, card.task_version)
    assert now(sent, Form.state) is FormState.SENT


def test_a_question_goes_back_and_only_that_is_open_until_it_is_signed_again(
    sent: UUID, ben: Actor, ana: Actor
) -> None:
    with begin(ben) as work:
        forms.decide(work, sent, ALLERGY, "ask", "")
        card = accept_all(work, sent)
    with pytest.raises(BadInput), begin(ben) as work:
        forms.settle(work, sent, card.task_version)
    with begin(ben) as work:
        card = forms.decide(work, sent, ALLERGY, "ask", "When did your lips swell?")
    with begin(ben) as work:
        forms.settle(work, sent, card.task_version)
    with begin(ana) as work:
        screen = forms.resume(work, sent)
        assert screen.kind == "questions"
        assert [question.question for question in screen.questions] == ["When did your lips swell?"]
        keys = {field.key for block in screen.section.blocks for row in block.rows for field in row.fields}
        assert keys == {f"{ALLERGY}/new-allergy-name", f"{ALLERGY}/new-allergy-reaction", "signature"}
        assert "signature" not in stored(work, sent)
    with pytest.raises(BadInput), begin(ana) as work:
        forms.answer(work, sent, "phone", "(502) 555-0000")
    with begin(ana) as work:
        forms.reply(work, sent, ALLERGY, "Last summer")
    with pytest.raises(BadInput), begin(ana) as work:
        forms.send(work, sent)
    with begin(ana) as work:
        forms.answer(work, sent, "signature", "Ana Rivera")
        forms.send(work, sent)
    again = seen(ben, sent)
    line = next(line for line in again.lines if line.key == ALLERGY)
    assert (line.decision, line.asked, line.reply) == ("", "When did your lips swell?", "Last summer")
    (response,) = chart("QuestionnaireResponse")
    assert response["extension"][0]["extension"][1] == {"url": "reply", "valueString": "Last summer"}
    with begin(SYSTEM, reads=True) as work:
        (task,) = work.all(select(Task))
        assert (task.state, task.owner_id) == (TaskState.OPEN, ben.staff_id)
    with begin(ben) as work:
        card = forms.decide(work, sent, ALLERGY, "accept")
    with begin(ben) as work:
        forms.settle(work, sent, card.task_version)
    assert len([a for a in chart("AllergyIntolerance") if a["code"].get("text") == "Ibuprofen"]) == 1


def test_habits_are_accepted_by_those_who_care_and_insurance_by_the_front_desk_too(
    house: House, form: UUID, ana: Actor, priya: Actor, ben: Actor
) -> None:
    fill_all(ana, form, insured="true", plan="Humana Choice Care", member="H 6634", smoking="8517006")
    with begin(ana) as work:
        forms.send(work, form)
    hand_over(form)
    with pytest.raises(Refused), begin(priya) as work:
        forms.decide(work, form, "smoking", "accept")
    with begin(priya) as work:
        for key in ("insured", "plan", "member"):
            forms.decide(work, form, key, "accept")
    hand_over(form, "nurses")
    with begin(ben) as work:
        forms.decide(work, form, "smoking", "accept")
        for key in (MEDICINE, ALLERGY):
            forms.decide(work, form, key, "keep")
        card = forms.decide_rest(work, form, "keep")
    with begin(ben) as work:
        forms.settle(work, form, card.task_version)
    (coverage,) = chart("Coverage")
    assert coverage["payor"] == [{"display": "Humana Choice Care"}]
    assert [one["valueCodeableConcept"]["text"] for one in chart("Observation")] == ["I used to, and I stopped"]
    with begin(ben) as work:
        told = patients.page(work, uid("ana")).chart[-1]
    assert [(line.what, line.value, line.below) for line in told.lines] == [
        ("Insurance", "Humana Choice Care", "Member number H 6634"),
        ("Smoking", "I used to, and I stopped", ""),
    ]


def test_the_chart_keeps_who_told_it_and_who_accepted_it(sent: UUID, ben: Actor) -> None:
    with begin(ben) as work:
        forms.decide(work, sent, MEDICINE, "accept")
        forms.decide(work, sent, ALLERGY, "keep")
        card = forms.decide_rest(work, sent, "keep")
    with begin(ben) as work:
        forms.settle(work, sent, card.task_version)
    (kept,) = chart("Provenance")
    valid(kept)
    (statement,) = chart("MedicationStatement")
    assert kept["target"] == [{"reference": f"MedicationStatement/{statement['id']}"}]
    assert [agent["who"].get("display") or agent["who"]["reference"] for agent in kept["agent"]] == [
        "Ben Ruiz, Nurse",
        "Patient/ana",
    ]
    assert kept["entity"] == [{"role": "source", "what": {"reference": f"QuestionnaireResponse/{sent}"}}]
