"""The audit trail shows what somebody with the database in hand did to it."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from portal_app.access.actor import SYSTEM, Actor
from portal_app.adapters import anchor
from portal_app.errors import PortalError, Refused, SettingsError
from portal_app.facts.chart import ChartRead
from portal_app.jobs import reactions
from portal_app.models import FactRow, Seal
from portal_app.services import sealing
from portal_app.services.sealing import Head
from portal_app.wiring import House, begin
from portal_app.work import fact_row
from tests.people import uid

FACTS = 6


@pytest.fixture
def trail(house: House, ben: Actor) -> House:
    """Six looks at charts, sealed, and the head noted."""
    for patient in ("ana", "rosa") * (FACTS // 2):
        look(ben, patient)
    reactions.seal_facts()
    return house


def look(actor: Actor, patient: str = "ana") -> None:
    with begin(actor) as work:
        work.record(ChartRead(patient_id=uid(patient), part="medicines", reason="care"))


def tamper(house: House, *statements: str) -> None:
    """What somebody does who holds the database: the guards are gone first."""
    names = (
        [f"{table}_no_{verb}" for table in ("facts", "seals") for verb in ("update", "delete")]
        if house.settings.embedded
        else [f"{table}_append_only ON {table}" for table in ("facts", "seals")]
    )
    with house.engine.begin() as connection:
        for name in names:
            connection.execute(text(f"DROP TRIGGER IF EXISTS {name}"))
        for statement in statements:
            connection.execute(text(statement))


def verdict(house: House) -> sealing.Verdict:
    noted = anchor.read(house.settings.home, house.keys)
    with begin(SYSTEM, reads=True) as work:
        return sealing.verify(work, Head.read(noted) if noted else None)


@pytest.mark.parametrize("who", ["nobody", "ana", "ben", "sam"])
def test_nobody_but_the_portal_seals(house: House, request: pytest.FixtureRequest, who: str) -> None:
    with pytest.raises(Refused), begin(request.getfixturevalue(who)) as work:
        sealing.seal(work, None)


@pytest.mark.parametrize("who", ["nobody", "ana", "ben"])
def test_only_who_reads_the_audit_trail_checks_it(house: House, request: pytest.FixtureRequest, who: str) -> None:
    with pytest.raises(Refused), begin(request.getfixturevalue(who), reads=True) as work:
        sealing.verify(work, None)


def test_an_untouched_trail_holds(trail: House, ben: Actor) -> None:
    look(ben)
    found = verdict(trail)
    assert (found.fault, found.head.position, found.waiting) == ("", FACTS, 1)


def test_sealing_again_changes_nothing(trail: House) -> None:
    before = anchor.read(trail.settings.home, trail.keys)
    reactions.seal_facts()
    assert anchor.read(trail.settings.home, trail.keys) == before == str(verdict(trail).head)


FLIPS = {
    "at": "'2020-01-01 00:00:00.000000'", "kind": "'Nothing'", "actor_kind": "'patient'", "actor_name": "'Ben Ruix'",
    "account_id": "NULL", "staff_id": "NULL", "patient_id": "NULL", "session_id": "NULL", "address": "'10.0.0.1'",
    "data": """'{"part":"visits"}'""",
}  # fmt: skip


@pytest.mark.parametrize("column", FLIPS)
def test_a_changed_column_of_a_fact_is_named(trail: House, column: str) -> None:
    tamper(trail, f"UPDATE facts SET {column} = {FLIPS[column]} WHERE seq = 3")
    assert verdict(trail).fault.startswith("Fact 3 was changed")


def test_a_flipped_byte_of_a_hash_is_named(trail: House) -> None:
    with Session(trail.engine) as session:
        mac, chain = session.get(FactRow, 4).mac, session.get(Seal, 2).chain
    blob = "X'{}'" if trail.settings.embedded else "'\\x{}'"
    for table, column, value, where, sentence in (
        ("facts", "mac", bytes([mac[0] ^ 1]) + mac[1:], "seq = 4", "Fact 4 was changed"),
        ("facts", "mac", mac[:-1] + bytes([mac[-1] ^ 1]), "seq = 4", "Fact 4 was changed"),
        ("seals", "chain", chain[:-1] + bytes([chain[-1] ^ 1]), "position = 2", "Seal 2 was changed"),
    ):
        tamper(trail, f"UPDATE {table} SET {column} = {blob.format(value.hex())} WHERE {where}")
        assert verdict(trail).fault.startswith(sentence)


def test_a_changed_time_of_a_seal_is_named(trail: House) -> None:
    tamper(trail, "UPDATE seals SET sealed_at = '2020-01-01 00:00:00.000000' WHERE position = 5")
    assert verdict(trail).fault.startswith("Seal 5 was changed")


def test_a_row_that_can_no_longer_be_read_is_named(trail: House) -> None:
    if trail.settings.embedded:
        tamper(trail, "UPDATE facts SET at = 'never' WHERE seq = 5")
        assert verdict(trail).fault.startswith("The row of seal 5, or its fact, was changed")
    else:
        with pytest.raises(DatabaseError):  # PostgreSQL itself stores nothing in a date that is none
            tamper(trail, "UPDATE facts SET at = 'never' WHERE seq = 5")


def test_a_fact_with_another_number_is_named(trail: House) -> None:
    tamper(trail, "UPDATE facts SET seq = 99 WHERE seq = 2")
    assert verdict(trail).fault.startswith("Fact 2 was taken out")


@pytest.mark.parametrize("seq", [1, 3, FACTS])
def test_a_fact_taken_out_is_named(trail: House, seq: int) -> None:
    tamper(trail, f"DELETE FROM facts WHERE seq = {seq}")
    assert verdict(trail).fault.startswith(f"Fact {seq} was taken out")


def test_a_fact_taken_out_with_its_seal_is_named(trail: House) -> None:
    tamper(trail, "DELETE FROM facts WHERE seq = 3", "DELETE FROM seals WHERE position = 3")
    assert verdict(trail).fault == "Seal 3 was taken out."


def test_facts_that_changed_places_are_named(trail: House) -> None:
    tamper(trail, *(f"UPDATE facts SET seq = {new} WHERE seq = {old}" for old, new in ((2, 99), (3, 2), (99, 3))))
    assert verdict(trail).fault.startswith("Seal 2 was changed or put in")


def test_a_cut_off_end_is_seen_by_what_was_noted_outside(trail: House, ben: Actor) -> None:
    tamper(trail, "DELETE FROM facts WHERE seq > 4", "DELETE FROM seals WHERE position > 4")
    assert verdict(trail).fault == "Seal 5 and what followed were taken out: the end is cut off."
    look(ben)
    with pytest.raises(sealing.ChainCut):
        reactions.seal_facts()
    assert verdict(trail).fault


def test_a_fact_put_in_without_the_key_is_named(trail: House) -> None:
    columns = "at, kind, actor_kind, actor_name, account_id, staff_id, patient_id, session_id, address, data, mac"
    tamper(
        trail,
        f"INSERT INTO facts (seq, {columns}) SELECT 50, {columns.replace('kind,', chr(39) + 'Made' + chr(39) + ',', 1)}"
        " FROM facts WHERE seq = 1",
    )
    assert verdict(trail).fault.startswith("Fact 50 was put in")


def test_a_copy_of_a_fact_is_named_before_and_after_it_was_sealed(trail: House) -> None:
    columns = "at, kind, actor_kind, actor_name, account_id, staff_id, patient_id, session_id, address, data, mac"
    tamper(trail, f"INSERT INTO facts (seq, {columns}) SELECT 50, {columns} FROM facts WHERE seq = 1")
    assert verdict(trail).fault == "Fact 50 was put in: it is a copy of another."
    reactions.seal_facts()
    assert verdict(trail).fault == "Fact 50 was put in: it is a copy of another."


def test_a_noted_head_that_somebody_changed_is_refused(trail: House) -> None:
    path = anchor.path_of(trail.settings.home)
    path.write_text(path.read_text().replace("6:", "4:"))
    with pytest.raises(SettingsError):
        verdict(trail)


def test_what_is_no_head_is_refused_with_a_sentence() -> None:
    with pytest.raises(PortalError, match="PortalError"):
        Head.read("yesterday")


def test_facts_that_commit_out_of_order_are_sealed_in_the_order_they_are_met(house: House, ben: Actor) -> None:
    early = fact_row(ChartRead(patient_id=uid("ana"), part="visits"), ben, datetime.now(UTC), house.keys)
    with Session(house.engine) as slow:
        slow.add(FactRow(**early))
        slow.flush()
        if not house.settings.embedded:  # the embedded database has one writer at a time: nothing can pass it
            look(ben)
            reactions.seal_facts()
        slow.commit()
    reactions.seal_facts()
    with Session(house.engine) as session:
        order = list(session.scalars(select(Seal.fact_seq).order_by(Seal.position)))
    assert order == ([1] if house.settings.embedded else [2, 1])
    assert verdict(house).fault == ""
