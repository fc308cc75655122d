"""What every answer carries."""

from typing import Any

import pytest

from portal_app.api.headers import SCRIPTS, Headers, content_policy, inline_scripts
from tests.doors.asgi import http


async def page(scope: Any, receive: Any, send: Any) -> None:
    """A page with one inline script, which tries to set headers of its own."""
    scope[SCRIPTS].append("'sha256-abc'")
    theirs = [(b"Cache-Control", b"public"), (b"content-security-policy", b"default-src *"), (b"etag", b"x")]
    await send({"type": "http.response.start", "status": 200, "headers": theirs})
    await send({"type": "http.response.body", "body": b""})


async def test_every_answer_says_what_may_be_loaded_framed_and_kept():
    headers = (await http(Headers(page, "https://portal.example.org"), "GET", "/messages")).headers
    policy = headers["content-security-policy"]
    for rule in (
        "default-src 'none'", "script-src 'self' 'sha256-abc'", "style-src 'self'", "connect-src 'self'",
        "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'", "object-src 'none'",
    ):  # fmt: skip
        assert rule in policy.split("; ")
    assert "unsafe" not in policy
    assert "*" not in policy
    assert headers["strict-transport-security"].startswith("max-age=63072000")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"
    assert "camera=()" in headers["permissions-policy"]


async def test_our_own_forms_send_their_origin():
    assert (await http(Headers(page, "http://localhost:8000"), "GET", "/")).headers["referrer-policy"] == "same-origin"


async def test_files_whose_names_change_with_them_are_kept_and_pages_are_not():
    app = Headers(page, "http://localhost:8000")
    assert "immutable" in (await http(app, "GET", "/assets/root-1.js")).headers["cache-control"]
    assert (await http(app, "GET", "/sign-in")).headers["cache-control"] == "no-store"


async def test_without_tls_nobody_is_told_to_come_back_with_it():
    headers = (await http(Headers(page, "http://localhost:8000"), "GET", "/")).headers
    assert "strict-transport-security" not in headers
    assert "upgrade-insecure-requests" not in headers["content-security-policy"]


def test_the_scripts_of_a_page_are_hashed_as_browsers_do():
    html = '<script>alert(1)</script><script src="/portal.js"></script><p>x</p>'
    # echo -n "alert(1)" | openssl sha256 -binary | base64
    assert inline_scripts(html) == ["'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"]


@pytest.mark.parametrize("secure", [True, False])
def test_a_page_without_scripts_of_its_own_loads_only_our_files(secure):
    assert "script-src 'self'" in content_policy([], secure=secure).split("; ")
