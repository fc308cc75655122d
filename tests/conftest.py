"""A test that asks for `house` runs on a fresh, migrated database with people.py in it: on both kinds."""

import gc
import secrets
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from portal_app import migrations, wiring
from portal_app.access import patience
from portal_app.access.actor import Actor
from portal_app.api import patience as hellos
from portal_app.keys import Keys
from portal_app.settings import Mode, Settings
from portal_app.wiring import House
from tests import databases, people

KEYS = Keys(secrets.token_bytes(32))


def pytest_report_header() -> str:
    """Say plainly on what the tests run."""
    found = databases.available()
    missing = "" if "postgresql" in found else " (PostgreSQL is not installed: its half is NOT tested here)"
    return f"databases: {', '.join(found)}{missing}"


def pytest_collection_finish() -> None:
    """What was imported stays to the end: the collector does not look through it again, and looks less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that uses `house` runs once on each database."""
    if "house" in metafunc.fixturenames:
        metafunc.parametrize("database", databases.available(), indirect=True, scope="function")


@pytest.fixture
def database(request: pytest.FixtureRequest) -> str:
    """The name of the database that this run of the test uses."""
    return request.param


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """One migrated database of each kind with everybody in it, made at first use and copied for each test."""
    return {"folder": str(tmp_path_factory.mktemp("templates"))}


@pytest.fixture
def furniture() -> Callable[[], None] | None:
    """What stands in the house before each test of a file that says so; put there once and copied."""
    return None


_first: dict[str, Engine] = {}


def _known(engine: Engine, database: str) -> None:
    """As in a portal that runs: a statement is compiled once for the process, not once for each fresh database."""
    first = _first.setdefault(database, engine)
    engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache
    if database == "sqlite":
        event.listen(engine, "connect", _hurry)


def _hurry(connection: Any, _record: object) -> None:
    """No test pulls the plug: do not wait for the disk, on PostgreSQL neither (`databases.py`)."""
    connection.execute("PRAGMA synchronous = OFF")


def _opened(home: Path, url: str) -> House:
    return House(Settings(home=home, mode=Mode.DEMO, database_url=url), KEYS)


def _copy(database: str, template: str, home: Path) -> tuple[str, str]:
    """A database like the template (an empty one, if that has no name); gives its name and its address."""
    if database == "postgresql":
        name = databases.postgres().create(template or "template0")
        return name, databases.postgres().url(name)
    home.mkdir(exist_ok=True)
    if template:
        shutil.copy(template, home / "portal.db")
    return str(home / "portal.db"), ""


def _template(templates: dict[str, str], database: str, furniture: Callable[[], None] | None) -> str:
    key = database if furniture is None else f"{database} {furniture.__module__}.{furniture.__qualname__}"
    if key not in templates:
        template = _template(templates, database, None) if furniture else ""
        home = Path(templates["folder"]) / str(len(templates))
        name, url = _copy(database, template, home)
        made = _opened(home, url)
        if furniture is None:
            migrations.upgrade(made.engine)
            with Session(made.engine) as session:
                people.settle(session)
                session.commit()
        else:
            before = wiring.move_in(made)
            furniture()
            wiring.move_in(before)
        made.close()
        templates[key] = name
    return templates[key]


@pytest.fixture
def house(
    database: str, templates: dict[str, str], furniture: Callable[[], None] | None, tmp_path: Path
) -> Iterator[House]:
    """A house of its own for this test."""
    name, url = _copy(database, _template(templates, database, furniture), tmp_path)
    mine = _opened(tmp_path, url)
    _known(mine.engine, database)
    for counted in (patience, hellos):
        counted.start_again()
    before = wiring.move_in(mine)
    yield mine
    wiring.move_in(before)
    mine.close()
    if database == "postgresql":
        databases.postgres().drop(name)


def _person(name: str) -> pytest.FixtureDef:
    @pytest.fixture(name=name)
    def someone(house: House) -> Actor:
        return people.person(name)

    return someone


for _name in (*people.PATIENTS, *people.STAFF, "nobody"):
    globals()[_name] = _person(_name)
