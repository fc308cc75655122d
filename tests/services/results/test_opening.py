"""One result, whole."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal_app import wiring
from portal_app.errors import NotFound, Refused
from portal_app.models import Draft, Notice, Topic
from portal_app.services import results
from portal_app.wiring import begin
from tests.people import uid
from tests.services.results.panels import (
    PANEL,
    a_test,
    chart,
    commented,
    id_of,
    noticed,
    page_of,
    panel,
    set_columns,
)
from tests.services.test_records import LOINC, facts


def unjudged(name: str) -> list[dict]:
    """A panel whose lab sent no usual ranges."""
    return [{key: one[key] for key in one if key != "referenceRange"} for one in panel(name, "2026-11-25")]


def groups(page: results.ResultCard) -> dict[str, list[str]]:
    return {group.kind: [one.title for one in group.measures] for group in page.groups}


@pytest.mark.parametrize("who", ["nobody", "priya", "dana", "ben", "sam"])
def test_only_the_patient_or_who_said_why_opens_a_result(request, house, who):
    chart(*panel("one", "2026-11-23"))
    with pytest.raises(Refused):
        page_of(request.getfixturevalue(who), "one", through=uid("ana"))


@pytest.mark.parametrize("service", [results.read, results.over_time, results.seen, results.ask])
def test_a_stranger_gets_not_found_and_so_does_an_id_of_nothing(house, stranger, service):
    chart(*panel("one", "2026-11-23"))
    noticed("one")
    for wanted in (id_of("one"), id_of("one-2823-3"), uuid4()):
        with pytest.raises(NotFound), begin(stranger) as work:
            service(work, wanted)
    with Session(wiring.house().engine) as session:
        assert session.scalars(select(Notice.seen_at)).all() == [None]
        assert session.scalars(select(Draft)).all() == []


@pytest.mark.parametrize("service", [results.read, results.over_time, results.seen, results.ask])
def test_what_is_not_released_is_not_found(house, ana, service):
    chart(*panel("one", "2026-11-23"))
    for name in ("one", "one-2823-3"):
        set_columns(name, visible_from=datetime(2999, 1, 1, tzinfo=UTC))
        with pytest.raises(NotFound), begin(ana) as work:
            service(work, id_of(name))


def test_a_patient_asks_nothing_about_another_list(house, ana):
    chart({"resourceType": "Condition", "id": "asthma", "code": {"text": "Asthma"}})
    with pytest.raises(NotFound):
        page_of(ana, "asthma")


def test_the_tests_stand_by_how_they_are_in_the_order_of_the_report(house, ana):
    chart(*panel("one", "2026-11-23", 5.3))
    page = page_of(ana, "one")
    assert (page.title, page.bold) == ("Basic metabolic panel", "1 of 8 is a little high.")
    assert groups(page)["outside"] == ["Potassium"]
    assert groups(page)["usual"][:2] == ["Sodium", "Chloride"]
    potassium = page.groups[0].measures[0]
    assert (potassium.value, potassium.unit, potassium.words) == ("5.3", "mmol/L", "A little high")
    assert (potassium.low, potassium.high, potassium.at, potassium.lined) == ("3.5", "5.1", 81.2, True)
    assert potassium.meaning.startswith("A high level can come from")
    assert page.groups[1].measures[0].meaning == ""


def test_only_what_was_compared_and_is_usual_is_said_to_be_all_usual(house, ana):
    chart(*panel("one", "2026-11-23"), *panel("two", "2026-11-24", 5.3), *unjudged("three"))
    assert [page_of(ana, name).usual for name in ("one", "two", "three")] == [True, False, False]
    assert page_of(ana, "three").rest == "8 values. There is no usual range to compare with."


def test_a_test_of_a_report_opens_its_report_and_a_hidden_test_is_not_in_it(house, ana):
    chart(*panel("one", "2026-11-23", 5.3))
    assert page_of(ana, "one-2951-2").id == str(id_of("one"))
    set_columns("one-2823-3", visible_from=None)
    page = page_of(ana, "one")
    assert page.rest == "All 7 are in the usual range."
    assert "Potassium" not in str(page)
    assert "5.3" not in str(page)


def test_what_is_outside_comes_with_its_chart_and_the_others_are_a_tap_away(house, ana):
    for day, value in (("2024-12-03", 4.3), ("2025-11-12", 4.7), ("2026-06-02", 4.9)):
        chart(*panel(f"p-{day}", day, value))
    chart(*panel("new", "2026-11-23", 5.3))
    page = page_of(ana, "new")
    potassium, sodium = page.groups[0].measures[0], page.groups[1].measures[0]
    assert list(page.charts) == [potassium.id]
    assert (potassium.earlier, sodium.earlier) == (True, True)
    drawn = page.charts[potassium.id]
    assert (drawn.title, drawn.sentence) == ("Potassium over 2 years", "It has gone up, from 4.3 to 5.3 mmol/L.")
    assert [row.value for row in drawn.rows] == ["5.3 mmol/L", "4.9 mmol/L", "4.7 mmol/L", "4.3 mmol/L"]
    assert drawn.rows[0].words == "A little high"
    assert "December 3, 2024: 4.3; November 12, 2025: 4.7" in drawn.label
    with begin(ana, reads=True) as work:
        assert results.over_time(work, id_of("new-2951-2")).title == "Sodium over 2 years"


def test_values_in_another_unit_are_in_the_table_and_not_on_the_line(house, ana):
    other = {"valueQuantity": {"value": 77, "unit": "mg/L"}, "referenceRange": []}
    chart(
        a_test("a", "2160-0", 0.8, "2024-01-01"),
        a_test("b", "2160-0", 0.9, "2025-01-01"),
        a_test("c", "2160-0", 0, "2023-01-01") | other,
    )
    page = page_of(ana, "b")
    drawn = page.charts[str(id_of("b"))]
    assert len(drawn.points) == 2
    assert [row.value for row in drawn.rows] == ["0.9 mg/dL", "0.8 mg/dL", "77 mg/L"]


def test_one_value_has_no_chart_and_no_way_to_one(house, ana):
    chart(a_test("a", "2160-0", 0.8, "2024-01-01"))
    page = page_of(ana, "a")
    assert (page.charts, page.groups[0].measures[0].earlier) == ({}, False)


def test_what_a_value_from_another_patient_says_is_in_no_chart(house, ana):
    chart(a_test("mine", "2160-0", 0.8, "2024-01-01"))
    chart(a_test("theirs", "2160-0", 0.9, "2025-01-01"), of="stranger")
    page = page_of(ana, "mine")
    assert (page.charts, page.groups[0].measures[0].earlier) == ({}, False)


def test_the_comment_and_what_happens_next_are_there(house, ana):
    chart(*panel("one", "2026-11-23", 5.3, status="preliminary"))
    commented("one", "Hi Ana.\n\nKeep taking it.", "A new test on Monday.\nLeave out salt.")
    page = page_of(ana, "one")
    [comment] = page.comments
    assert (comment.name, comment.initials, comment.words) == ("Dr. Amara Osei", "AO", ["Hi Ana.", "Keep taking it."])
    assert page.steps[:2] == ["A new test on Monday.", "Leave out salt."]
    assert "may still change" in page.steps[2]
    assert page.mark == "Not final yet"


def test_what_the_lab_put_right_is_told_with_what_it_said_first(house, ana):
    tests = panel("one", "2026-11-23")
    wrong = tests[-1] | {"valueQuantity": {"value": 8.1, "unit": "mg/dL"}, "issued": "2026-11-23T15:00:00Z"}
    chart(*tests[:-1], wrong)
    chart(tests[-1] | {"status": "corrected", "issued": "2026-11-24T15:00:00Z"})
    page = page_of(ana, "one")
    calcium = next(one for group in page.groups for one in group.measures if one.title == "Calcium")
    assert calcium.corrected == "The lab corrected this November 24, 2026"
    assert calcium.first_said == "8.1 mg/dL, low"
    assert calcium.now_says == "The right value is 9.4 mg/dL."
    assert [(one.when, one.value) for one in page.versions] == [("November 23, 2026", "Calcium: 8.1 mg/dL")]
    assert page.mark == "Corrected"


@pytest.mark.parametrize(
    "was", [{"code": {"coding": [{"system": LOINC, "code": "56888-1"}]}}, {"meta": {"security": [{"code": "HIV"}]}}]
)
def test_a_version_that_rules_would_have_looked_at_otherwise_is_not_told(house, ana, was):
    tests = panel("one", "2026-11-23")
    chart(*tests[:-1], {**tests[-1], **was, "valueQuantity": {"value": 8.1, "unit": "mg/dL"}})
    chart({**tests[-1], "status": "corrected"})
    page = page_of(ana, "one")
    calcium = next(one for group in page.groups for one in group.measures if one.title == "Calcium")
    assert (page.versions, calcium.first_said) == ([], "")


def test_a_report_without_values_has_its_words_its_file_and_who_did_it(house, ana):
    chart(
        {
            "resourceType": "DiagnosticReport",
            "id": "scan",
            "status": "final",
            "category": [{"coding": [{"code": "RAD"}]}],
            "code": {"text": "Chest X-ray"},
            "effectiveDateTime": "2026-06-02",
            "conclusion": "The lungs are clear.",
            "performer": [{"display": "Riverside Imaging"}],
            "presentedForm": [{"contentType": "application/pdf", "title": "Full report"}],
        }
    )
    page = page_of(ana, "scan")
    assert (page.conclusion, page.bold, page.rest, page.groups) == (["The lungs are clear."], "", "", [])
    assert [(file.place, file.title, file.kind) for file in page.attachments] == [(0, "Full report", "pdf")]
    assert "Riverside Imaging" in [row.value for row in page.about]


def test_a_result_of_any_shape_opens(house, ana):
    broken = {"resourceType": "DiagnosticReport", "id": "odd", "category": [{"coding": [{"code": "LAB"}]}]}
    strange = a_test("strange", "2823-3", 4.0, "2026-01-01", valueQuantity="x", referenceRange=[{"low": 3}, None])
    chart(broken | {"code": 7, "result": [{"reference": "Observation/strange"}, None, 3]}, strange)
    page = page_of(ana, "odd")
    assert page.title
    assert "2823-3" not in str([group.heading for group in page.groups])


def test_opening_makes_it_seen_once_and_for_this_account_alone(house, ana):
    chart(*panel("one", "2026-11-23"))
    noticed("one")
    assert page_of(ana, "one").fresh
    result_id = id_of("one")
    with begin(ana) as work:
        results.seen(work, result_id)
        assert f"patient:{uid('ana')}" in work.topics
    with begin(ana) as work:
        results.seen(work, result_id)
        assert work.topics == set()
    assert not page_of(ana, "one").fresh


def test_a_question_begins_a_message_that_names_the_result_on_the_server(house, ana):
    chart(*panel("one", "2026-11-23"))
    with Session(wiring.house().engine) as session:
        topic = Topic(name={"en": "A test result"}, pool_id=uid("nurses"), reply_hours=8, position=9)
        session.add(topic)
        session.commit()
        topic_id = str(topic.id)
    result_id = id_of("one")
    with begin(ana) as work:
        assert results.ask(work, result_id) is None
    with Session(wiring.house().engine) as session:
        draft = session.scalars(select(Draft)).one()
    assert draft.extra == {"topic_id": topic_id, "subject": "About my result: Basic metabolic panel"}
    assert draft.account_id == uid("account ana")


def test_a_question_does_not_write_over_what_was_begun(house, ana):
    chart(*panel("one", "2026-11-23"))
    with Session(wiring.house().engine) as session:
        session.add(
            Draft(account_id=uid("account ana"), place="new", body="My knee", key="k" * 32, saved_at=datetime.now(UTC))
        )
        session.commit()
    result_id = id_of("one")
    with begin(ana) as work:
        results.ask(work, result_id)
    with Session(wiring.house().engine) as session:
        assert session.scalars(select(Draft)).one().body == "My knee"


def test_every_value_of_one_test_in_parts(house, ana, stranger):
    chart(*[a_test(f"t-{n}", "2345-7", 70 + n, f"20{10 + n // 12}-{n % 12 + 1:02}-05") for n in range(45)])
    with begin(ana, reads=True) as work:
        assert [(name.value, name.words) for name in results.names(work)] == [
            ("Glucose (blood sugar)", "Glucose (blood sugar)")
        ]
        found = results.values(work, "Glucose (blood sugar)")
        ids = [line.id for line in found.lines]
        while len(ids) < found.total:
            part = results.values(work, "Glucose (blood sugar)", after=id_of_line(ids[-1]))
            ids += [line.id for line in part.lines]
    assert (found.total, len(found.lines), len(set(ids)), len(found.trend.points)) == (45, 20, 45, 12)
    assert (found.lines[0].value, found.lines[0].words) == ("114 mg/dL", "High")
    for title in ("Glucose (blood sugar)", "", "x' OR 1=1"):
        with pytest.raises(NotFound), begin(stranger, reads=True) as work:
            results.values(work, title)


def id_of_line(text: str) -> UUID:
    return UUID(text)


def test_the_page_speaks_spanish(house, ana):
    for day, value in (("2025-12-03", 4.3), ("2026-11-23", 5.3)):
        chart(*panel(f"p-{day}", day, value))
    page = page_of(replace(ana, language="es"), "p-2026-11-23")
    assert [group.heading for group in page.groups] == ["Fuera del rango habitual", "En el rango habitual"]
    drawn = page.charts[page.groups[0].measures[0].id]
    assert drawn.title == "Potasio en 12 meses"
    assert drawn.sentence == "Ha subido de 4.3 a 5.3 mmol/L."


def test_reading_a_result_is_a_fact_that_does_not_name_it(house, ana):
    chart(*panel("one", "2026-11-23"))
    page_of(ana, "one")
    [fact] = facts("ChartRead")
    assert str(id_of("one")) not in fact.data
    assert PANEL not in fact.data
    assert LOINC not in fact.data
