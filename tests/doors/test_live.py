"""Pages that hear of changes, and pages whose person is gone."""

import asyncio
import contextlib
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from portal_app import entry, live, wiring
from portal_app.access.actor import SYSTEM
from portal_app.models import Session
from portal_app.portal_app import app
from portal_app.state import clock
from portal_app.state import live as tabs
from portal_app.state.portal import PortalState
from tests.doors.harness import tab, until
from tests.doors.room import Room
from tests.people import uid

pytestmark = pytest.mark.usefixtures("house")


def seen(name: str, minutes_ago: float) -> None:
    """Say when a person did something last."""
    with wiring.house().engine.begin() as db:
        moment = datetime.now(UTC) - timedelta(minutes=minutes_ago)
        db.execute(update(Session).where(Session.id == uid(f"session {name}")).values(seen_at=moment))


@pytest.fixture
def thrown(monkeypatch) -> list[str]:
    """The sockets that were cut."""
    cut: list[str] = []

    async def disconnect(sid: str, namespace: str) -> None:
        cut.append(sid)

    monkeypatch.setattr(app.sio, "disconnect", disconnect)
    return cut


async def test_a_tab_hears_of_the_topics_it_follows_and_of_no_others():
    async with tab("ben") as ben, tab("amara") as amara:
        await ben.send(Room.listen, topic="pool:nurses")
        await amara.send(Room.listen, topic="pool:billing")
        live.publish(["pool:nurses"])
        await until(lambda: ben[Room].calls == 1)
        assert amara[Room].calls == 0


def test_who_looks_at_the_very_thing_stands_before_those_who_see_the_whole_queue():
    queue, task = "pool:of this test", "task:1"
    for token in ("list 1", "list 2", "list 3"):
        tabs.follow(token, "refresh", [queue])
    tabs.follow("opened", "refresh", [queue, task])
    found = tabs.followers(frozenset({queue, task}))
    for token in ("list 1", "list 2", "list 3", "opened"):
        tabs.leave(token)
    assert {token: others for (token, _), others in found.items()} == {
        "list 1": 4,
        "list 2": 4,
        "list 3": 4,
        "opened": 1,
    }


async def test_more_tabs_than_lanes_all_hear():
    async with contextlib.AsyncExitStack() as stack:
        pages = [await stack.enter_async_context(tab("ben")) for _ in range(2 * tabs.LANES + 1)]
        for page in pages:
            await page.send(Room.listen, topic="pool:nurses")
        live.publish(["pool:nurses"])
        await until(lambda: all(page[Room].calls == 1 for page in pages))


async def test_a_burst_of_changes_is_read_once_or_twice_not_a_hundred_times():
    async with tab("ben") as ben:
        await ben.send(Room.listen, topic="pool:nurses")
        for _ in range(100):
            live.publish(["pool:nurses"])
        await until(lambda: ben[Room].calls >= 1)
        await asyncio.sleep(0.2)
        assert ben[Room].calls <= 3


async def test_a_refresh_reads_with_the_rights_of_its_own_tab_not_of_the_one_who_acted():
    async with tab("ana") as ana, tab("ben") as ben:
        await ana.open()
        await ben.send(Room.listen, topic="room")
        await ana.send(Room.publish)
        await until(lambda: ben[Room].said == "Ben Ruiz")
        assert ben[PortalState].me.name == "Ben Ruiz"
        assert ana[PortalState].me.name == "Ana Rivera"


async def test_a_tab_that_shows_another_page_hears_nothing_more():
    async with tab("ben", "/inbox") as ben:
        await ben.open()
        await ben.send(Room.listen, topic="pool:other")
        ben.turned("/account")
        await ben.open()
        assert not tabs.followers(frozenset({"pool:other"}))


async def test_a_tab_that_was_closed_is_forgotten():
    async with tab("amara"):
        async with tab("ben") as ben:
            await ben.send(Room.listen, topic="pool:nurses")
        live.publish(["pool:nurses"])
        await until(lambda: not tabs.followers(frozenset({"pool:nurses"})))


