"""What became visible is told of: by whatever way, within a round, once; and nothing that is no news."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import Select, select, text

from portal_app import live, releasing, telling
from portal_app.access.actor import SYSTEM, Actor
from portal_app.errors import Refused
from portal_app.facts.chart import ChartRead
from portal_app.models import (
    Account,
    Event,
    FactRow,
    Harm,
    Hold,
    ReleaseChoice,
    ReleaseClass,
    ReleaseRules,
    Resource,
    Review,
    ShownNow,
    Wait,
    new_id,
)
from portal_app.services import notices
from portal_app.services.notices import announcing
from portal_app.wiring import House, begin
from portal_app.work import Work
from tests.people import person, uid
from tests.services.notices.charts import come, days_ago, id_of, lab, look_around, note, settled, told, visit
from tests.services.told import letters


@pytest.fixture(autouse=True)
def _begun(house: House) -> None:
    settled()


def in_days(days: float) -> time_machine.travel:
    """So many days from now."""
    return time_machine.travel(datetime.now(UTC) + timedelta(days=days), tick=True)


def review(resource_id: UUID, comment: str) -> None:
    """Dr. Osei has looked at it."""
    with begin(SYSTEM) as work:
        common = {"patient_id": uid("ana"), "staff_id": uid("amara"), "staff_name": "Dr. Amara Osei"}
        work.add(Review(resource_id=resource_id, at=work.now, comment=comment, key=str(new_id()), **common))
        settle(work, resource_id)


def settle(work: Work, resource_id: UUID) -> None:
    """What the answer rests on has changed, and that is a fact of the patient's."""
    releasing.settle(work, [resource_id])
    work.record(ChartRead(patient_id=uid("ana"), part="records"))


@pytest.mark.parametrize("who", ["nobody", "ana", "ben", "sam"])
def test_nobody_but_the_portal_announces(house: House, who: str) -> None:
    come(lab("o1"))
    for verb in (
        lambda work: notices.look_for_news(work, {}),
        lambda work: notices.announce(work, uid("ana"), days_ago(1)),
        lambda work: notices.note_round(work, "announce_released", {}),
    ):
        with pytest.raises(Refused), begin(person(who)) as work:
            verb(work)
    assert told() == []


def test_what_was_there_before_the_portal_began_to_look_is_no_news(house: House) -> None:
    come(lab("o1"))
    with begin(SYSTEM, reads=True) as work:
        found = notices.look_for_news(work, {})
    with begin(SYSTEM) as work:
        notices.note_round(work, "announce_released", found.mark)
    look_around()
    look_around()
    assert told() == []


def test_one_result_one_visit_one_note_are_three_notices_however_often_one_looks(house: House) -> None:
    come(lab("o1"), visit("v1"), note("n1"))
    heard: list[frozenset[str]] = []
    stop = live.listen(heard.append)
    look_around()
    stop()
    look_around()
    assert told() == [("record", "n1"), ("record", "v1"), ("result", "o1")]
    assert any(f"patient:{uid('ana')}" in topics for topics in heard)
    with begin(SYSTEM, reads=True) as work:
        facts = work.all(select(FactRow.data).where(FactRow.kind == "ChartReleased"))
    assert facts == ['{"items":3}']


def test_a_report_with_its_tests_is_one_notice(house: House) -> None:
    report = {
        "resourceType": "DiagnosticReport", "id": "r1", "status": "final", "subject": {"reference": "Patient/p-ana"},
        "category": [{"coding": [{"code": "LAB"}]}], "code": {"text": "Basic metabolic panel"},
        "effectiveDateTime": days_ago(1), "result": [{"reference": f"Observation/o{n}"} for n in range(8)],
    }  # fmt: skip
    come(report, *(lab(f"o{n}") for n in range(8)))
    look_around()
    assert told() == [("result", "r1")]


@pytest.mark.parametrize(
    "what",
    [
        lab("old", days=400),
        lab("final long ago", days=60, issued=days_ago(40)),
        lab("not done", status="registered"),
        lab("wrong", status="entered-in-error"),
        visit("to come", days=-3, status="planned"),
        visit("of tomorrow", days=-1),
    ],
    ids=lambda one: one["id"],
)
def test_history_and_what_is_not_there_yet_is_no_news(house: House, what: dict[str, object]) -> None:
    come(what)
    look_around()
    assert told() == []


def test_a_first_import_of_four_hundred_old_results_makes_no_notice(house: House) -> None:
    come(*(lab(f"o{n}", days=31 + n, issued=days_ago(31 + n)) for n in range(400)))
    look_around()
    assert told() == []


def test_what_came_before_the_account_is_no_news_to_it(house: House) -> None:
    come(lab("o1"))
    with begin(SYSTEM) as work:
        work.session.get_one(Account, uid("account ana")).created_at = work.now
    look_around()
    assert told() == []


def test_a_result_that_took_weeks_is_news_when_it_is_final(house: House) -> None:
    come(lab("o1", days=45, issued=days_ago(0)))
    look_around()
    assert told() == [("result", "o1")]


def held_for_two_days(name: str) -> None:
    """A clinician keeps it from being shown."""
    held = id_of(name)
    with begin(SYSTEM) as work:
        work.add(
            Hold(
                resource_id=held, patient_id=uid("ana"), staff_id=uid("amara"), staff_name="Dr. Amara Osei",
                harm=Harm.LIFE_OR_SAFETY, reason="A risk.", at=work.now, until=work.now + timedelta(days=2),
            )
        )  # fmt: skip
        releasing.settle(work, [held])


