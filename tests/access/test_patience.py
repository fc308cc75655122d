"""A flood of refusals fills no audit trail, hides nothing in it, and locks nobody but who makes it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from portal_app import wiring
from portal_app.access import patience, visible
from portal_app.access.actor import NOBODY, SYSTEM, Actor
from portal_app.access.patience import REFUSALS, STRANGERS, Folded
from portal_app.errors import NotFound, Refused
from portal_app.models import FactRow, Patient
from portal_app.wiring import House, begin
from tests.people import uid

LATER = timedelta(seconds=61)


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """Nobody was refused yet."""
    patience.start_again()
    yield
    patience.start_again()


def at(address: str) -> Actor:
    """A stranger."""
    return replace(NOBODY, address=address)


def facts(kind: str) -> list[FactRow]:
    """What was written down."""
    with begin(SYSTEM) as work:
        return list(work.all(select(FactRow).where(FactRow.kind == kind).order_by(FactRow.seq)))


def pry(actor: Actor, times: int) -> None:
    """Ask for the record of somebody else, again and again."""
    for _ in range(times):
        with pytest.raises(NotFound), begin(actor, reads=True, door="pry") as work:
            work.one(visible.patients(actor).where(Patient.id == uid("stranger")))


def test_what_a_service_refuses_counts_and_a_flood_of_it_is_one_fact_a_minute(house: House, ana: Actor) -> None:
    pry(ana, REFUSALS + 25)
    assert patience.lost(ana)
    assert len(facts("Refused")) == REFUSALS
    wiring.write_folded()
    assert facts("RefusalsFolded") == []
    with time_machine.travel(datetime.now(UTC) + LATER):
        assert not patience.lost(ana)
        wiring.write_folded()
        wiring.write_folded()
    (folded,) = facts("RefusalsFolded")
    assert (folded.account_id, folded.session_id, folded.address) == (ana.account_id, ana.session_id, ana.address)
    assert folded.data.startswith('{"count":25,"since":"20')


def test_what_was_folded_is_written_when_the_process_ends(house: House, ana: Actor) -> None:
    pry(ana, REFUSALS + 1)
    wiring.write_folded(at_once=True)
    assert [fact.data[:10] for fact in facts("RefusalsFolded")] == ['{"count":1']


def test_a_minute_that_nobody_settled_is_kept_when_the_next_begins(house: House, ana: Actor) -> None:
    pry(ana, REFUSALS + 2)
    with time_machine.travel(datetime.now(UTC) + LATER):
        pry(ana, 1)
        wiring.write_folded()
    assert len(facts("Refused")) == REFUSALS + 1
    assert [fact.data[:10] for fact in facts("RefusalsFolded")] == ['{"count":2']


def test_what_could_not_be_written_is_written_later() -> None:
    someone = at("203.0.113.7")
    for _ in range(REFUSALS + 3):
        patience.refused(someone)

    def fail(_: Sequence[Folded]) -> None:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        patience.settle(fail, at_once=True)
    written: list[Folded] = []
    patience.settle(written.extend, at_once=True)
    assert [(one.actor.address, one.folded) for one in written] == [("203.0.113.7", 3)]


def test_a_whole_line_of_ipv6_is_one_stranger() -> None:
    for host in range(REFUSALS):
        patience.refused(at(f"2001:db8:1:2::{host:x}"))
    assert patience.lost(at("2001:db8:1:2:ffff::1"))
    assert not patience.lost(at("2001:db8:1:3::1"))


def test_somebody_with_many_networks_fills_no_trail_and_takes_nothing_from_who_is_signed_in(
    house: House, ana: Actor
) -> None:
    networks = [at(f"10.0.{n // 250}.{n % 250}") for n in range(STRANGERS + 50)]
    assert [patience.refused(one) for one in networks] == [True] * STRANGERS + [False] * 50
    assert not patience.lost(networks[-1])
    assert patience.refused(ana)


def test_more_networks_than_are_counted_apart_are_counted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "MOST", 20)
    for n in range(50):
        patience.refused(at(f"10.0.1.{n}"))
    written: list[Folded] = []
    patience.settle(written.extend, at_once=True)
    assert [(one.actor, one.folded) for one in written] == [(NOBODY, 50 - 19)]


def test_the_portal_itself_is_never_folded(house: House) -> None:
    for _ in range(REFUSALS + 5):
        wiring.record_refusal(SYSTEM, "job", Refused(""))
    assert len(facts("Refused")) == REFUSALS + 5
