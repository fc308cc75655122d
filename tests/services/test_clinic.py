"""A clinic is set up from its plan; again, it changes what differs and nothing else."""

import tomllib

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from portal_app.access.actor import SYSTEM
from portal_app.commands import clinic as command
from portal_app.errors import Refused, SettingsError
from portal_app.models import Clinic, FactRow, Pool, Site, Terms, Topic
from portal_app.rules.clinic_plan import ClinicPlan, planned
from portal_app.services import clinic
from portal_app.wiring import House, begin
from tests.people import person


def plan(**other: object) -> ClinicPlan:
    return planned({**tomllib.loads(command.EXAMPLE.read_text()), **other})


def set_up(wanted: ClinicPlan, **policy: object) -> list[str]:
    with begin(SYSTEM) as work:
        return clinic.set_up(work, wanted, **policy)


def names(house: House, column, *where) -> list[str]:
    with Session(house.engine) as session:
        return list(session.scalars(select(column).where(*where).order_by(column)))


@pytest.mark.parametrize("name", ["nobody", "ana", "ben", "amara", "priya", "dana"])
def test_only_who_manages_the_clinic_changes_it(house: House, name: str) -> None:
    with pytest.raises(Refused), begin(person(name)) as work:
        clinic.set_up(work, plan())
    assert "Your clinic" not in names(house, Clinic.name)


def test_the_same_plan_twice_changes_nothing(house: House) -> None:
    assert set_up(plan())
    assert set_up(plan()) == []
    assert names(house, Clinic.name) == ["Your clinic"]
    with Session(house.engine) as session:
        assert session.scalar(select(func.count()).where(FactRow.kind == "ClinicChanged")) == 1


def test_what_is_no_longer_planned_is_offered_no_more_and_nothing_is_lost(house: House) -> None:
    set_up(plan())
    pools, sites = names(house, Pool.slug), names(house, Site.name)
    fewer = plan(topics=[{"name": {"en": "A visit"}, "pool": "nurses", "hours": 3}])
    before = names(house, Topic.id)
    assert "topic A visit" in set_up(fewer)
    with Session(house.engine) as session:
        offered = session.scalars(select(Topic).where(Topic.active)).all()
        assert [(topic.name, topic.reply_hours) for topic in offered] == [({"en": "A visit"}, 3)]
    assert (names(house, Pool.slug), names(house, Site.name), names(house, Topic.id)) == (pools, sites, before)


def test_terms_with_other_words_are_a_new_version(house: House) -> None:
    set_up(plan())
    newest = max(names(house, Terms.version))
    assert set_up(plan(terms={"en": "Be kind."})) == [f"terms {newest + 1}"]


def test_the_demo_clinic_never_becomes_a_real_one(house: House) -> None:
    set_up(plan(), demo=True)
    with pytest.raises(SettingsError):
        set_up(plan(name="A real one"))
    assert names(house, Clinic.name) == ["Your clinic"]


def test_a_clinic_comes_out_of_nothing(house: House) -> None:
    with Session(house.engine) as session:
        session.execute(delete(Clinic))
        session.commit()
    set_up(plan())
    assert names(house, Clinic.zone) == ["America/New_York"]
