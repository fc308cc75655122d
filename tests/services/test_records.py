from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import orjson
import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from portal_app import wiring
from portal_app.access.actor import SYSTEM, Actor
from portal_app.catalogue import say
from portal_app.chart.identity import Names
from portal_app.chart.members import member
from portal_app.errors import NotFound, Refused
from portal_app.models import FactRow, Notice, ReleaseRules, Resource, Shelf
from portal_app.models.notices import Event
from portal_app.services import importing, records
from portal_app.wiring import begin
from tests.people import person, uid

LOINC = "http://loinc.org"
LAB = [{"coding": [{"code": "laboratory"}]}]


def glucose(number: int, **more: object) -> dict:
    return {
        "resourceType": "Observation",
        "id": f"glucose-{number}",
        "status": "final",
        "category": LAB,
        "code": {"coding": [{"system": LOINC, "code": "2339-0"}]},
        "valueQuantity": {"value": 70.123456789 + number, "unit": "mg/dL"},
        "effectiveDateTime": f"20{number // 12 + 10}-{number % 12 + 1:02}-15",
        **more,
    }


def chart(*resources: dict, of: str = "ana") -> None:
    """Put resources into somebody's chart."""
    with begin(SYSTEM) as work:
        importing.store(work, [member({"resource": dict(resource)}, Names()) for resource in resources])
        ids = [resource["id"] for resource in resources]
        for row in work.all(select(Resource).where(Resource.fhir_id.in_(ids))):
            row.patient_id = uid(of)
        importing.end_import(work, importing.begin_import(work), importing.Report())


def vaccine(number: int, **more: object) -> dict:
    return {
        "resourceType": "Immunization",
        "id": f"vaccine-{number}",
        "status": "completed",
        "vaccineCode": {"text": f"Vaccine {number}"},
        "occurrenceDateTime": f"20{number // 12 + 10}-{number % 12 + 1:02}-15",
        **more,
    }


def problem(name: str, status: str = "active") -> dict:
    clinical = {"coding": [{"code": status}]}
    return {"resourceType": "Condition", "id": name, "code": {"text": name}, "clinicalStatus": clinical}


def look(actor: Actor, shelf: str = "vaccines", **asked: object) -> records.ListCard:
    with begin(actor, reads=True) as work:
        return records.see(work, shelf, **asked)


def lines(found: records.ListCard) -> list[records.LineCard]:
    return [line for part in found.months for line in part.lines]


def facts(kind: str) -> list[FactRow]:
    with Session(wiring.house().engine) as session:
        return list(session.scalars(select(FactRow).where(FactRow.kind == kind)))


def as_patient(staff: Actor, of: str = "ana") -> Actor:
    """Somebody of the staff who has said why they look at the portal as this patient sees it."""
    return replace(staff, view_ids=frozenset({uid(of)}))


def switch_off(*shelves: Shelf) -> None:
    """The clinic does not show these pages."""
    with begin(SYSTEM) as work:
        body = {"off_shelves": list(shelves)}
        work.add(ReleaseRules(edition=100, body=body, made_at=work.now))
        for row in work.all(select(Resource).where(Resource.shelf.in_(shelves))):
            row.release.visible_from = None


@pytest.mark.parametrize("who", ["nobody", "priya", "dana", "sam", "ben", "amara"])
def test_who_may_not_read_charts_is_refused_and_it_is_written_down(request, house, who):
    chart(vaccine(1))
    with pytest.raises(Refused):
        look(request.getfixturevalue(who), through=uid("ana"))
    assert facts("Refused")
    assert facts("ChartRead") == []


def test_another_patient_reads_their_own_record_whatever_they_ask_for(house, stranger):
    chart(vaccine(1))
    assert look(stranger, through=uid("ana")).total == 0
    assert [fact.patient_id for fact in facts("ChartRead")] == [uid("stranger")]


def test_a_nurse_with_an_open_view_sees_what_the_patient_sees_and_it_is_a_fact_of_hers(house, ben):
    chart(vaccine(1), vaccine(2))
    with begin(SYSTEM) as work:
        work.one(select(Resource).where(Resource.fhir_id == "vaccine-2")).release.visible_from = None
    assert look(as_patient(ben), through=uid("ana")).total == 1
    fact = facts("ChartRead")[0]
    assert (fact.patient_id, fact.staff_id) == (uid("ana"), uid("ben"))
    assert orjson.loads(fact.data) == {"part": "vaccines", "reason": "as_patient"}
    with pytest.raises(Refused):
        look(as_patient(ben), through=uid("stranger"))


@pytest.mark.parametrize("shelf", ["billing", "person", "directory", "x", "", "medicines", "vaccines' OR 1=1"])
def test_only_the_plain_lists_are_lists(house, ana, shelf):
    with pytest.raises(NotFound):
        look(ana, shelf)


