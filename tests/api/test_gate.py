"""The gate in front of everything."""

import asyncio
from contextlib import AsyncExitStack
from typing import Any
from urllib.parse import parse_qs

import pytest
from sqlalchemy import select

from portal_app import wiring
from portal_app.access.actor import SYSTEM
from portal_app.api import gate
from portal_app.api.cookie import NAME
from portal_app.api.gate import Gate
from portal_app.entry import hash_of
from portal_app.models import FactRow
from portal_app.settings import Mode, Settings
from portal_app.wiring import House
from tests.conftest import KEYS
from tests.doors.asgi import ORIGIN, http, socket
from tests.people import cookie


async def behind(scope: Any, receive: Any, send: Any) -> None:
    """In place of Reflex: says what it was shown, and waits."""
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": repr(scope["headers"]).encode()})
        return
    await receive()
    await send({"type": "websocket.accept", "scope": scope})
    await receive()


@pytest.fixture
def door(house: House) -> Gate:
    """A gate in front of nothing."""
    return Gate(behind, house)


def held(who: str, **more: str) -> dict[str, str]:
    """The headers of somebody's browser on one of our pages."""
    return {"origin": ORIGIN, "cookie": f"{NAME}={cookie(who)}", **more}


def name_in(scope: Any) -> str:
    """The token under which Reflex runs the tab."""
    return parse_qs(scope["query_string"].decode())["token"][0]


@pytest.mark.parametrize(
    "origin", ["", "null", "http://localhost", "http://localhost:8000.evil.org", "https://evil.org"]
)
async def test_a_socket_from_another_page_is_refused_and_written_down(door, origin):
    headers = held("ana", origin=origin) if origin else {"cookie": f"{NAME}={cookie('ana')}"}
    async with socket(door, headers=headers) as scope:
        assert scope is None
    with wiring.begin(SYSTEM, reads=True) as work:
        assert "ForeignOrigin" in work.one(select(FactRow).where(FactRow.kind == "Refused")).data


@pytest.mark.parametrize("token", ["", "x" * 65])
async def test_a_socket_without_a_usable_token_is_refused(door, token):
    async with socket(door, token, headers=held("ana")) as scope:
        assert scope is None


async def test_only_one_path_takes_sockets(door):
    for path in ("/", "/_eventually", "/_upload", "/messages"):
        async with socket(door, path=path, headers=held("ana")) as scope:
            assert scope is None


async def test_a_stolen_token_is_worth_nothing_without_the_cookie(door):
    async with (
        socket(door, "stolen", headers=held("ana")) as hers,
        socket(door, "stolen", headers=held("stranger")) as his,
        socket(door, "stolen", headers={"origin": ORIGIN}) as nobodys,
    ):
        assert len({name_in(hers), name_in(his), name_in(nobodys), "stolen"}) == 4
        async with socket(door, name_in(hers), headers=held("stranger")) as again:
            assert name_in(again) != name_in(hers)
    async with socket(door, "stolen", headers=held("ana")) as again:
        assert name_in(again) == name_in(hers)


async def test_reflex_sees_the_sessions_hash_and_never_the_cookie(door):
    forged = {"authorization": "forged", "x-forwarded-for": "6.6.6.6", "x-anything": "else"}
    async with socket(door, headers=held("ana", **forged)) as scope:
        headers = dict(scope["headers"])
        hashed = hash_of(cookie("ana")).hex().encode()
        assert headers == {b"origin": ORIGIN.encode(), b"accept-language": b"en", b"authorization": hashed}
        assert scope["client"][0] == "127.0.0.1"


async def test_only_as_many_strangers_as_there_is_room_for(door, monkeypatch):
    monkeypatch.setattr(gate, "STRANGERS_HERE", 3)
    async with AsyncExitStack() as open_sockets:
        for _ in range(3):
            assert await open_sockets.enter_async_context(socket(door, headers={"origin": ORIGIN}))
        async with socket(door, headers={"origin": ORIGIN}) as one_more:
            assert one_more is None
        async with socket(door, headers=held("nobody-we-know")) as made_up_cookie:
            assert made_up_cookie is None
        async with socket(door, headers={"origin": ORIGIN}, address="10.0.0.9") as elsewhere:
            assert elsewhere
        async with socket(door, headers=held("ana")) as signed_in:
            assert signed_in
    async with socket(door, headers={"origin": ORIGIN}) as when_they_have_left:
        assert when_they_have_left


async def test_a_stranger_who_connects_again_and_again_has_to_wait(door):
    for _ in range(60):
        async with socket(door, headers={"origin": ORIGIN}) as scope:
            assert scope
    async with socket(door, headers={"origin": ORIGIN}) as scope:
        assert scope is None
    async with socket(door, headers=held("ana")) as scope:
        assert scope


async def test_a_strangers_socket_ends_by_itself(door, monkeypatch):
    monkeypatch.setattr(gate, "STRANGER_STAYS", 0.05)
    async with socket(door, headers={"origin": ORIGIN}) as scope:
        assert scope
        assert door._open["strangers"] == 1
        await asyncio.sleep(0.15)
        assert door._open["strangers"] == 0


@pytest.mark.parametrize(
    "path", ["/_upload", "/_upload/report.pdf", "/_health", "/_all_routes", "/_event/", "/ping", "/auth-codespace"]
)
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_the_paths_of_reflexs_own_are_closed(door, path, method):
    assert (await http(door, method, path, headers=held("sam"))).status == 404


async def test_nothing_is_sent_to_a_page(door):
    for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
        assert (await http(door, method, "/", headers=held("sam"))).status == 405


async def test_what_serves_pages_sees_no_cookie(door):
    answer = await http(door, "GET", "/", headers=held("ana", authorization="Bearer x"))
    assert answer.status == 200
    assert b"cookie" not in answer.body
    assert b"authorization" not in answer.body


async def test_the_address_is_counted_back_through_our_own_proxies_only(tmp_path):
    house = House(Settings(home=tmp_path, mode=Mode.DEMO, proxies=1, database_url=""), KEYS)
    through_proxy = Gate(behind, house, who=lambda key, address: wiring.NOBODY)
    forwarded = {"origin": ORIGIN, "x-forwarded-for": "6.6.6.6, 203.0.113.7"}
    async with socket(through_proxy, headers=forwarded) as scope:
        assert scope["client"][0] == "203.0.113.7"
