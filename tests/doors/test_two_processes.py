"""Two processes, PostgreSQL and Redis: what is one portal for the people in it."""

import asyncio
import shutil
import socket
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session as Db

from portal_app import frontend, keys, migrations, wiring
from portal_app.commands.build import build
from portal_app.models import Session
from portal_app.settings import Mode, Settings
from portal_app.wiring import House
from tests import databases, people
from tests.doors.wire import Tab
from tests.journeys.running import Running

REDIS = shutil.which("redis-server")
BOOT = "reflex___state____state.hydrate_and_load"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        REDIS is None or "postgresql" not in databases.available(),
        reason="redis-server or PostgreSQL is not installed: two processes are NOT tested here",
    ),
]


@pytest.fixture
def two(monkeypatch) -> Iterator[Running]:
    """A portal of two processes."""
    build()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    redis = subprocess.Popen([str(REDIS), "--port", str(port), "--save", ""], stdout=subprocess.DEVNULL)
    name = databases.postgres().create()
    url = databases.postgres().url(name)
    for setting, value in (
        ("DATABASE_URL", url), ("REDIS_URL", f"redis://127.0.0.1:{port}"), ("PROCESSES", "2"),
    ):  # fmt: skip
        monkeypatch.setenv(f"PORTAL_{setting}", value)
    portal = Running()
    portal.house = House(
        Settings(home=portal.home, mode=Mode.DEMO, port=portal.port, database_url=url), keys.create(portal.home)
    )
    migrations.upgrade(portal.house.engine)
    with Db(portal.house.engine) as db:
        people.settle(db, demo=True)
        db.commit()
    before = wiring.move_in(portal.house)
    portal.start()
    yield portal
    portal.stop()
    wiring.move_in(before)
    portal.house.close()
    redis.kill()
    redis.wait()
    databases.postgres().drop(name)


def _shows_its_page(update: dict[str, Any]) -> bool:
    """Whether a tab has come to the end of its opening."""
    return any(changed.get("is_hydrated_rx_state_") for changed in update.get("delta", {}).values())


async def test_a_session_that_ends_is_out_of_both_processes_within_two_seconds(two: Running):
    assert frontend.current()
    tabs = [Tab(two.port, people.cookie("ana")) for _ in range(10)]
    for tab in tabs:
        await tab.open(BOOT, "/more")
        async with asyncio.timeout(20):
            while not _shows_its_page(await tab.next()):
                pass
    with two.house.engine.begin() as db:
        ended = update(Session).where(Session.id == people.uid("session ana"))
        db.execute(ended.values(ended_at=datetime.now(UTC)))

    async def sent_away(tab: Tab) -> bool:
        redirected = False
        try:
            while True:
                update = await tab.next()
                redirected = redirected or any(event["name"] == "_redirect" for event in update.get("events", []))
        except ConnectionResetError:
            return redirected

    async with asyncio.timeout(2):
        assert await asyncio.gather(*(sent_away(tab) for tab in tabs)) == [True] * len(tabs)
    for tab in tabs:
        tab.close()