@pytest.mark.parametrize("after", ["x", "00000000-0000-0000-0000-000000000000"])
def test_a_place_in_the_list_that_is_not_there_is_not_found(house, ana, after):
    chart(vaccine(1))
    with pytest.raises(NotFound):
        look(ana, after=after)


def test_a_line_of_another_patient_is_no_place_to_go_on_from(house, ana, stranger):
    chart(vaccine(1))
    line = lines(look(ana))[0]
    with pytest.raises(NotFound):
        look(stranger, after=line.id)


def test_what_is_wrong_held_or_not_yet_released_is_not_shown(house, ana):
    chart(vaccine(1), vaccine(2, status="entered-in-error"), vaccine(3), vaccine(4))
    with begin(SYSTEM) as work:
        never = work.one(select(Resource).where(Resource.fhir_id == "vaccine-3"))
        never.release.visible_from = None
        later = work.one(select(Resource).where(Resource.fhir_id == "vaccine-4"))
        later.release.visible_from = datetime(2999, 1, 1, tzinfo=UTC)
    found = look(ana)
    assert (found.total, [line.title for line in lines(found)]) == (1, ["Vaccine 1"])
    with begin(ana, reads=True) as work:
        assert records.hub(work).counts["vaccines"] == 1


def test_a_page_that_the_clinic_has_switched_off_is_not_found_and_not_in_the_hub(house, ana):
    chart(vaccine(1), problem("asthma"))
    switch_off(Shelf.VACCINES, Shelf.VISITS, Shelf.MEDICINES, Shelf.CARE_PLANS)
    for read in (
        lambda work: records.see(work, "vaccines"),
        records.vaccines_due,
        records.visits,
        records.past_visits,
        records.medicines,
        records.care,
    ):
        with pytest.raises(NotFound), begin(ana, reads=True) as work:
            read(work)
    with begin(ana, reads=True) as work:
        found = records.hub(work)
    assert {"vaccines", "visits", "medicines", "care_plans"}.isdisjoint(found.counts)
    assert found.counts["problems"] == 1


def test_a_long_list_comes_in_parts_and_nothing_is_missed_or_twice(house, ana):
    undated = [vaccine(n) | {"occurrenceDateTime": None} for n in range(40, 45)]
    same_day = [vaccine(n) | {"occurrenceDateTime": "2020-01-01"} for n in range(45, 60)]
    chart(*[vaccine(n) for n in range(40)], *undated, *same_day)
    found, parts = look(ana), 1
    while found.shown < found.total:
        found, parts = records.joined(found, look(ana, after=found.last)), parts + 1
    assert (parts, found.shown, found.total) == (3, 60, 60)
    assert len({line.id for line in lines(found)}) == 60
    assert [part.heading for part in found.months][:2] == ["January 2020", "April 2013"]
    assert found.months[-1].heading == "Without a date"
    assert len(found.months) == len({part.heading for part in found.months})
    assert look(ana, most=45).shown == 45


def test_a_list_is_narrowed_by_name_and_by_what_holds_now(house, ana):
    chart(vaccine(1), vaccine(2))
    found = look(ana, name="Vaccine 2")
    assert (found.total, lines(found)[0].title) == (1, "Vaccine 2")
    assert [name.words for name in found.names] == ["Vaccine 1", "Vaccine 2"]
    chart(problem("asthma"), problem("flu", "resolved"), problem("rash", "something new"))
    assert {line.title for line in lines(look(ana, "problems", show="now"))} == {"Asthma", "Rash"}
    assert {line.title for line in lines(look(ana, "problems", show="past"))} == {"Flu"}
    assert look(ana, "problems", show="'; drop table").total == 3


def test_the_background_is_narrowed_to_the_family(house, ana):
    mother = {"resourceType": "FamilyMemberHistory", "id": "m", "status": "completed"}
    chart(mother | {"relationship": {"text": "Mother"}})
    assert look(ana, "background").total == 1
    assert look(ana, "background", show="family").total == 1
    assert look(ana, "background", show="habits").total == 0


def test_every_class_of_the_record_has_a_list_that_can_be_read(house, ana):
    patient = {"reference": "Patient/ana"}
    chart(
        problem("asthma"),
        {"resourceType": "AllergyIntolerance", "id": "a", "code": {"text": "Peanut"}},
        {"resourceType": "Procedure", "id": "p", "status": "completed", "code": {"text": "Appendectomy"}},
        {"resourceType": "DocumentReference", "id": "d", "status": "current", "type": {"text": "Letter"}},
        {"resourceType": "CareTeam", "id": "c", "status": "active", "name": "My team", "subject": patient},
        {"resourceType": "Device", "id": "v", "status": "active", "type": {"text": "Pacemaker"}},
        {"resourceType": "Coverage", "id": "i", "status": "active", "payor": [{"display": "Blue Sky"}]},
        {"resourceType": "Basic", "id": "b", "code": {"text": "Advance directive"}},
    )
    for shelf in ("problems", "allergies", "procedures", "notes", "care_team", "devices", "insurance", "other"):
        found = look(ana, shelf)
        assert (shelf, found.total) == (shelf, 1)
        assert lines(found)[0].title


