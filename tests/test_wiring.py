"""One Work is one commit; a refusal leaves one fact and nothing else; the database itself keeps facts."""

from threading import Thread
from time import sleep

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from portal_app.access import visible
from portal_app.access.actor import SYSTEM, Actor, ActorKind
from portal_app.access.permissions import Permission
from portal_app.errors import NotFound, Refused
from portal_app.facts.chart import ChartRead
from portal_app.models import Clinic, FactRow, Patient
from portal_app.wiring import House, begin
from tests.people import uid


def facts(house: House) -> list[FactRow]:
    with Session(house.engine) as session:
        return list(session.scalars(select(FactRow).order_by(FactRow.seq)))


def test_nobody_sees_no_patient(house: House, nobody: Actor) -> None:
    with begin(nobody) as work:
        assert work.all(visible.patients(nobody)) == []


def test_a_patient_sees_only_herself(house: House, ana: Actor) -> None:
    assert ana.kind is ActorKind.PATIENT
    with begin(ana) as work:
        assert [p.id for p in work.all(visible.patients(ana))] == [uid("ana")]


def test_staff_see_the_patients_of_their_sites(house: House, ben: Actor, lena: Actor) -> None:
    with begin(ben) as work:
        assert {p.id for p in work.all(visible.patients(ben))} == {uid("ana"), uid("stranger")}
    with begin(lena) as work:
        assert {p.id for p in work.all(visible.patients(lena))} == {uid("rosa")}


def test_a_refusal_undoes_everything_and_leaves_one_fact(house: House, ana: Actor) -> None:
    with pytest.raises(Refused), begin(ana, door="test") as work:
        work.session.get(Patient, uid("ana")).phone = "changed"
        work.permit(Permission.AUDIT_READ)
    (fact,) = facts(house)
    assert (fact.kind, fact.account_id, fact.data) == ("Refused", ana.account_id, '{"door":"test","why":"Refused"}')
    with begin(ana) as work:
        assert work.session.get(Patient, uid("ana")).phone != "changed"


def test_what_cannot_be_seen_is_not_found_and_is_a_fact(house: House, ana: Actor) -> None:
    with pytest.raises(NotFound), begin(ana, reads=True) as work:
        work.one(visible.patients(ana).where(Patient.id == uid("stranger")))
    assert [fact.kind for fact in facts(house)] == ["Refused"]


def test_a_look_at_the_chart_is_written_even_though_the_work_only_reads(house: House, ben: Actor) -> None:
    with begin(ben, reads=True) as work:
        work.record(ChartRead(patient_id=uid("ana"), part="medicines", reason="care"))
    assert [(f.kind, f.patient_id) for f in facts(house)] == [("ChartRead", uid("ana"))]


@pytest.mark.parametrize("change", ["UPDATE facts SET kind = 'x'", "DELETE FROM facts"])
def test_the_database_refuses_to_change_or_delete_a_fact(house: House, ben: Actor, change: str) -> None:
    with begin(ben) as work:
        work.record(ChartRead(patient_id=uid("ana"), part="medicines"))
    with pytest.raises(DatabaseError, match="append-only"), Session(house.engine) as session:
        session.execute(text(change))
    with Session(house.engine) as session:
        assert session.scalar(select(func.count()).select_from(FactRow)) == 1


def test_who_waits_for_the_databases_turn_keeps_nobody_from_ending(house: House) -> None:
    found: list[str] = []

    def ask() -> None:
        with begin(SYSTEM) as work:
            found.append(work.clinic.name)

    with begin(SYSTEM) as work:
        work.session.execute(update(Clinic).values(phone="555"))
        waiting = Thread(target=ask)
        waiting.start()
        sleep(0.3)
        found.append(work.clinic.name)
    waiting.join()
    assert found == ["Maple Street Family Practice"] * 2
