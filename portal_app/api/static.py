"""The built pages, answered from memory: what is not in the build can not be asked for."""

import json
import mimetypes
import re
from dataclasses import dataclass
from pathlib import Path

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from portal_app.api.headers import SCRIPTS, inline_scripts

# What Reflex answers itself.
_REFLEX = ("/_", "/ping", "/auth-codespace")
_SHELL, _MISSING = "/__spa-fallback.html", "/404.html"
_PACKED = {"br": ".br", "gzip": ".gz"}


@dataclass(frozen=True)
class File:
    """One file of the build: its kind, its bytes as they are and packed, and the scripts inside."""

    kind: str
    plain: bytes
    packed: dict[str, bytes]
    scripts: tuple[str, ...] = ()

    def answer(self, accepted: str, status: int) -> Response:
        """The smallest form that the browser takes."""
        headers = {"vary": "accept-encoding"} if self.packed else {}
        for name, data in self.packed.items():
            if name in accepted:
                return Response(data, status, {**headers, "content-encoding": name}, self.kind)
        return Response(self.plain, status, headers, self.kind)


class Static:
    """ASGI: the pages and their files; Reflex's own paths, and everything without a build, are passed on."""

    def __init__(self, otherwise: ASGIApp, built: Path | None) -> None:
        self._otherwise = otherwise
        self._files = {} if built is None else _read(built)
        routes = [] if built is None else json.loads((built.parent / "routes.json").read_text(encoding="utf-8"))
        self._patterns = [_pattern(route) for route in routes if ":" in route]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with a file, with a page, or with the page that says there is none."""
        path = scope.get("path", "")
        if scope["type"] != "http" or not self._files or path.startswith(_REFLEX):
            await self._otherwise(scope, receive, send)
            return
        if scope["method"] not in ("GET", "HEAD"):
            await Response(status_code=405, headers={"allow": "GET, HEAD"})(scope, receive, send)
            return
        accepted = dict(scope["headers"]).get(b"accept-encoding", b"").decode("latin-1")
        name, status = self._find(path)
        scope.get(SCRIPTS, []).extend(self._files[name].scripts)
        await self._files[name].answer(accepted, status)(scope, receive, send)

    def _find(self, path: str) -> tuple[str, int]:
        page = path.rstrip("/")
        for name in (f"{page}/index.html", f"{page}.html"):
            if name in self._files and name not in (_SHELL, _MISSING):
                return name, 200
        if path in self._files and not path.endswith(".html"):
            return path, 200
        if any(pattern.fullmatch(page) for pattern in self._patterns):
            return _SHELL if _SHELL in self._files else "/index.html", 200
        return _MISSING, 404


def _read(built: Path) -> dict[str, File]:
    files = {}
    for path in built.rglob("*"):
        if path.is_file() and path.suffix not in _PACKED.values():
            kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            packed = {name: Path(f"{path}{end}") for name, end in _PACKED.items()}
            plain = path.read_bytes()
            files[f"/{path.relative_to(built).as_posix()}"] = File(
                kind=kind,
                plain=plain,
                packed={name: pack.read_bytes() for name, pack in packed.items() if pack.exists()},
                scripts=tuple(inline_scripts(plain.decode())) if kind == "text/html" else (),
            )
    return files


def _pattern(route: str) -> re.Pattern[str]:
    parts = [r"[^/]+" if part.startswith(":") else re.escape(part) for part in route.split("/")]
    return re.compile("/" + "/".join(parts))
