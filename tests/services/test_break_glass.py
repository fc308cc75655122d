"""A record outside one's sites opens for an exact match and a reason, for a while, and somebody is told."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from portal_app import throttle
from portal_app.access import visible
from portal_app.access.actor import SYSTEM, Actor
from portal_app.entry import Miss
from portal_app.errors import BadInput, NotFound, Refused, TooSoon
from portal_app.facts import kinds
from portal_app.jobs.reactions import REACTIONS
from portal_app.models import BrokenGlass, FactRow, Job, Mail, Patient
from portal_app.services import break_glass
from portal_app.wiring import House, begin
from tests.people import person, uid

ROSA = ("RV-2001", "1992-04-11")
WHY = ("emergency", "She collapsed at the front desk.")


@pytest.mark.parametrize("name", ["nobody", "ana", "priya", "dana", "sam"])
def test_only_those_who_treat_may_open_a_record_elsewhere(house: House, name: str) -> None:
    with pytest.raises(Refused), begin(person(name)) as work:
        break_glass.open_record(work, *ROSA, *WHY)
    with begin(person("ben"), reads=True) as work:
        assert work.all(select(BrokenGlass)) == []


@pytest.mark.parametrize("who", [("RV-2001", "1992-04-12"), ("RV-2", "1992-04-11"), ("", "1992-04-11")])
def test_a_near_miss_is_not_found(house: House, ben: Actor, who: tuple[str, str]) -> None:
    with begin(ben) as work:
        assert isinstance(break_glass.open_record(work, *who, *WHY), Miss)
    with begin(ben) as work:
        assert work.all(select(BrokenGlass)) == []
        assert [fact.kind for fact in work.all(select(FactRow))] == ["GlassMissed"]


def test_guessing_waits_and_a_right_guess_buys_no_new_ones(house: House, ben: Actor, amara: Actor) -> None:
    for _ in range(throttle.FREE):
        with begin(ben) as work:
            assert isinstance(break_glass.open_record(work, "RV-2001", "1992-04-12", *WHY), Miss)
    with pytest.raises(TooSoon) as refusal, begin(ben) as work:
        break_glass.open_record(work, *ROSA, *WHY)
    assert refusal.value.sentence == "That was not right too often. Wait one minute, or ask the patient's own site."
    with begin(amara) as work:
        assert break_glass.open_record(work, *ROSA, *WHY) == uid("rosa")
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=2)):
        with begin(ben) as work:
            assert break_glass.open_record(work, *ROSA, *WHY) == uid("rosa")
        with pytest.raises(TooSoon), begin(ben) as work:
            break_glass.open_record(work, "RV-2001", "1992-04-12", *WHY)


@pytest.mark.parametrize("why", [("emergency", "  short "), ("curious", "A long enough sentence."), ("", "")])
def test_a_reason_is_needed(house: House, ben: Actor, why: tuple[str, str]) -> None:
    with pytest.raises(BadInput), begin(ben) as work:
        break_glass.open_record(work, *ROSA, *why)


@pytest.mark.parametrize("born", ["", "April 11", "1992-13-40", "0"])
def test_a_birth_date_is_needed(house: House, ben: Actor, born: str) -> None:
    with pytest.raises(BadInput), begin(ben) as work:
        break_glass.open_record(work, "RV-2001", born, *WHY)


def test_the_record_is_open_to_its_opener_alone_and_for_four_hours(house: House, ben: Actor) -> None:
    with begin(ben) as work:
        assert break_glass.open_record(work, *ROSA, *WHY) == uid("rosa")
    query = visible.patients(person("ben")).where(Patient.id == uid("rosa"))
    with begin(ben, reads=True) as work:
        assert work.one(query).family == "Delgado"
        assert {row.name for row in work.all(select(Job))} == {"tell_admins_of_broken_glass"}
        assert "collapsed" not in "".join(fact.data for fact in work.all(select(FactRow)))
    amara = person("amara")
    with pytest.raises(NotFound), begin(amara, reads=True) as work:
        work.one(visible.patients(amara).where(Patient.id == uid("rosa")))
    with begin(ben, reads=True) as work:
        end = work.all(select(BrokenGlass))[0].until
    with time_machine.travel(end):
        assert person("ben").glass_ids == frozenset()


def test_the_admin_is_told_once_and_the_letter_names_nobody(house: House, ben: Actor) -> None:
    with begin(ben) as work:
        break_glass.open_record(work, *ROSA, *WHY)
    with begin(ben, reads=True) as work:
        (glass_id,) = work.all(select(BrokenGlass.id))
    for _ in range(2):
        with begin(SYSTEM) as work:
            break_glass.tell_admins(work, glass_id)
    with begin(ben, reads=True) as work:
        (mail,) = work.all(select(Mail))
        assert mail.to == "sam@example.org"
        assert not {"Rosa", "Delgado", "Ruiz", "collapsed"} & set(f"{mail.subject} {mail.text}".split())


def test_every_reaction_that_a_fact_names_exists() -> None:
    named = {name for fact in kinds() for name in fact.then}
    assert named <= set(REACTIONS)
