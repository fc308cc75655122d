"""Declared HTTP routes: audience, origin, size, and what is said when something is wrong."""

from typing import Any

import pytest
from sqlalchemy import func, select
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from portal_app import wiring
from portal_app.access.actor import SYSTEM, Actor
from portal_app.access.audience import ANYBODY, PATIENTS, staff_with
from portal_app.api import routes
from portal_app.api.cookie import NAME, give, session_key, take_back
from portal_app.api.headers import Headers
from portal_app.errors import BadInput
from portal_app.models import FactRow, Role, Session, Stage
from tests.doors.asgi import ORIGIN, http
from tests.people import cookie


async def not_here(scope: Any, receive: Any, send: Any) -> None:
    """Behind the routes there is nothing."""
    await Response(status_code=418)(scope, receive, send)


@pytest.fixture
def doors(house, monkeypatch) -> routes.Routes:
    """Routes of the tests only."""
    routes.Routes(not_here)  # the portal's own routes are declared before, and not into the list of the tests
    monkeypatch.setattr(routes, "DOORS", [])

    @routes.route("GET", "/test/chart", PATIENTS)
    async def chart(request: Request, actor: Actor) -> Response:
        return PlainTextResponse(actor.name)

    @routes.route("POST", "/test/manage", staff_with(Role.ADMIN))
    async def manage(request: Request, actor: Actor) -> Response:
        return routes.go(request, "/staff")

    @routes.route("POST", "/test/say", ANYBODY, limit=100)
    async def say(request: Request, actor: Actor) -> Response:
        form = await request.form()
        if form.get("word") == "no":
            raise BadInput("Please choose another word.", "word")
        if form.get("word") == "boom":
            raise ZeroDivisionError("warfarin")
        return PlainTextResponse(str(form.get("word")))

    return routes.Routes(not_here)


def of(who: str, **more: str) -> dict[str, str]:
    """The headers of somebody's browser."""
    return {"cookie": f"{NAME}={cookie(who)}", "origin": ORIGIN, **more}


def refusals() -> list[str]:
    """Why people were refused."""
    with wiring.begin(SYSTEM, reads=True) as work:
        return [row.data for row in work.all(select(FactRow).where(FactRow.kind == "Refused"))]


async def test_nobody_is_sent_to_sign_in(doors):
    answer = await http(doors, "GET", "/test/chart")
    assert (answer.status, answer.headers["location"]) == (303, "/sign-in")
    assert refusals() == ['{"door":"GET /test/chart","why":"SignInNeeded"}']


@pytest.mark.parametrize("who", ["ana", "ben"])
async def test_the_wrong_person_is_refused(doors, who):
    answer = await http(doors, "POST", "/test/manage", headers=of(who))
    assert (answer.status, answer.body) == (403, b"You cannot do this with your account.")
    assert refusals() == ['{"door":"POST /test/manage","why":"WrongAudience"}']


@pytest.mark.parametrize("origin", ["", "null", "https://evil.org", "http://localhost:8001"])
async def test_a_form_on_another_page_is_refused(doors, origin):
    answer = await http(doors, "POST", "/test/manage", headers=of("sam", origin=origin))
    assert answer.status == 403
    assert refusals() == ['{"door":"POST /test/manage","why":"ForeignOrigin"}']


async def test_a_body_that_is_too_large_is_not_read(doors):
    answer = await http(doors, "POST", "/test/say", headers=of("ana"), form={"word": "x" * 200})
    assert answer.status == 413


async def test_what_cannot_be_used_is_said_with_its_field(doors):
    in_place = of("ana", accept="application/json")
    answer = await http(doors, "POST", "/test/say", headers=in_place, form={"word": "no"})
    assert (answer.status, answer.body) == (422, b'{"error":"Please choose another word.","field":"word"}')
    assert (await http(doors, "POST", "/test/say", headers=of("ana"), form={"word": "no"})).status == 422


async def test_what_nobody_foresaw_is_a_number(doors, capfd, caplog):
    answer = await http(doors, "POST", "/test/say", headers=of("ana"), form={"word": "boom"})
    assert answer.status == 500
    number = answer.body.decode().rsplit(" ", 1)[1]
    logged = "".join(capfd.readouterr()) + caplog.text
    assert number in logged
    assert "warfarin" not in logged + answer.body.decode()


