"""What a socket may send, and that connecting again begins nothing anew."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import func, select

from portal_app import wiring
from portal_app.access.actor import SYSTEM
from portal_app.access.patience import REFUSALS
from portal_app.entry import hash_of
from portal_app.models import FactRow
from portal_app.portal_app import app
from portal_app.state import socket
from tests.doors.harness import name_of
from tests.doors.room import Room
from tests.people import cookie

Say = Callable[[str, Any], Awaitable[None]]


@pytest.fixture
def closed(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The sockets that the portal closed."""
    gone: list[str] = []

    async def disconnect(sid: str, namespace: str) -> None:
        gone.append(sid)

    monkeypatch.setattr(app.sio, "disconnect", disconnect)
    socket._meters.clear()
    yield gone
    socket._meters.clear()


@pytest.fixture
def say(house: Any) -> Iterator[Say]:
    """A socket of Ana's says something; each name is a socket of its own."""
    namespace = app.event_namespace
    assert namespace is not None
    opened: list[str] = []

    async def speak(sid: str, data: Any) -> None:
        if sid not in opened:
            opened.append(sid)
            namespace._token_manager.sid_to_token[sid] = f"tab {sid}"
            key = hash_of(cookie("ana")).hex()
            namespace._static_router_data[sid] = {"headers": {"authorization": key}, "ip": "127.0.0.1"}
        await namespace.on_event(sid, data)

    yield speak
    for sid in opened:
        namespace._token_manager.sid_to_token.pop(sid, None)
        namespace._static_router_data.pop(sid, None)


async def test_who_knocks_at_no_door_again_and_again_is_hung_up_on_and_connecting_again_helps_nothing(
    say: Say, closed: list[str]
) -> None:
    for turn in range(REFUSALS + 20):
        await say(f"socket {turn % 4}", {"name": "no such door", "payload": {}})
    assert len(closed) == 21
    with wiring.begin(SYSTEM, reads=True) as work:
        assert work.session.scalar(select(func.count()).where(FactRow.kind == "Refused")) == REFUSALS


async def test_what_one_session_may_send_is_shared_by_its_sockets_and_outlives_them(
    say: Say, closed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "REFILL", 0.0)
    sent: list[str] = []

    class Processor:
        async def enqueue(self, token: str, event: Any) -> None:
            sent.append(token)

    monkeypatch.setattr(app, "_event_processor", Processor())
    for turn in range(socket.BURST + 3):
        await say(f"socket {turn}", {"name": name_of(Room.look), "payload": {}, "router_data": {}})
    assert (len(sent), len(closed)) == (socket.BURST, 3)


def test_a_full_bucket_is_forgotten_when_there_are_many_and_an_empty_one_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(socket, "MOST_METERS", 3)
    socket._meters.clear()
    while socket._meter("flood").take():
        pass
    for name in ("a", "b", "c", "d"):
        socket._meter(name)
    assert "flood" in socket._meters
    assert len(socket._meters) <= 3
    socket._meters.clear()


@pytest.fixture
def wire(say: Say, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What Reflex would have been told of a socket that has connected; "socket" is its name on every floor."""
    called: list[str] = []
    namespace = app.event_namespace
    assert namespace is not None
    for name in ("on_connect", "on_ping"):
        monkeypatch.setattr(namespace, name, lambda *args, name=name: called.append(name))
    monkeypatch.setattr(app.sio.manager, "sid_from_eio_sid", lambda eio_sid, place: "socket")  # type: ignore[union-attr]
    monkeypatch.setattr(app.sio.manager, "is_connected", lambda sid, place: True)  # type: ignore[union-attr]
    return called


@pytest.mark.parametrize(
    "said",
    [
        ["connect", {"QUERY_STRING": "token=forged", "asgi.scope": {"headers": []}}],
        ["connect", {}, {}],
        ["disconnect"],
        ["disconnect", "reason"],
        ["ping"],
        ["event"],
        ["event", {}, {}],
        ["link_token_to_sid", "x"],
        [{}, {}],
        None,
        [],
    ],
)
async def test_a_page_cannot_speak_as_the_socket_itself(
    say: Say, closed: list[str], wire: list[str], said: Any
) -> None:
    await say("socket", None)
    before = dict(app.event_namespace._static_router_data["socket"])  # type: ignore[union-attr]
    await app.sio._handle_event("connection", "/_event", None, said)  # type: ignore[union-attr]
    await asyncio.sleep(0.05)
    assert wire == []
    assert app.event_namespace._static_router_data["socket"] == before  # type: ignore[union-attr]
    with wiring.begin(SYSTEM, reads=True) as work:
        assert work.session.scalar(select(func.count()).where(FactRow.kind == "Refused")) == 2


@pytest.mark.parametrize(
    "packet",
    [
        b"binary",
        '5999999999-/_event,["event",{"_placeholder":true,"num":0}]',
        "61-/_event,1[]",
        "3/_event,1[]",
        "2/_event,[",
        "2/_event," + "[" * 100_000,
        "garbage",
        "",
        None,
    ],
)
async def test_what_is_no_text_of_a_page_ends_the_connection_and_nothing_of_it_is_kept_or_logged(
    house: Any, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], packet: Any
) -> None:
    assert app.sio is not None
    ended: list[str] = []

    async def disconnect(eio_sid: str) -> None:
        ended.append(eio_sid)

    monkeypatch.setattr(app.sio.eio, "disconnect", disconnect)
    monkeypatch.setitem(app.sio.environ, "connection", {})
    await app.sio.eio.handlers["message"]("connection", packet)
    await app.sio.eio.handlers["message"]("one that has ended", packet)
    assert ended == ["connection"]
    assert app.sio._binary_packet == {}
    assert "garbage" not in "".join(capfd.readouterr())


async def test_a_socket_connects_once_and_to_us_only(say: Say, wire: list[str]) -> None:
    assert app.sio is not None
    for place in ("/_event", "/", "/admin", None):
        await app.sio._handle_connect("connection", place, {})
    assert wire == []
