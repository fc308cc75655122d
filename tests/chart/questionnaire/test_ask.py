"""What is switched off is not asked, does not count, and is never sent."""

from typing import Any

import pytest

from portal_app.chart.questionnaire import add_row, ask, can_answer, check, read, remove_row, validates
from tests.chart.questionnaire.forms import INTAKE, Json, extension, form, item, response


def when(question: str, operator: str = "=", **answer: Any) -> list[Json]:
    """One condition."""
    return [{"question": question, "operator": operator, **answer}]


def keys(raw: Json, answers: dict[str, Any]) -> list[str]:
    """The questions that are asked, in order."""
    return [
        field.key
        for section in ask(read(raw), answers)
        for block in section.blocks
        for row in block.rows
        for field in row.fields
    ]


@pytest.mark.parametrize(
    ("kind", "operator", "wanted", "yes", "no"),
    [
        ("boolean", "=", {"answerBoolean": True}, "true", "false"),
        ("boolean", "exists", {"answerBoolean": True}, "false", ""),
        ("boolean", "exists", {"answerBoolean": False}, "", "true"),
        ("integer", ">", {"answerInteger": 9}, "10", "9"),
        ("integer", ">=", {"answerInteger": 9}, "9", "8"),
        ("integer", "<", {"answerInteger": 9}, "8", "10"),
        ("decimal", "<=", {"answerDecimal": 9.5}, "9.5", "9.6"),
        ("date", ">", {"answerDate": "2020-01-01"}, "2020-01-02", "2020-01-01"),
        ("string", "!=", {"answerString": "a"}, "b", "a"),
        ("choice", "=", {"answerCoding": {"code": "a"}}, "a", "b"),
        ("choice", "!=", {"answerCoding": {"code": "a"}}, "b", "a"),
    ],
)
def test_each_operator_switches_a_question_on_and_off(
    kind: str, operator: str, wanted: Json, yes: str, no: str
) -> None:
    options = [{"valueCoding": {"code": "a"}}, {"valueCoding": {"code": "b"}}]
    first = item("first", kind, **({"answerOption": options} if kind == "choice" else {}))
    raw = form(first, item("then", required=True, enableWhen=when("first", operator, **wanted)))
    assert keys(raw, {"first": yes}) == ["first", "then"]
    assert keys(raw, {"first": no}) == ["first"]
    assert "then" in check(read(raw), {"first": yes})
    assert check(read(raw), {"first": no}) == {}
    full = response(raw, {"first": yes, "then": "told"})
    assert validates(raw, full) == []
    hidden = response(raw, {"first": no, "then": "told"})
    assert [one["linkId"] for one in hidden["item"]] == (["first"] if no else [])
    assert validates(raw, hidden) == []


def test_all_or_any_of_several_conditions() -> None:
    conditions = when("a", answerBoolean=True) + when("b", answerBoolean=True)
    both = form(item("a", "boolean"), item("b", "boolean"), item("c", enableWhen=conditions, enableBehavior="all"))
    either = form(item("a", "boolean"), item("b", "boolean"), item("c", enableWhen=conditions, enableBehavior="any"))
    assert "c" not in keys(both, {"a": "true"})
    assert "c" in keys(both, {"a": "true", "b": "true"})
    assert "c" in keys(either, {"b": "true"})


def test_what_hangs_on_a_switched_off_question_is_off_too() -> None:
    raw = form(
        item("a", "boolean"),
        item("b", "boolean", enableWhen=when("a", answerBoolean=True)),
        item("c", enableWhen=when("b", answerBoolean=True)),
    )
    assert keys(raw, {"a": "false", "b": "true", "c": "old"}) == ["a"]
    assert [one["linkId"] for one in response(raw, {"a": "false", "b": "true", "c": "old"})["item"]] == ["a"]


def test_a_condition_looks_at_its_own_row() -> None:
    inner = [item("check", "boolean"), item("how", required=True, enableWhen=when("check", answerBoolean=True))]
    raw = form(item("rows", "group", repeats=True, item=inner))
    answers = {"rows": ["r1", "r2"], "rows[r1]/check": "true", "rows[r2]/check": "false", "rows[r1]/how": "daily"}
    assert keys(raw, answers) == ["rows[r1]/check", "rows[r1]/how", "rows[r2]/check"]
    assert validates(raw, response(raw, answers)) == []
    del answers["rows[r2]/check"]
    assert check(read(raw), answers) == {}
    assert validates(raw, response(raw, answers)) == []


def test_questions_under_a_question_come_with_its_answer() -> None:
    raw = form(item("smokes", "boolean", item=[item("since", "integer", required=True)]))
    assert keys(raw, {}) == ["smokes"]
    assert keys(raw, {"smokes": "true"}) == ["smokes", "since"]
    made = response(raw, {"smokes": "true", "since": "1999"})
    assert made["item"][0]["answer"][0]["item"][0]["answer"] == [{"valueInteger": 1999}]
    assert validates(raw, made) == []


def test_rows_inside_rows_are_asked_row_by_row() -> None:
    raw = form(item("a", "group", repeats=True, item=[item("n"), item("b", "group", repeats=True, item=[item("m")])]))
    answers = {"a": ["1"], "a[1]/n": "x", "a[1]/b": ["2", "3"], "a[1]/b[2]/m": "y", "a[1]/b[3]/m": "z"}
    assert keys(raw, answers) == ["a[1]/n", "a[1]/b[2]/m", "a[1]/b[3]/m"]
    assert validates(raw, response(raw, answers)) == []


def test_the_patient_cannot_write_what_is_closed_hidden_or_not_asked() -> None:
    hidden = extension("questionnaire-hidden", valueBoolean=True)
    raw = form(
        item("open"),
        item("closed", readOnly=True),
        item("hidden", extension=hidden),
        item("off", enableWhen=when("open", answerString="x")),
        item("known", "group", repeats=True, item=[item("name", readOnly=True), item("check", "boolean")]),
        item("more", "group", repeats=True, item=[item("what")]),
    )
    answers = {"known": ["k1"]}
    writable = ["open", "known[k1]/check"]
    closed = ["closed", "hidden", "off", "known[k1]/name", "known[k9]/check", "known", "more", "more[r1]/what", ""]
    assert [key for key in writable + closed if can_answer(read(raw), answers, key)] == writable
    assert add_row(read(raw), answers, "known", "k2") is None
    assert remove_row(read(raw), answers, "known", "k1") is None
    assert add_row(read(raw), answers, "more", "r1") == ["r1"]
    assert remove_row(read(raw), {"more": ["r1", "r2"]}, "more", "r1") == ["r2"]


def test_the_clinics_form_has_one_screen_a_section_in_both_languages() -> None:
    english, spanish = ask(read(INTAKE), {}), ask(read(INTAKE, "es"), {})
    assert len(english) == len(spanish) == 7
    assert (english[0].title, spanish[0].title) == ("How we reach you", "Cómo comunicarnos con usted")


def test_every_text_of_the_clinics_form_is_there_in_spanish() -> None:
    def untranslated(part: Any) -> list[str]:
        if isinstance(part, list):
            return [found for inner in part for found in untranslated(inner)]
        if not isinstance(part, dict):
            return []
        here = [part[name] for name in ("text", "display", "title") if name in part and "_" + name not in part]
        return here + [found for name, inner in part.items() if name != "extension" for found in untranslated(inner)]

    assert untranslated(INTAKE["item"]) == []
