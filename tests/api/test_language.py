"""The language of the pages before signing in."""

import httpx
import pytest
from starlette.responses import PlainTextResponse

from portal_app.api.routes import Routes
from portal_app.wiring import House


@pytest.fixture
def browser(house: House) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(Routes(PlainTextResponse("reflex")))
    origin = house.settings.public_origin
    return httpx.AsyncClient(transport=transport, base_url=origin, headers={"origin": origin})


async def test_another_site_cannot_choose_the_language(browser: httpx.AsyncClient) -> None:
    answer = await browser.post(
        "/session/language", data={"language": "es"}, headers={"origin": "https://evil.example"}
    )
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


async def test_a_language_we_do_not_speak_is_refused_in_a_language_we_do(browser: httpx.AsyncClient) -> None:
    answer = await browser.post("/session/language", data={"language": "fr"}, headers={"accept-language": "es-MX"})
    assert answer.status_code == 422
    assert answer.text == "Todavía no hablamos ese idioma."


@pytest.mark.parametrize(
    ("referer", "to"),
    [
        ("http://localhost:8000/sign-in?x=1", "/sign-in"),
        ("https://evil.example//evil.example/path", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
async def test_the_language_is_remembered_and_the_way_back_stays_here(
    browser: httpx.AsyncClient, referer: str, to: str
) -> None:
    answer = await browser.post("/session/language", data={"language": "es"}, headers={"referer": referer})
    assert answer.status_code == 303
    assert answer.headers["location"] == to
    assert answer.headers["set-cookie"].startswith("language=es;")
