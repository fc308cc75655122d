"""Messages as files: whose they are, and what is in them."""

from typing import Any

import orjson
import pytest
from starlette.responses import Response

from portal_app.api.cookie import NAME
from portal_app.api.routes import Routes
from tests.doors.asgi import ORIGIN, Answer, http
from tests.people import cookie
from tests.services.conversations import begun

pytestmark = pytest.mark.usefixtures("house")


async def not_here(scope: Any, receive: Any, send: Any) -> None:
    """Behind the routes there is nothing."""
    await Response(status_code=418)(scope, receive, send)


async def ask(who: str, path: str) -> Answer:
    """Somebody's browser asks for a file."""
    headers = {"origin": ORIGIN} | ({} if who == "nobody" else {"cookie": f"{NAME}={cookie(who)}"})
    return await http(Routes(not_here), "GET", path, headers=headers)


@pytest.mark.parametrize("who", ["nobody", "stranger", "rosa", "ben", "sam"])
@pytest.mark.parametrize("form", ["txt", "json"])
async def test_nobody_else_gets_the_file_of_a_conversation(who: str, form: str) -> None:
    answer = await ask(who, f"/files/messages/{begun('ana')}/{form}")
    assert answer.status in (303, 403, 404)
    assert b"potassium" not in answer.body


async def test_another_patient_gets_only_her_own(house: object) -> None:
    begun("ana")
    answer = await ask("stranger", "/files/messages/json")
    assert orjson.loads(answer.body)["conversations"] == []


@pytest.mark.parametrize("path", ["/files/messages/exe", "/files/messages/x/txt", "/files/messages/..%2f/txt"])
async def test_what_is_no_file_of_ours_is_not_found(path: str) -> None:
    assert (await ask("ana", path)).status == 404


async def test_a_file_is_saved_and_not_shown() -> None:
    thread = begun("ana")
    for path in ("/files/messages/txt", f"/files/messages/{thread}/txt", f"/files/messages/{thread}/json"):
        answer = await ask("ana", path)
        assert answer.status == 200
        assert answer.headers["content-disposition"].startswith("attachment")
        assert b"Should I stop the lisinopril?" in answer.body