async def test_a_session_ended_in_the_database_empties_its_tabs_and_cuts_their_sockets(thrown):
    async with tab("ana") as ana, tab("ben") as ben:
        await ana.send(Room.write, text="hello")
        await ben.send(Room.work_here)
        with wiring.begin(SYSTEM) as work:
            session = work.session.get(Session, uid("session ana"))
            assert session is not None
            entry.end(work, session, "revoked")
        await clock.Clock(app).look()
        assert ana.went_to == "/sign-in"
        assert ana.shown(Room)["said"] == ""
        assert ana.shown(PortalState)["me"].name == ""
        assert thrown == [ana.token]
        assert ben.went_to is None


async def test_who_does_nothing_is_asked_then_stays(thrown):
    async with tab("ana") as ana:
        watch = clock.Clock(app)
        await ana.send(Room.enter)
        seen("ana", 13.5)
        await watch.look()
        await until(lambda: ana[PortalState].leaving)
        app._middlewares[0]._noted.clear()
        await ana.send(PortalState.stay)
        assert not ana[PortalState].leaving
        await watch.look()
        assert thrown == []


async def test_an_act_in_one_tab_answers_the_question_in_the_other():
    async with tab("ana") as one, tab("ana") as other:
        watch = clock.Clock(app)
        await one.send(Room.enter)
        await other.send(Room.enter)
        seen("ana", 13.5)
        await watch.look()
        await until(lambda: one[PortalState].leaving and other[PortalState].leaving)
        app._middlewares[0]._noted.clear()
        await one.send(Room.enter)
        await watch.look()
        await until(lambda: not other[PortalState].leaving)


@pytest.mark.parametrize(("who", "minutes"), [("ana", 15.1), ("ben", 10.1)])
async def test_who_goes_on_doing_nothing_is_signed_out(thrown, who, minutes):
    async with tab(who) as page:
        await page.send(Room.enter)
        seen(who, minutes)
        await clock.Clock(app).look()
        assert page.went_to == "/sign-in"
        assert thrown == [page.token]


async def test_a_tab_that_connects_again_after_the_session_ended_gets_nothing_of_it():
    async with tab("ana") as ana:
        await ana.open()
        await ana.send(Room.write, text="hello")
        seen("ana", 20)
        ana.updates.clear()
        await ana.open()
        assert ana.shown(Room).get("said", "") == ""
        assert ana.shown(PortalState)["me"].name == ""


async def test_the_states_of_closed_tabs_are_freed(monkeypatch):
    monkeypatch.setattr(clock, "KEPT", -1.0)
    async with tab("amara") as amara:
        await amara.send(Room.look)
        async with tab("ben") as ben:
            await ben.send(Room.look)
        states = app.event_processor._root_context.state_manager
        monkeypatch.setattr(app, "_state_manager", states)
        clock.Clock(app).forget_closed()
        assert {key for key in states.states if "tab-" in key} == {amara.token}


async def test_lists_stand_back_while_somebody_acts_but_not_for_ever():
    async with contextlib.AsyncExitStack() as stack:
        lists = [await stack.enter_async_context(tab("ben")) for _ in range(tabs.FEW + 1)]
        near = await stack.enter_async_context(tab("amara"))
        for page in lists:
            await page.send(Room.listen, topic="pool:nurses")
        await near.send(Room.listen, topic="task:1")
        begun = asyncio.get_running_loop().time()

        def waited() -> float:
            tabs.somebody_acts()
            return asyncio.get_running_loop().time() - begun

        live.publish(["pool:nurses", "task:1"])
        await until(lambda: waited() > 0 and near[Room].calls == 1)
        assert all(page[Room].calls == 0 for page in lists)
        await until(lambda: waited() > 0 and all(page[Room].calls == 1 for page in lists))
        assert waited() >= tabs.LONGEST
