"""The audit trail: admins only, by person, patient, kind and time; and who searched is in it."""

from datetime import UTC, datetime, timedelta

import pytest

from portal_app.access.actor import Actor
from portal_app.errors import BadInput, NotFound, Refused
from portal_app.facts.chart import ChartRead
from portal_app.services import audit
from portal_app.services.audit import searching
from portal_app.wiring import House, begin
from tests.people import person, uid


def looks_at(patient: str, name: str, part: str = "labs") -> None:
    with begin(person(name), reads=True) as work:
        work.record(ChartRead(patient_id=uid(patient), part=part, reason="care"))


def found(**asked: str) -> list[tuple[str, str, str]]:
    with begin(person("sam"), reads=True) as work:
        return [(line.who, line.kind, line.about) for line in audit.search(work, **asked).lines]


@pytest.mark.parametrize("name", ["nobody", "ana", "ben", "amara", "priya", "dana"])
def test_only_admins_search(house: House, name: str) -> None:
    for act in (audit.search, audit.choices):
        with pytest.raises(Refused), begin(person(name), reads=True) as work:
            act(work)


def test_the_trail_is_searched_by_person_patient_kind_and_time(house: House) -> None:
    looks_at("ana", "ben")
    looks_at("rosa", "lena")
    assert found(staff=str(uid("ben"))) == [("Ben Ruiz", "ChartRead", "Ana Rivera")]
    assert found(mrn="RV-2001") == [("Lena Park", "ChartRead", "Rosa Delgado")]
    assert [line[1] for line in found(kind="AuditSearched")] == ["AuditSearched"] * 2
    tomorrow = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()
    assert found(since=tomorrow) == []
    assert len(found(until=tomorrow, kind="ChartRead")) == 2


def test_what_cannot_be_searched_by_is_said(house: House) -> None:
    for asked in ({"staff": "x"}, {"since": "yesterday"}, {"until": "2026-13-01"}):
        with pytest.raises(BadInput):
            found(**asked)
    with pytest.raises(NotFound):
        found(mrn="nobody has this")


def test_pages_follow_each_other_and_only_the_first_is_a_search(
    house: House, sam: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "PAGE", 2)
    for _ in range(5):
        looks_at("ana", "ben")
    seen, before = [], 0
    for _ in range(3):
        with begin(sam, reads=True) as work:
            page = audit.search(work, kind="ChartRead", before=before)
        seen += [line.seq for line in page.lines]
        before = page.before
    assert (len(seen), before) == (5, 0)
    assert len(found(kind="AuditSearched")) == 1
