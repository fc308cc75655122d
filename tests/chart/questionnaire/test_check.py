"""A blank, unsigned or unfitting answer is named in words; garbage never raises; nothing blank passes the gates."""

import copy
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal_app.chart.questionnaire import ask, check, prefill, read, respond, validates
from portal_app.chart.questionnaire.places import every_place, lay_out
from tests.chart.questionnaire.forms import (
    CHART,
    INTAKE,
    NOON,
    Json,
    extension,
    fill,
    form,
    item,
    response,
    signature,
)

BLANKS = ["", " ", "\n\t ", "\u200b", "\u00a0", "\u2800", "\u3164\ufeff", None, [], [""], ["  ", None], {}, {"a": 1}]
garbage = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30) | st.sampled_from(["true", "none"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
KEYS = sorted({place.key for place in every_place(lay_out(read(INTAKE), prefill(read(INTAKE), CHART)))})
FILLED = fill(read(INTAKE), prefill(read(INTAKE), CHART))
SENT = response(INTAKE, FILLED)


@pytest.mark.parametrize(
    ("question", "wrong", "told"),
    [
        (item("q", maxLength=1), "ab", "Use one letter at most."),
        (item("q", maxLength=2), "abc", "Use 2 letters or fewer."),
        (item("q", "decimal", extension=extension("maxDecimalPlaces", valueInteger=1)), "1.55", "at most one digit"),
        (item("q", "decimal", extension=extension("maxDecimalPlaces", valueInteger=0)), "1.5", "a whole number"),
    ],
)
def test_one_is_never_told_as_many(question: Json, wrong: str, told: str) -> None:
    assert told in check(read(form(question)), {"q": wrong})["q"]


@pytest.mark.parametrize("blank", BLANKS)
def test_a_blank_answer_to_a_required_question_is_missing(blank: Any) -> None:
    assert check(read(form(item("name", required=True))), {"name": blank}) == {"name": "Answer this question."}


@pytest.mark.parametrize("blank", [*BLANKS, "x", "...", "\u3164\u3164", "12"])
def test_a_form_is_not_signed_without_a_name(blank: Any) -> None:
    raw = form(item("name", required=True, extension=signature()))
    assert check(read(raw), {"name": blank}) == {"name": "Type your full name to sign."}


@pytest.mark.parametrize(
    ("question", "wrong", "right"),
    [
        (item("q", "boolean"), "yes", "true"),
        (item("q", "integer"), "2.5", "2"),
        (item("q", "integer"), "99999999999", "-3"),
        (item("q", "decimal"), "1,5", "1.5"),
        (item("q", "decimal", extension=extension("maxDecimalPlaces", valueInteger=1)), "1.55", "1.5"),
        (item("q", "integer", extension=extension("minValue", valueInteger=3)), "2", "3"),
        (item("q", "integer", extension=extension("maxValue", valueInteger=3)), "4", "3"),
        (item("q", "date"), "2026-02-30", "2026-02-28"),
        (item("q", "date", extension=extension("minValue", valueDate="2000-01-01")), "1999-12-31", "2000-01-01"),
        (item("q", "dateTime"), "2026-02-30T10:00", "2026-02-28T10:00"),
        (item("q", "time"), "25:00", "14:30"),
        (item("q", "url"), "javascript:alert(1)", "https://example.org/a"),
        (item("q", maxLength=3), "four", "thr"),
        (item("q", extension=extension("minLength", valueInteger=3)), "ab", "abc"),
        (item("q", extension=extension("regex", valueString="[0-9]{5}")), "4020", "40202"),
        (item("q", "choice", answerOption=[{"valueString": "a"}]), "b", "a"),
        (
            item("q", "quantity", extension=extension("questionnaire-unit", valueCoding={"code": "kg"})),
            "7 stone",
            "70.5",
        ),
    ],
)
def test_an_unfitting_answer_is_refused_in_words_and_a_fitting_one_validates(
    question: Json, wrong: str, right: str
) -> None:
    raw = form(question)
    problem = check(read(raw), {"q": wrong})["q"]
    assert problem.endswith(".")
    assert check(read(raw), {"q": right}) == {}
    assert validates(raw, response(raw, {"q": right})) == []


def test_none_of_these_cannot_stand_beside_another_answer() -> None:
    none = {"valueString": "none", "extension": extension("questionnaire-optionExclusive", valueBoolean=True)}
    asked = read(form(item("q", "choice", repeats=True, answerOption=[{"valueString": "asthma"}, none])))
    assert check(asked, {"q": ["asthma", "none"]}) == {"q": "“none” cannot stand beside another answer."}
    assert check(asked, {"q": ["none"]}) == {}


def test_an_empty_row_is_not_a_row() -> None:
    asked = read(form(item("rows", "group", repeats=True, required=True, item=[item("name")])))
    assert check(asked, {"rows": ["r1", "r2"], "rows[r1]/name": " "}) == {"rows": "Add at least one."}
    assert check(asked, {"rows": ["r1"], "rows[r1]/name": "x"}) == {}


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=20), garbage, max_size=40))
def test_any_garbage_is_answered_and_never_raises(answers: dict[str, Any]) -> None:
    asked = read(INTAKE)
    problems = check(asked, answers)
    ask(asked, answers, problems)
    assert "signature" in problems or len(str(answers.get("signature"))) > 1
    made = respond(asked, {}, response_id="r1", patient="ana", at=NOON)
    assert validates(INTAKE, made), "an empty form must never validate"
    if not problems:
        assert validates(INTAKE, respond(asked, answers, response_id="r1", patient="ana", at=NOON)) == []


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_one_blank_required_answer_is_caught_by_both_gates(data: st.DataObject) -> None:
    asked, answers = read(INTAKE), dict(FILLED)
    required = [
        place.key
        for place in every_place(lay_out(asked, answers))
        if place.asked and place.item.is_question and place.item.required
    ]
    key = data.draw(st.sampled_from(required))
    answers[key] = data.draw(st.sampled_from(BLANKS))
    assert key in check(asked, answers)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_response_with_an_answer_taken_out_does_not_validate(data: st.DataObject) -> None:
    asked, made = read(INTAKE), copy.deepcopy(SENT)
    required = {question.link_id for section in asked.items for question in _required(section)}
    found = [(held, one) for held in _levels(made) for one in held if one["linkId"] in required and "answer" in one]
    level, one = data.draw(st.sampled_from(found))
    if data.draw(st.booleans()):
        level.remove(one)
    else:
        one["answer"] = [{"valueString": "  "}]
    assert validates(INTAKE, made), json.dumps(one)


def test_an_unsigned_signature_does_not_validate() -> None:
    raw = form(item("name", required=True, extension=signature()))
    made = response(raw, {"name": "Ana Rivera"})
    assert validates(raw, made) == []
    del made["item"][0]["extension"]
    assert validates(raw, made) == ["name is not signed"]


def _required(question: Any) -> list[Any]:
    return [question] * question.required + [found for child in question.items for found in _required(child)]


def _levels(holder: Json) -> list[list[Json]]:
    here = holder.get("item") or []
    return [here, *(level for one in here for level in _levels(one))]