def test_what_a_hold_kept_is_told_of_when_the_hold_ends_by_itself(house: House) -> None:
    come(lab("o1"))
    held_for_two_days("o1")
    look_around()
    assert told() == []
    with in_days(2.01):
        look_around()
        assert told() == [("result", "o1")]
        look_around()
        with begin(SYSTEM, reads=True) as work:
            assert len(work.all(select(FactRow).where(FactRow.kind == "ChartReleased"))) == 1


def test_what_came_long_ago_is_shown_to_open_pages_when_its_hold_ends_by_itself(house: House) -> None:
    come(lab("o1", days=60, issued=days_ago(60)))
    held_for_two_days("o1")
    look_around()
    with begin(SYSTEM, reads=True) as work:
        before = len(work.all(select(FactRow).where(FactRow.kind == "ChartReleased")))
    with in_days(2.01):
        look_around()
        with begin(SYSTEM, reads=True) as work:
            assert len(work.all(select(FactRow).where(FactRow.kind == "ChartReleased"))) == before + 1


def waits() -> UUID:
    """Ana waits for comments, and a result comes."""
    with begin(SYSTEM) as work:
        since = work.now - timedelta(days=1)
        work.add(ReleaseChoice(patient_id=uid("ana"), release_class=ReleaseClass.LABS, wait=Wait.COMMENT, since=since))
    come(lab("o1"))
    look_around()
    assert told() == []
    return id_of("o1")


def test_who_waits_for_a_comment_is_told_once_when_it_is_there(house: House) -> None:
    waiting = waits()
    review(waiting, "All is well.")
    look_around()
    look_around()
    assert told() == [("result", "o1")]
    assert [letter.subject for letter in letters()] == ["You have a new result"]


def test_who_waits_for_a_comment_that_never_comes_is_told_when_the_wait_ends(house: House) -> None:
    waits()
    with in_days(10.01):
        look_around()
        assert told() == [("result", "o1")]


def test_who_asked_to_be_shown_it_now_has_seen_it_and_is_not_told(house: House) -> None:
    waiting = waits()
    with begin(SYSTEM) as work:
        work.add(ShownNow(resource_id=waiting, patient_id=uid("ana"), at=work.now))
        settle(work, waiting)
    look_around()
    review(waiting, "All is well.")
    look_around()
    assert told() == []


def test_what_new_rules_show_is_told_of_once_they_are_applied(house: House) -> None:
    with begin(SYSTEM) as work:
        off = {"off_classes": ["labs"]}
        work.add(ReleaseRules(edition=1, body=off, made_at=work.now, applied_at=work.now))
    come(lab("o1"))
    look_around()
    assert told() == []
    with in_days(1):
        look_around()
        with begin(SYSTEM) as work:
            work.add(ReleaseRules(edition=2, body={}, made_at=work.now))
            work.session.flush()
            releasing.settle_patient(work, uid("ana"))
        look_around()
        assert told() == []
        with begin(SYSTEM) as work:
            work.session.scalars(select(ReleaseRules).where(ReleaseRules.edition == 2)).one().applied_at = work.now
        look_around()
        assert told() == [("result", "o1")]


def test_who_was_faster_than_the_portal_is_not_told_afterwards(house: House, ana: Actor) -> None:
    come(lab("o1"))
    with begin(ana) as work:
        telling.seen(work, Event.RESULT, id_of("o1"))
    look_around()
    assert letters() == []
    with begin(ana, reads=True) as work:
        assert notices.read(work).fresh == 0


def test_what_turns_out_to_be_an_error_is_taken_back(house: House, ana: Actor) -> None:
    come(lab("o1"))
    look_around()
    with begin(ana, reads=True) as work:
        assert [line.title for line in notices.read(work).lines] == ["Potassium"]
    come(lab("o1", status="entered-in-error"))
    look_around()
    with begin(ana, reads=True) as work:
        assert notices.read(work) == notices.NewsPage()
    assert letters() == []


def test_somebody_elses_result_is_told_to_nobody_here(house: House, stranger: Actor) -> None:
    come(lab("o1"))
    look_around()
    with begin(stranger, reads=True) as work:
        assert notices.read(work) == notices.NewsPage()


def test_a_round_goes_through_no_more_than_what_is_new(house: House) -> None:
    """By indexes: the facts of the last minutes, the rows whose moment has come, the lists of those patients."""
    if house.engine.dialect.name != "sqlite":
        return  # PostgreSQL plans by what is in the tables, and these are empty
    with begin(SYSTEM) as work:
        plans = [
            "\n".join(row[3] for row in work.session.execute(text(f"EXPLAIN QUERY PLAN {_spelled(work, query)}")))
            for query in (
                announcing._news(work, work.now).where(Resource.patient_id.in_(announcing._touched(work, work.now))),
                announcing._come_of_age(work, work.now),
            )
        ]
    assert "facts USING INDEX ix_facts_at (at>?)" in plans[0]
    assert "resources USING INDEX ix_resources_shelf (patient_id=? AND shelf=?)" in plans[0]
    assert all("ix_resources_arrived (arrived_at>?" in plan for plan in plans)
    assert all("ix_holds_until (until>?" in plan for plan in plans)
    assert not any("SCAN facts" in plan or "SCAN resources" in plan for plan in plans)


def _spelled(work: Work, query: Select[Any]) -> str:
    return str(query.compile(work.session.connection(), compile_kwargs={"literal_binds": True}))
