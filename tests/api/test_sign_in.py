"""The doors of signing in, as a browser meets them: cookies, answers, and nothing that tells who has an account."""

import httpx
import pyotp
import pytest
from starlette.responses import PlainTextResponse

from portal_app.access.actor import Actor
from portal_app.api.routes import Routes
from portal_app.wiring import House
from tests.people import cookie
from tests.services import doors as accounts
from tests.services.test_account import stale

JSON = {"accept": "application/json", "user-agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}


@pytest.fixture
def browser(house: House) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(Routes(PlainTextResponse("reflex")))
    origin = house.settings.public_origin.replace("http://", "https://")
    headers = {"origin": house.settings.public_origin, **JSON}
    return httpx.AsyncClient(transport=transport, base_url=origin, headers=headers)


async def give(browser: httpx.AsyncClient, email: str, password: str) -> httpx.Response:
    return await browser.post("/session/password", data={"email": email, "password": password})


async def test_another_site_signs_nobody_in(browser, priya: Actor):
    accounts.enrolled(priya)
    form = {"email": "jill@example.com", "password": accounts.PASSWORD}
    answer = await browser.post("/session/password", data=form, headers={"origin": "https://evil.example"})
    assert (answer.status_code, "set-cookie" in answer.headers) == (403, False)


async def test_known_and_unknown_addresses_get_the_same_answer_and_no_cookie(browser, priya: Actor):
    accounts.enrolled(priya)
    known = await give(browser, "jill@example.com", "wrong")
    unknown = await give(browser, "nobody@example.com", "wrong")
    assert known.status_code == unknown.status_code == 422
    assert known.json() == unknown.json()
    assert known.json()["field"] == "password"
    assert not browser.cookies


async def test_each_stage_is_a_new_cookie_out_of_reach_of_scripts_and_other_sites(browser, priya: Actor):
    _, key, _ = accounts.enrolled(priya)
    accounts.forget_code()
    half = await give(browser, "jill@example.com", accounts.PASSWORD)
    assert half.json() == {"to": "/sign-in/code"}
    first = browser.cookies["__Host-sid"]
    full = await browser.post("/session/code", data={"code": pyotp.TOTP(key).now()})
    assert full.json() == {"to": "/home"}
    assert browser.cookies["__Host-sid"] != first
    for given in (*half.headers.get_list("set-cookie"), *full.headers.get_list("set-cookie")):
        for flag in ("HttpOnly", "Secure", "SameSite=strict", "Path=/"):
            assert flag.lower() in given.lower()


async def test_without_the_script_the_answer_is_another_page(browser, priya: Actor):
    accounts.enrolled(priya)
    form = {"email": "jill@example.com", "password": accounts.PASSWORD}
    answer = await browser.post("/session/password", data=form, headers={"accept": "text/html"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in/code")


async def test_signing_out_empties_the_browser_and_ends_the_session(browser, ana: Actor):
    browser.cookies.set("__Host-sid", cookie("ana"))
    answer = await browser.post("/session/sign-out")
    assert answer.json() == {"to": "/sign-in"}
    assert '"storage"' in answer.headers["clear-site-data"]
    again = await browser.post("/account/sessions/end-others", headers={"cookie": f"__Host-sid={cookie('ana')}"})
    assert again.json() == {"to": "/sign-in"}


async def test_asking_to_recover_answers_everybody_alike(browser, priya: Actor):
    accounts.enrolled(priya)
    for email in ("jill@example.com", "nobody@example.com", "no address", ""):
        answer = await browser.post("/session/recovery/ask", data={"email": email})
        assert (answer.status_code, answer.json()) == (200, {"to": "/recover/sent"})


async def test_too_many_tries_say_how_long_to_wait_in_the_readers_language(browser, house: House):
    for _ in range(5):
        await give(browser, "nobody@example.com", "wrong")
    answer = await browser.post(
        "/session/password", data={"email": "nobody@example.com"}, headers={"accept-language": "es"}
    )
    assert answer.status_code == 429
    assert answer.json()["error"].startswith("Demasiados intentos. Espere")


async def test_a_change_without_a_fresh_proof_leads_to_the_account_page(browser, ben: Actor):
    stale(ben)
    browser.cookies.set("__Host-sid", cookie("ben"))
    answer = await browser.post("/session/set-up/password", data={"password": accounts.PASSWORD})
    assert answer.json() == {"to": "/staff/account"}


@pytest.mark.parametrize(
    "sent",
    [
        {"data": {f"field {n}": "x" for n in range(31)}},
        {"files": {"email": ("a.txt", b"hello")}},
        {"content": b"--x\r\n\xff", "headers": {"content-type": "multipart/form-data; boundary=x"}},
        {"content": b"{}", "headers": {"content-type": "application/json"}},
    ],
)
async def test_what_no_form_of_ours_sends_is_answered_with_a_sentence(browser, sent):
    answer = await browser.post("/session/password", **sent)
    assert answer.status_code == 422
    assert answer.json()["error"]
