"""The session cookie: out of reach of scripts, other sites and plain connections; the database keeps its hash."""

import hashlib
from collections.abc import Iterable

from starlette.requests import cookie_parser
from starlette.responses import Response

from portal_app.catalogue import LANGUAGES, preferred

NAME = "__Host-sid"
"""The prefix makes browsers refuse it without Secure, with a Domain or below another path (RFC 6265bis 4.1.3)."""
LONGEST = 256
LANGUAGE = "language"
"""Which language the sign-in pages speak; says nothing about anybody, so pages may read it."""


def give(response: Response, value: str) -> None:
    """Hand a fresh session to the browser; it ends with the browser, and on the server before that."""
    response.set_cookie(NAME, value, path="/", secure=True, httponly=True, samesite="strict")


def take_back(response: Response) -> None:
    """Make the browser forget the session and everything this origin keeps in it."""
    response.set_cookie(NAME, "", max_age=0, path="/", secure=True, httponly=True, samesite="strict")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'


def language(headers: Iterable[tuple[bytes, bytes]]) -> str:
    """The language that somebody who is signed out chose, or else what their browser asks for."""
    sent = {name: value.decode("latin-1") for name, value in headers}
    chosen = cookie_parser(sent.get(b"cookie", "")).get(LANGUAGE, "")
    return chosen if chosen in LANGUAGES else preferred(sent.get(b"accept-language", ""))


def session_key(headers: Iterable[tuple[bytes, bytes]]) -> str:
    """The SHA-256 of the session cookie in hexadecimal, or nothing."""
    for name, value in headers:
        if name == b"cookie":
            held = cookie_parser(value.decode("latin-1")).get(NAME, "")
            if 0 < len(held) <= LONGEST:
                return hashlib.sha256(held.encode()).hexdigest()
    return ""