async def test_the_right_person_gets_in(doors):
    assert (await http(doors, "GET", "/test/chart", headers=of("ana"))).body == b"Ana Rivera"
    assert (await http(doors, "POST", "/test/manage", headers=of("sam"))).headers["location"] == "/staff"
    in_place = await http(doors, "POST", "/test/manage", headers=of("sam", accept="application/json"))
    assert in_place.body == b'{"to":"/staff"}'
    assert refusals() == []


async def test_an_address_that_is_refused_again_and_again_has_to_wait(doors):
    for _ in range(60):
        await http(doors, "GET", "/test/chart")
    assert (await http(doors, "GET", "/test/chart")).status == 429
    assert len(refusals()) == 60
    assert (await http(doors, "GET", "/test/chart", address="10.0.0.8")).status == 303


async def test_the_stranger_in_the_waiting_room_locks_no_patient_beside_them(doors):
    for _ in range(61):
        await http(doors, "GET", "/test/chart")
    assert (await http(doors, "GET", "/test/chart", headers=of("ana"))).status == 200


async def test_who_is_signed_in_and_refused_again_and_again_has_to_wait_wherever_they_go(doors):
    for _ in range(60):
        await http(doors, "POST", "/test/manage", headers=of("ana"))
    assert (await http(doors, "GET", "/test/chart", headers=of("ana"), address="10.0.0.8")).status == 429
    assert (await http(doors, "GET", "/test/chart", headers=of("stranger"))).status == 200
    assert len(refusals()) == 60


def test_a_route_that_waits_for_nothing_is_refused_when_it_is_declared():
    with pytest.raises(TypeError):
        routes.route("GET", "/test/x", ANYBODY)(lambda request, actor: Response())  # type: ignore[arg-type]


def test_the_cookie_is_out_of_reach_of_scripts_sites_and_plain_connections():
    response = Response()
    give(response, "secret")
    assert set(response.headers["set-cookie"].lower().split("; ")) == {
        "__host-sid=secret", "httponly", "path=/", "samesite=strict", "secure",
    }  # fmt: skip
    take_back(response)
    assert response.headers["clear-site-data"] == '"cache", "storage"'
    assert "max-age=0" in response.headers.getlist("set-cookie")[1].lower()


@pytest.mark.parametrize("held", ["", "sid=x", f"{NAME}=", f"{NAME}={'x' * 300}"])
def test_a_browser_without_a_usable_cookie_is_nobody(held):
    assert session_key([(b"cookie", held.encode())]) == ""


async def test_sign_ins_begun_without_end_are_stopped_before_they_fill_the_table(house):
    doors = routes.Routes(not_here)
    answers = [
        await http(doors, "POST", "/session/passkey/options", headers={"origin": ORIGIN, "accept": "application/json"})
        for _ in range(61)
    ]
    assert [answer.status for answer in answers] == [200] * 60 + [429]
    with wiring.begin(SYSTEM, reads=True) as work:
        assert work.session.scalar(select(func.count()).where(Session.stage == Stage.KNOCKING)) == 60


async def test_a_letter_that_no_database_keeps_is_left_out(house):
    doors = routes.Routes(not_here)
    for email in ("nul\0@example.org", "a@b\0.org", "\0"):
        typed = {"email": email, "password": "\0x"}
        headers = {"origin": ORIGIN, "accept": "application/json"}
        answer = await http(doors, "POST", "/session/password", form=typed, headers=headers)
        assert answer.status == 422


async def test_a_wrong_method_is_answered_with_the_headers_of_every_answer(doors):
    async def within(scope: Any, receive: Any, send: Any) -> None:
        await Headers(doors, "http://localhost:8000")({**scope, "app": "as in Starlette"}, receive, send)

    for method in ("GET", "HEAD", "OPTIONS", "PUT", "TRACE"):
        answer = await http(within, method, "/test/say")
        assert (answer.status, answer.headers["allow"]) == (405, "POST")
        assert answer.headers["cache-control"] == "no-store"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
