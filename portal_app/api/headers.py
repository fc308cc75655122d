"""The headers on every answer: what a page may load, who may frame it, what may be kept."""

import base64
import hashlib
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from html.parser import HTMLParser
from typing import Any

Message = MutableMapping[str, Any]
App = Callable[[MutableMapping[str, Any], Any, Callable[[Message], Awaitable[None]]], Awaitable[None]]

SCRIPTS = "portal.scripts"
"""Where the answer of a request names the hashes of the scripts in its page."""
KEPT_FOR_EVER = ("/assets/", "/fonts/", "/icons.svg")
"""Files whose names, or the version they are asked for by, change with what is in them."""


class _InlineScripts(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.found: set[str] = set()
        self._inside: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script" and not any(name == "src" for name, _ in attrs):
            self._inside = []

    def handle_data(self, data: str) -> None:
        if self._inside is not None:
            self._inside.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self._inside is not None:
            self.found.add("".join(self._inside))
            self._inside = None


def inline_scripts(page: str) -> list[str]:
    """CSP hashes of the scripts written into a built page; they are the same for everybody."""
    parser = _InlineScripts()
    parser.feed(page)
    digests = (hashlib.sha256(script.encode()).digest() for script in parser.found)
    return sorted(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


def content_policy(hashes: Iterable[str], *, secure: bool) -> str:
    """What a page may load: our own files and the hashed scripts, nothing inline, nothing from elsewhere."""
    rules = [
        "default-src 'none'",
        " ".join(("script-src 'self'", *hashes)),
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    ]
    return "; ".join([*rules, "upgrade-insecure-requests"] if secure else rules)


class Headers:
    """ASGI: adds the headers to every answer, and none of them twice."""

    def __init__(self, app: App, origin: str) -> None:
        secure = origin.startswith("https://")
        common = {
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            # not no-referrer: browsers would send `Origin: null` with our own forms
            "Referrer-Policy": "same-origin",
            "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
        }
        if secure:
            common["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
        self._app, self._secure = app, secure
        self._common = [(name.lower().encode(), value.encode()) for name, value in common.items()]

    async def __call__(self, scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        """Pass on, with headers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        lasting = scope["path"].startswith(KEPT_FOR_EVER)
        # Filled by who answers with a page: a list of every page's hashes would be longer than proxies take.
        scripts: list[str] = []
        scope[SCRIPTS] = scripts

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                policy = content_policy(scripts, secure=self._secure)
                ours = [
                    *self._common,
                    (b"content-security-policy", policy.encode()),
                    (b"cache-control", _keep(lasting and message["status"] == 200)),
                ]
                names = {name for name, _ in ours}
                theirs = [(name, value) for name, value in message["headers"] if name.lower() not in names]
                message = {**message, "headers": [*theirs, *ours]}
            await send(message)

        await self._app(scope, receive, send_with_headers)


def _keep(lasting: bool) -> bytes:
    return b"public, max-age=31536000, immutable" if lasting else b"no-store"
