from datetime import UTC, datetime

import orjson
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal_app import wiring
from portal_app.access.actor import SYSTEM, Actor
from portal_app.catalogue import say
from portal_app.chart.identity import Names
from portal_app.chart.members import member
from portal_app.errors import NotFound, Refused
from portal_app.models import FactRow, Resource
from portal_app.services import importing, records
from portal_app.wiring import begin
from tests.people import uid

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


def look(actor: Actor, group: str = "labs", **asked: object) -> records.ListCard:
    with begin(actor, reads=True) as work:
        return records.see(work, group, **asked)


def lines(found: records.ListCard) -> list[records.RecordCard]:
    return [line for part in found.months for line in part.lines]


def facts(kind: str) -> list[FactRow]:
    with Session(wiring.house().engine) as session:
        return list(session.scalars(select(FactRow).where(FactRow.kind == kind)))


@pytest.mark.parametrize("who", ["nobody", "priya", "dana", "sam"])
def test_who_may_not_read_charts_is_refused_and_it_is_written_down(request, house, who):
    chart(glucose(1))
    with pytest.raises(Refused):
        look(request.getfixturevalue(who), patient_id=uid("ana"))
    assert facts("Refused")
    assert facts("ChartRead") == []


def test_another_patient_reads_their_own_chart_whatever_they_ask_for(house, stranger):
    chart(glucose(1))
    assert look(stranger, patient_id=uid("ana")).total == 0
    assert [fact.patient_id for fact in facts("ChartRead")] == [uid("stranger")]


def test_a_nurse_of_another_site_finds_nothing(house, lena):
    with pytest.raises(NotFound):
        look(lena, patient_id=uid("ana"))


@pytest.mark.parametrize("group", ["billing", "person", "directory", "x", "", "labs' OR 1=1"])
def test_only_the_eight_lists_are_lists(house, ana, group):
    with pytest.raises(NotFound):
        look(ana, group)


@pytest.mark.parametrize("after", ["x", "00000000-0000-0000-0000-000000000000"])
def test_a_place_in_the_list_that_is_not_there_is_not_found(house, ana, after):
    chart(glucose(1))
    with pytest.raises(NotFound):
        look(ana, after=after)


def test_a_line_of_another_patient_is_no_place_to_go_on_from(house, ana, stranger):
    chart(glucose(1))
    line = lines(look(ana))[0]
    with pytest.raises(NotFound):
        look(stranger, after=line.id)


def test_what_is_wrong_held_or_not_yet_released_is_not_shown(house, ana):
    chart(glucose(1), glucose(2, status="entered-in-error"), glucose(3), glucose(4))
    with begin(SYSTEM) as work:
        never = work.one(select(Resource).where(Resource.fhir_id == "glucose-3"))
        never.visible_from = None
        later = work.one(select(Resource).where(Resource.fhir_id == "glucose-4"))
        later.visible_from = datetime(2999, 1, 1, tzinfo=UTC)
    found = look(ana)
    assert (found.total, [line.value for line in lines(found)]) == (1, ["71 mg/dL"])


def test_staff_do_not_see_an_error_as_true_either(house, ben):
    chart(glucose(2, status="entered-in-error"))
    assert look(ben, patient_id=uid("ana")).total == 0


def test_a_nurse_reads_the_chart_and_it_is_a_fact_with_its_reason(house, ben):
    chart(glucose(1))
    assert look(ben, patient_id=uid("ana")).total == 1
    fact = facts("ChartRead")[0]
    assert (fact.patient_id, fact.staff_id) == (uid("ana"), uid("ben"))
    assert orjson.loads(fact.data) == {"part": "labs", "reason": "care"}


def test_a_long_list_comes_in_parts_and_nothing_is_missed_or_twice(house, ana):
    undated = [glucose(n) | {"effectiveDateTime": None} for n in range(40, 45)]
    same_day = [glucose(n) | {"effectiveDateTime": "2020-01-01"} for n in range(45, 60)]
    chart(*[glucose(n) for n in range(40)], *undated, *same_day)
    found, parts = look(ana), 1
    while found.shown < found.total:
        found, parts = records.joined(found, look(ana, after=lines(found)[-1].id)), parts + 1
    assert (parts, found.shown, found.total) == (3, 60, 60)
    assert len({line.id for line in lines(found)}) == 60
    assert [part.heading for part in found.months][:2] == ["January 2020", "April 2013"]
    assert found.months[-1].heading == "Without a date"
    assert len(found.months) == len({part.heading for part in found.months})


def test_a_list_is_narrowed_by_name_and_by_what_holds_now(house, ana):
    sodium = glucose(2) | {"id": "s", "code": {"coding": [{"system": LOINC, "code": "2951-2"}]}}
    chart(glucose(1), sodium)
    found = look(ana, name="Sodium")
    assert (found.total, lines(found)[0].title) == (1, "Sodium")
    assert [name.words for name in found.names] == ["Glucose (blood sugar)", "Sodium"]

    def problem(name: str, status: str) -> dict:
        clinical = {"coding": [{"code": status}]}
        return {"resourceType": "Condition", "id": name, "code": {"text": name}, "clinicalStatus": clinical}

    chart(problem("asthma", "active"), problem("flu", "resolved"), problem("rash", "something new"))
    assert {line.title for line in lines(look(ana, "problems", show="now"))} == {"Asthma", "Rash"}
    assert {line.title for line in lines(look(ana, "problems", show="past"))} == {"Flu"}
    assert look(ana, "problems", show="'; drop table").total == 3


def test_coming_visits_are_apart_from_those_that_were(house, ana):
    chart(
        {"resourceType": "Appointment", "id": "a", "status": "booked", "start": "2999-05-04T13:30:00Z"},
        {
            "resourceType": "Encounter",
            "id": "e",
            "status": "finished",
            "period": {"start": "2020-05-04T13:30:00Z"},
            "participant": [{"individual": {"reference": "Practitioner/doc"}}],
        },
    )
    with begin(SYSTEM) as work:
        doctor = {"resourceType": "Practitioner", "id": "doc", "name": [{"prefix": ["Dr."], "family": "Osei"}]}
        importing.store(work, [member({"resource": doctor}, Names())])
    assert [line.status for line in lines(look(ana, "visits", show="now"))] == ["Booked"]
    assert [line.notes for line in lines(look(ana, "visits", show="past"))] == [["With Dr. Osei"]]


def test_the_hub_counts_each_list_and_says_how_fresh_it_is(house, ana):
    with begin(ana, reads=True) as work:
        assert records.hub(work).fresh == say("Nothing has come from your chart yet.")
    chart(glucose(1), glucose(2))
    with begin(ana, reads=True) as work:
        found = records.hub(work)
    assert found.counts == {
        "problems": 0, "medicines": 0, "allergies": 0, "vaccines": 0, "vitals": 0, "labs": 2,
        "visits": 0, "care_plans": 0, "reports": 0, "habits": 0, "surveys": 0,
    }  # fmt: skip
    assert found.fresh.startswith("From your chart as of ")
