"""The list of results."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from portal_app import wiring
from portal_app.access.actor import Actor
from portal_app.chart.explained import CATALOGUE, Entry
from portal_app.errors import NotFound, Refused
from portal_app.models import ReleaseChoice, ReleaseClass, ResourceBody, Wait
from portal_app.services import results
from portal_app.services.results import lines as lines_of
from portal_app.wiring import House, begin
from tests.people import uid
from tests.services.results.panels import (
    a_test,
    chart,
    commented,
    id_of,
    keep_waiting,
    lines,
    list_of,
    noticed,
    panel,
    set_columns,
)
from tests.services.test_records import facts

SCAN = {
    "resourceType": "DiagnosticReport",
    "id": "scan",
    "status": "final",
    "category": [{"coding": [{"code": "RAD"}]}],
    "code": {"text": "Chest X-ray"},
    "effectiveDateTime": "2026-06-02",
    "conclusion": "The lungs are clear.",
}


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.loincs[0])
def test_every_test_that_we_explain_can_stand_in_the_list(house: House, ana: Actor, entry: Entry) -> None:
    """One line that cannot be said would take the whole list with it."""
    row = SimpleNamespace(
        code=entry.loincs[0], title="Anything", release_class=ReleaseClass.LABS,
        clinical_at=datetime(2026, 11, 23, 15, tzinfo=UTC), precision="day",
    )  # fmt: skip
    with begin(ana, reads=True) as work:
        assert "November 23, 2026" in lines_of.below(work, row)  # type: ignore[arg-type]


def test_a_test_of_whatever_was_taken_says_so(house: House, ana: Actor) -> None:
    of_a_sample = next(entry.loincs[0] for entry in CATALOGUE if entry.kind == "sample")
    concept = {"coding": [{"system": "http://loinc.org", "code": of_a_sample}], "text": "Anything"}
    chart(a_test("alone", "2823-3", 4.3, "2026-11-23") | {"code": concept})
    [line] = lines(list_of(ana))
    assert line.below.endswith("Sample taken November 23, 2026")


def waits_for_comments(name: str = "ana") -> None:
    """The patient asked to wait for a comment on lab results."""
    with Session(wiring.house().engine) as session:
        session.add(
            ReleaseChoice(
                patient_id=uid(name), release_class=ReleaseClass.LABS, wait=Wait.COMMENT, since=datetime.now(UTC)
            )
        )
        session.commit()


@pytest.mark.parametrize("who", ["nobody", "priya", "dana", "ben", "sam"])
def test_only_the_patient_or_who_said_why_sees_the_list(request, house, who):
    chart(*panel("one", "2026-11-23"))
    with pytest.raises(Refused):
        list_of(request.getfixturevalue(who), through=uid("ana"))
    assert facts("ChartRead") == []


def test_another_patient_has_a_list_of_their_own(house, stranger):
    chart(*panel("one", "2026-11-23"))
    found = list_of(stranger, through=uid("ana"))
    assert (found.total, found.months, found.new) == (0, [], 0)


def test_what_is_not_released_is_in_no_line_count_or_name(house, ana):
    chart(*panel("later", "2026-11-23"), *panel("never", "2026-11-22"))
    for name in ("later", *(f"later-{code}" for code in ("2823-3", "2951-2"))):
        set_columns(name, visible_from=datetime(2999, 1, 1, tzinfo=UTC), allowed_from=datetime(2999, 1, 1, tzinfo=UTC))
    set_columns("never", visible_from=None)
    noticed("later")
    waits_for_comments()
    found = list_of(ana)
    assert (found.total, lines(found), found.waits, found.new) == (0, [], [], 0)


def test_a_line_of_another_patient_is_no_place_to_go_on_from(house, ana, stranger):
    chart(*panel("one", "2026-11-23"))
    for place in (id_of("one"), uuid4()):
        with pytest.raises(NotFound):
            list_of(stranger, after=place)


def test_one_of_eight_is_a_little_high_and_the_line_reads_no_body(house, ana):
    chart(*panel("one", "2026-11-23", 5.3))
    with house.engine.begin() as db:
        db.execute(update(ResourceBody).values(body=b"{"))
    [line] = lines(list_of(ana))
    assert (line.title, line.bold, line.rest) == (
        "Basic metabolic panel", "1 of 8 is a little high.", "7 are in the usual range.",
    )  # fmt: skip
    assert line.dots == [True] + [False] * 7
    assert line.below.endswith("Blood taken November 23, 2026")
    assert [fact.patient_id for fact in facts("ChartRead")] == [uid("ana")]


def test_a_test_in_a_report_has_no_line_of_its_own_and_one_alone_has(house, ana):
    chart(*panel("one", "2026-11-23"), a_test("alone", "2345-7", 104, "2026-11-20"))
    found = lines(list_of(ana))
    assert [line.title for line in found] == ["Basic metabolic panel", "Glucose (blood sugar)"]
    assert (found[1].bold, found[1].dots) == ("It is a little high.", [])


def test_newest_first_by_month_and_what_has_no_date_at_the_end(house, ana):
    undated = a_test("undated", "2951-2", 140, "2020-01-01") | {"effectiveDateTime": None}
    chart(*panel("new", "2026-11-23"), *panel("newer", "2026-11-24"), *panel("old", "2025-01-05"), undated)
    found = list_of(ana)
    assert [(part.heading, len(part.lines)) for part in found.months] == [
        ("November 2026", 2), ("January 2025", 1), ("Without a date", 1),
    ]  # fmt: skip


def test_a_long_list_comes_in_parts_and_nothing_is_missed_or_twice(house, ana):
    same_day = [a_test(f"same-{n}", "2951-2", 140, "2024-05-05") for n in range(25)]
    chart(*[a_test(f"t-{n}", "2345-7", 80, f"2023-{n % 12 + 1:02}-{n % 28 + 1:02}") for n in range(30)], *same_day)
    found, parts = list_of(ana), 1
    while found.shown < found.total:
        last = found.months[-1].lines[-1].id
        found, parts = results.joined(found, list_of(ana, after=UUID(last))), parts + 1
    assert (parts, found.shown, found.total) == (3, 55, 55)
    assert len({line.id for line in lines(found)}) == 55
    assert len(found.months) == len({part.heading for part in found.months})


def test_what_is_new_is_marked_until_it_is_seen(house, ana):
    chart(*panel("one", "2026-11-23"), *panel("two", "2026-11-20"))
    noticed("one")
    found = list_of(ana)
    assert (found.new, [line.fresh for line in lines(found)]) == (1, [True, False])
    assert [line.id for line in lines(list_of(ana, show="new"))] == [str(id_of("one"))]
    result_id = id_of("one")
    with begin(ana) as work:
        results.seen(work, result_id)
    assert (list_of(ana).new, lines(list_of(ana, show="new"))) == (0, [])


def test_what_a_clinician_wrote_is_told_and_what_it_says_is_not(house, ana):
    chart(*panel("one", "2026-11-23"))
    commented("one", "Your kidneys look good.")
    [line] = lines(list_of(ana))
    assert line.said == "Dr.\u00a0Osei wrote a comment"
    assert "kidneys look good" not in str(list_of(ana))


def test_corrected_not_final_and_canceled_are_marked(house, ana):
    chart(
        *panel("fixed", "2026-11-23", status="corrected"),
        *panel("early", "2026-11-22", status="preliminary"),
        *panel("gone", "2026-11-21", status="cancelled"),
    )
    part = panel("part", "2026-11-20")
    chart(*part[:-1], part[-1] | {"status": "amended"})
    marks = [(line.mark.split(" ")[0], line.tone) for line in lines(list_of(ana))]
    assert marks == [("Corrected", "info"), ("Not", "soon"), ("The", "working"), ("Corrected", "info")]


def test_what_the_lab_works_on_stands_at_the_top_and_only_there(house, ana):
    today = datetime.now(UTC).date()
    chart(
        a_test("asked", "2345-7", None, str(today - timedelta(days=2)), status="registered"),
        a_test("forgotten", "2345-7", None, "2019-01-01", status="registered"),
    )
    found = list_of(ana)
    assert [line.id for line in found.coming] == [str(id_of("asked"))]
    assert ([line.id for line in lines(found)], found.total) == ([str(id_of("forgotten"))], 1)
    assert found.coming[0].mark == "Waiting for the lab"
    assert [line.id for line in list_of(ana, show="waiting").coming] == [str(id_of("asked"))]


def test_an_own_wait_says_that_it_is_ready_and_nothing_of_what_it_says(house, ana, stranger):
    chart(*panel("one", "2026-11-23", 6.6))
    keep_waiting("one")
    found = list_of(ana)
    assert [(wait.id, wait.title) for wait in found.waits] == [(str(id_of("one")), "Basic metabolic panel is ready")]
    assert (found.total, lines(found)) == (0, [])
    assert list_of(stranger).waits == []


def test_the_list_is_narrowed(house, ana):
    chart(*panel("high", "2026-11-23", 5.3), *panel("fine", "2026-11-22"), SCAN)
    assert [line.title for line in lines(list_of(ana, show="scans"))] == ["Chest X-ray"]
    assert [line.id for line in lines(list_of(ana, show="outside"))] == [str(id_of("high"))]
    assert len(lines(list_of(ana, show="labs"))) == 2
    assert list_of(ana, show="'; drop table resources").total == 3


def test_a_hidden_test_of_a_report_does_not_make_it_outside(house, ana):
    chart(*panel("high", "2026-11-23", 5.3))
    set_columns("high-2823-3", visible_from=None)
    assert lines(list_of(ana, show="outside")) == []
    assert lines(list_of(ana))[0].rest == "All 7 are in the usual range."


def test_the_same_in_spanish(house, ana):
    chart(*panel("one", "2026-11-23", 5.3))
    [line] = lines(list_of(replace(ana, language="es")))
    assert line.bold == "1 de 8 está un poco alto."
    assert "23 de noviembre de 2026" in line.below
