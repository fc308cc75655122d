"""The built pages over HTTP."""

import base64
import hashlib

import brotli
import httpx
import pytest
from starlette.responses import PlainTextResponse

from portal_app.api.headers import Headers
from portal_app.api.static import Static

HOME = b"<html>home</html>"


@pytest.fixture
def built(tmp_path):
    client = tmp_path / "client"
    for name, data in {
        "index.html": HOME,
        "home/index.html": b"<html>my home</html>",
        "__spa-fallback.html": b"<html>shell</html>",
        "404.html": b"<html>missing</html>",
        "assets/app-1.js": b"run()",
        "assets/app-1.js.br": brotli.compress(b"run()"),
        "portal.js": b"portal()",
    }.items():
        (client / name).parent.mkdir(parents=True, exist_ok=True)
        (client / name).write_bytes(data)
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "routes.json").write_text('["", "home", "messages/:thread_id"]')
    return client


@pytest.fixture
def browser(built):
    passed_on = PlainTextResponse("reflex")
    transport = httpx.ASGITransport(Static(passed_on, built))
    return httpx.AsyncClient(transport=transport, base_url="http://portal")


@pytest.mark.parametrize(
    "path", ["/../secret.txt", "/%2e%2e/secret.txt", "/assets/../../secret.txt", "/assets//app-1.js", "//etc/passwd"]
)
async def test_nothing_outside_the_build_can_be_asked_for(browser, path):
    answer = await browser.get(path)
    assert answer.status_code == 404
    assert "secret" not in answer.text


@pytest.mark.parametrize("path", ["/nowhere", "/messages", "/messages/1/2", "/404.html", "/assets/app-1.js.br"])
async def test_a_page_that_is_not_there_is_a_404_with_a_page(browser, path):
    answer = await browser.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")


async def test_pages_are_only_read(browser):
    assert (await browser.post("/home")).status_code == 405


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/", "home"),
        ("/home", "my home"),
        ("/home/", "my home"),
        ("/messages/5b2e", "shell"),
    ],
)
async def test_every_page_has_its_html(browser, path, text):
    answer = await browser.get(path)
    assert answer.status_code == 200
    assert text in answer.text


async def test_a_file_comes_packed_as_the_browser_takes_it(browser):
    answer = await browser.get("/assets/app-1.js", headers={"accept-encoding": "gzip, br"})
    assert answer.headers["content-encoding"] == "br"
    assert answer.headers["vary"] == "accept-encoding"
    plain = await browser.get("/assets/app-1.js", headers={"accept-encoding": "identity"})
    assert plain.content == b"run()"


@pytest.mark.parametrize("path", ["/_event", "/_upload", "/ping"])
async def test_what_reflex_answers_is_passed_on(browser, path):
    assert (await browser.get(path)).text == "reflex"


async def test_without_a_build_everything_is_passed_on():
    transport = httpx.ASGITransport(Static(PlainTextResponse("reflex"), None))
    async with httpx.AsyncClient(transport=transport, base_url="http://portal") as browser:
        assert (await browser.get("/home")).text == "reflex"


async def test_a_page_names_its_own_scripts_and_no_other_pages(built):
    (built / "home/index.html").write_text("<html><script>one()</script><script src='/x.js'></script>")
    app = Headers(Static(PlainTextResponse("reflex"), built), "http://portal")
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://portal") as browser:
        home = (await browser.get("/home")).headers["content-security-policy"]
        start = (await browser.get("/")).headers["content-security-policy"]
    one = base64.b64encode(hashlib.sha256(b"one()").digest()).decode()
    assert f"script-src 'self' 'sha256-{one}';" in home
    assert "script-src 'self';" in start
