"""A backup is whole while people work, opens with the portal's key only, and comes back into an empty place."""

import secrets
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal_app import migrations, wiring
from portal_app.access.actor import SYSTEM, Actor
from portal_app.adapters import anchor, backup_file, database_copy
from portal_app.adapters.backup_file import Damaged
from portal_app.commands.backup import save
from portal_app.commands.restore import bring_back
from portal_app.errors import Conflict, SettingsError
from portal_app.facts.chart import ChartRead
from portal_app.jobs import reactions
from portal_app.keys import Keys
from portal_app.models import FactRow, Job, Patient
from portal_app.services import sealing
from portal_app.services.sealing import Head
from portal_app.settings import Mode, Settings
from portal_app.wiring import House, begin
from tests import databases
from tests.people import uid

CLEAR = (b"Rivera", b"MS-1001", b"ana@example.org", b"1968-03-03", b"Priya", b"CREATE TABLE", b"SQLite format")


@pytest.fixture
def elsewhere(house: House, tmp_path: Path) -> Iterator[House]:
    """An empty place of the same kind, with the same key."""
    home, name, url = tmp_path / "elsewhere", "", ""
    if not house.settings.embedded:
        name = databases.postgres().create()
        url = databases.postgres().url(name)
    empty = House(Settings(home=home, mode=Mode.DEMO, database_url=url), house.keys)
    yield empty
    empty.close()
    if name:
        databases.postgres().drop(name)


def look(actor: Actor) -> None:
    with begin(actor) as work:
        work.record(ChartRead(patient_id=uid("ana"), part="medicines", reason="care"))
        work.enqueue("ring", {})


def nothing_in(house: House) -> bool:
    return database_copy.empty(house.settings, house.engine) and not list(house.settings.home.rglob("*"))


def count(house: House, table: type) -> int:
    with Session(house.engine) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_stolen_backup_reads_nothing(house: House, tmp_path: Path) -> None:
    content = save(house, tmp_path).read_bytes()
    assert [word for word in CLEAR if word in content] == []
    assert [path.name for path in tmp_path.iterdir() if path.suffix in (".part", ".db") and "copy" in path.name] == []


def test_a_backup_does_not_open_with_another_key(house: House, tmp_path: Path, elsewhere: House) -> None:
    path = save(house, tmp_path)
    elsewhere.keys = Keys(secrets.token_bytes(32))
    with pytest.raises(Damaged):
        bring_back(elsewhere, path)
    assert nothing_in(elsewhere)


def test_a_place_that_is_not_empty_is_left_alone(house: House, tmp_path: Path) -> None:
    path = save(house, tmp_path)
    with pytest.raises(Conflict):
        bring_back(house, path)
    assert count(house, Patient) == 3


def test_what_is_no_backup_is_refused(house: House, tmp_path: Path, elsewhere: House) -> None:
    path = tmp_path / "a picture"
    path.write_bytes(b"JPEG" * 100)
    with pytest.raises(Damaged):
        bring_back(elsewhere, path)


@pytest.mark.parametrize("harm", ["flip", "cut", "cut the last piece", "add", "swap"])
def test_a_backup_that_somebody_changed_writes_nothing(
    house: House, tmp_path: Path, elsewhere: House, harm: str
) -> None:
    path = save(house, tmp_path)
    content = bytearray(path.read_bytes())
    start = len(backup_file.MAGIC) + backup_file.SALT
    first = 4 + int.from_bytes(content[start : start + 4], "big")
    match harm:
        case "flip":
            content[len(content) // 2] ^= 1
        case "cut":
            del content[len(content) // 2 :]
        case "cut the last piece":
            del content[-(4 + 1 + 16) :]
        case "add":
            content += b"more"
        case "swap":
            rest = content[start + first :]
            second = 4 + int.from_bytes(rest[:4], "big")
            content = content[:start] + rest[:second] + content[start : start + first] + rest[second:]
    path.write_bytes(content)
    with pytest.raises(Damaged):
        bring_back(elsewhere, path)
    assert nothing_in(elsewhere)


def test_a_backup_of_the_other_database_is_refused_with_a_sentence(house: House, tmp_path: Path) -> None:
    path = save(house, tmp_path)
    other = House(Settings(home=tmp_path / "other", database_url=""), house.keys)
    if house.settings.embedded:
        other = House(Settings(home=tmp_path / "other", database_url=databases.postgres().url("template1")), house.keys)
    with pytest.raises(SettingsError):
        bring_back(other, path)
    other.close()


def test_a_backup_under_writes_comes_back_whole_and_its_audit_trail_holds(
    house: House, tmp_path: Path, elsewhere: House, ben: Actor
) -> None:
    for _ in range(20):
        look(ben)
    reactions.seal_facts()
    (house.settings.home / "uploads" / "1").mkdir(parents=True)
    (house.settings.home / "uploads" / "1" / "card").write_bytes(b"picture" * 300_000)
    ended = threading.Event()

    def keep_writing() -> None:
        while not ended.is_set():
            look(ben)

    writers = [threading.Thread(target=keep_writing) for _ in range(3)]
    for writer in writers:
        writer.start()
    before = count(house, FactRow)
    path = save(house, tmp_path)
    after = count(house, FactRow)
    ended.set()
    for writer in writers:
        writer.join()

    bring_back(elsewhere, path)
    wiring.move_in(elsewhere)
    facts = count(elsewhere, FactRow)
    assert before <= facts <= after
    assert count(elsewhere, Job) == facts  # a fact and its job are there together or not at all
    assert count(elsewhere, Patient) == 3
    assert migrations.drift(elsewhere.engine) == []
    assert (elsewhere.settings.home / "uploads" / "1" / "card").read_bytes() == b"picture" * 300_000
    with begin(SYSTEM, reads=True) as work:
        noted = Head.read(anchor.read(elsewhere.settings.home, elsewhere.keys))
        assert sealing.verify(work, noted).fault == ""