def test_the_hub_counts_each_page_and_says_how_fresh_it_is_and_what_is_new(house, ana):
    with begin(ana, reads=True) as work:
        assert records.hub(work).fresh == say("Nothing has come from your chart yet.")
    chart(vaccine(1), vaccine(2), {"resourceType": "ImmunizationRecommendation", "id": "r"})
    with begin(SYSTEM) as work:
        row = work.one(select(Resource).where(Resource.fhir_id == "vaccine-2"))
        told = {"patient_id": uid("ana"), "event": Event.RECORD, "about_id": row.id, "at": work.now}
        work.add(Notice(account_id=ana.account_id, **told))
        work.add(Notice(account_id=person("stranger").account_id, **told))
    with begin(ana, reads=True) as work:
        found = records.hub(work)
    assert set(found.counts) == {str(shelf) for shelf in Shelf if shelf is not Shelf.NONE}
    assert {shelf: n for shelf, n in found.counts.items() if n} == {"vaccines": 2}
    assert found.new == {"vaccines": 1}
    assert found.fresh.startswith("From your chart as of ")
    assert [line.fresh for line in lines(look(ana))] == [True, False]


def test_what_is_due_stands_above_and_is_no_line_of_the_list(house, ana, stranger):
    def forecast(name: str, status: str, days: int) -> dict:
        day = (datetime.now(UTC) + timedelta(days=days)).date().isoformat()
        date = {"code": {"coding": [{"code": "30980-7"}]}, "value": day}
        return {
            "vaccineCode": [{"text": name}],
            "forecastStatus": {"coding": [{"code": status}]},
            "dateCriterion": [date],
        }

    todo = [forecast("Shingles", "due", 90), forecast("Flu", "overdue", -30), forecast("Mumps", "immune", -30)]
    chart({"resourceType": "ImmunizationRecommendation", "id": "r", "recommendation": todo})
    with begin(ana, reads=True) as work:
        found = records.vaccines_due(work)
    assert [(line.title, line.status) for line in found] == [("Flu", "Overdue"), ("Shingles", "Due later")]
    assert look(ana).total == 0
    assert look(ana, "other").total == 0
    with begin(stranger, reads=True) as work:
        assert records.vaccines_due(work, uid("ana")) == []


def visit(name: str, start: str, **more: object) -> dict:
    return {"resourceType": "Encounter", "id": name, "status": "finished", "period": {"start": start}, **more}


def test_coming_visits_are_apart_from_those_that_were(house, ana):
    booked = {"resourceType": "Appointment", "status": "booked"}
    chart(
        booked | {"id": "later", "start": "2999-06-04T13:30:00Z"},
        booked | {"id": "soon", "start": "2999-05-04T13:30:00Z"},
        visit("e", "2020-05-04T13:30:00Z", participant=[{"individual": {"reference": "Practitioner/doc"}}]),
    )
    with begin(SYSTEM) as work:
        doctor = {"resourceType": "Practitioner", "id": "doc", "name": [{"prefix": ["Dr."], "family": "Osei"}]}
        importing.store(work, [member({"resource": doctor}, Names())])
    with begin(ana, reads=True) as work:
        found = records.visits(work)
    assert [line.when[:14] for line in found.coming] == ["Saturday, May ", "Tuesday, June "]
    assert (found.coming_total, found.past.total) == (2, 1)
    assert [line.notes for line in lines(found.past)] == [["With Dr. Osei"]]


@pytest.mark.parametrize("who", ["nobody", "priya", "ben", "sam"])
def test_nobody_but_the_patient_opens_the_other_pages(request, house, who):
    actor = request.getfixturevalue(who)
    for read in (records.hub, records.visits, records.medicines, records.care, records.vaccines_due, records.me):
        with pytest.raises(Refused), begin(actor, reads=True) as work:
            read(work, through=uid("ana"))


def test_the_cost_of_a_list_does_not_grow_with_the_record(house, ana):
    """As many statements for a record of one line as for one of many."""
    chart(vaccine(0))
    few = _statements(lambda: look(ana))
    chart(*[vaccine(n) for n in range(1, 90)])
    assert _statements(lambda: look(ana)) == few


def _statements(do: Callable[[], object]) -> int:
    ran: list[object] = []
    engine = wiring.house().engine

    def note(*found: object) -> None:
        ran.append(found[2])

    event.listen(engine, "before_cursor_execute", note)
    try:
        do()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(ran)
