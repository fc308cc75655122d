"""Who looked: patients see everybody else's looks at their own record, and nobody else's record."""

import pytest

from portal_app.access.actor import Actor
from portal_app.errors import Refused
from portal_app.facts.chart import ChartRead
from portal_app.services import access_log
from portal_app.wiring import House, begin
from tests.people import person, uid


def looks_at(patient: str, name: str, part: str = "labs", reason: str = "care") -> None:
    with begin(person(name), reads=True) as work:
        work.record(ChartRead(patient_id=uid(patient), part=part, reason=reason))


def told(name: str) -> list[tuple[str, str, str, str, int]]:
    with begin(person(name), reads=True) as work:
        lines = access_log.mine(work).lines
        return [(line.who, line.title, line.what, line.why, line.times) for line in lines]


@pytest.mark.parametrize("name", ["nobody", "ben", "sam"])
def test_only_a_patient_has_a_log_of_their_own(house: House, name: str) -> None:
    with pytest.raises(Refused), begin(person(name), reads=True) as work:
        access_log.mine(work)


@pytest.mark.parametrize("name", ["nobody", "ana", "stranger", "lena"])
def test_who_may_not_see_the_patient_does_not_see_who_looked(house: House, name: str) -> None:
    with pytest.raises(Refused), begin(person(name), reads=True) as work:
        access_log.of_patient(work, uid("ana"))


def test_a_patient_reads_who_when_and_why_with_bursts_as_one_line(house: House) -> None:
    looks_at("ana", "ben")
    looks_at("ana", "ben")
    looks_at("ana", "priya", "page", "front_desk")
    looks_at("ana", "ana", "labs", "own")
    looks_at("stranger", "ben")
    assert told("ana") == [
        ("Priya Shah", "Front desk", "Opened the patient page, without the chart", "For the front desk's work", 1),
        ("Ben Ruiz", "Nurse", "Read the lab results", "For care", 2),
    ]
    assert [line[4] for line in told("stranger")] == [1]
    assert told("rosa") == []


def test_staff_see_the_patients_own_looks_too(house: House, ben: Actor) -> None:
    looks_at("ana", "ana", "labs", "own")
    looks_at("ana", "ben")
    with begin(ben, reads=True) as work:
        assert [line.who for line in access_log.of_patient(work, uid("ana")).lines] == ["You", "Ana Rivera"]


def test_pages_follow_each_other(house: House, ana: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access_log, "PAGE", 2)
    for part in ("labs", "visits", "vitals", "problems", "medicines"):
        looks_at("ana", "ben", part)
    found, before = [], 0
    for _ in range(3):
        with begin(ana, reads=True) as work:
            page = access_log.mine(work, before)
        found += [line.what for line in page.lines]
        before = page.before
    assert (len(found), len(set(found)), before) == (5, 5, 0)
