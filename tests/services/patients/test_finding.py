"""Searching: only among the patients of one's sites, by any usual way to write what is known."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal_app.access.actor import Actor
from portal_app.errors import Refused
from portal_app.models import Patient, PatientWord
from portal_app.rules.search_words import search_words
from portal_app.services import patients
from portal_app.services.patients import finding
from portal_app.wiring import House, begin
from tests.people import LONG_AGO, person, uid


def found(name: str, typed: str) -> list[str]:
    with begin(person(name), reads=True) as work:
        return [row.name for row in patients.find(work, typed).rows]


@pytest.mark.parametrize("name", ["nobody", "ana", "stranger"])
def test_who_is_not_staff_is_refused(house: House, name: str) -> None:
    with pytest.raises(Refused), begin(person(name), reads=True) as work:
        patients.find(work, "ana")


def test_patients_of_other_sites_do_not_exist(house: House) -> None:
    assert found("lena", "ana rivera") == []
    assert found("lena", "3/3/1968") == []
    assert found("lena", "MS-1001") == []
    assert found("ben", "rosa") == []


@pytest.mark.parametrize("name", ["ben", "priya", "dana", "sam"])
def test_staff_find_the_patients_of_their_sites(house: House, name: str) -> None:
    for typed in ("ana", "riv", "rivera ana", "3/3/68", "MS-1001", "ana 1968"):
        assert found(name, typed) == ["Ana Rivera"]


def test_a_row_tells_people_of_one_name_apart(house: House) -> None:
    with begin(person("ben"), reads=True) as work:
        (row,) = patients.find(work, "greene").rows
    assert (row.name, row.born, row.mrn, row.site) == ("Walter Greene", "Jun 19, 1946", "MS-1002", "Maple Street")


def test_more_than_twenty_say_so_and_nobody_twice(house: House) -> None:
    with begin(person("sam")) as work:
        for number in range(25):
            one = Patient(mrn=f"N{number}", given="Ann Anna", family="Annas", site_id=uid("maple"), created_at=LONG_AGO)
            work.add(one)
            work.session.flush()
            work.session.add_all(PatientWord(word=word, patient_id=one.id) for word in search_words(one))
    with begin(person("ben"), reads=True) as work:
        card = patients.find(work, "annas")
        assert (len({row.id for row in card.rows}), card.more) == (finding.SHOWN, True)
        assert len(patients.find(work, "ann").rows) <= finding.SHOWN


@given(st.text(max_size=60))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
def test_whatever_is_typed_finds_only_who_may_be_seen(house: House, ben: Actor, typed: str) -> None:
    with begin(ben, reads=True) as work:
        assert {row.name for row in patients.find(work, typed).rows} <= {"Ana Rivera", "Walter Greene"}
