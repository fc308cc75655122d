"""Read FHIR R4 files of any size: bundles, NDJSON or single resources, plain or gzipped; a file or a folder."""

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Self

import ijson
import orjson

from portal_app.catalogue import say
from portal_app.chart.fields import table
from portal_app.chart.identity import Names, learn
from portal_app.chart.members import Member, NotAResource, member
from portal_app.errors import PortalError

LINES = (".ndjson", ".jsonl", ".ndjson.gz", ".jsonl.gz")
SUFFIXES = (".json", ".json.gz", *LINES)
GZIP = b"\x1f\x8b"
BOM = b"\xef\xbb\xbf"
CHUNK = 1 << 18
DEEPEST = 2000
SMALL = 8 << 20


class Unreadable(PortalError):
    """A file, or a part of it, that is not FHIR JSON; everything readable was handed out before."""


@dataclass
class ChartFile:
    """One file of resources and the names by which its resources call each other."""

    path: Path
    names: Names = field(default_factory=Names)

    def members(self) -> Iterator[Member]:
        """Every resource, one at a time; at the end Unreadable, if a part of the file could not be read."""
        bad: list[int] = []
        for number, entry in enumerate(_entries(self.path), start=1):
            try:
                yield member(entry, self.names)
            except NotAResource:
                bad.append(number)
        if bad:
            raise Unreadable(
                say(
                    "{file}: {count} entries are not FHIR resources (the first is entry {number}). "
                    "Everything else was read.",
                    file=self.path.name,
                    count=len(bad),
                    number=bad[0],
                )
            )


def chart_files(path: Path) -> list[ChartFile]:
    """The file itself, or all FHIR files of a folder and the folders in it, in order of name."""
    if not path.exists():
        raise Unreadable(say("{file}: there is no such file or folder.", file=str(path)))
    paths = [path] if path.is_file() else sorted(found for found in path.rglob("*") if _looks_like_fhir(found))
    if not paths:
        raise Unreadable(say("{file}: there are no .json or .ndjson files in this folder.", file=str(path)))
    names = Names()
    return [ChartFile(found, names) for found in paths]


def survey(files: list[ChartFile]) -> int:
    """How many entries can be read; learns on the way how resources call each other."""
    total = 0
    for file in files:
        try:
            for entry in _at_once(file.path) or _entries(file.path):
                learn(entry, file.names)
                total += 1
        except Unreadable:
            continue
    return total


class _Gentle:
    """Hands on everything before a damaged part, where a plain `read` would lose the last piece."""

    def __init__(self, path: Path) -> None:
        plain = path.open("rb")
        packed = plain.peek(2)[:2] == GZIP
        self.file = gzip.GzipFile(fileobj=plain) if packed else plain
        self.plain = plain
        self.depth = 0
        if self.file.peek(3)[:3] == BOM:
            self.file.read(3)

    def read(self, size: int) -> bytes:
        """At most `size` bytes, as many as there are at once."""
        piece = self.file.read1(min(size, CHUNK)) if size else b""
        # the parser's memory grows with the square of the depth
        self.depth += sum(piece.count(sign) for sign in (b"[", b"{")) - sum(piece.count(sign) for sign in (b"]", b"}"))
        if self.depth > DEEPEST:
            raise ValueError("nested too deeply")
        return piece

    def lines(self) -> Iterator[bytes]:
        """The lines that are not blank."""
        return (line for line in self.file if line.strip())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()
        self.plain.close()


def _looks_like_fhir(path: Path) -> bool:
    return path.name.lower().endswith(SUFFIXES) and not path.name.startswith(".") and path.is_file()


def _entries(path: Path) -> Iterator[object]:
    """The bundle entries of a file (`{fullUrl, resource}`); a resource without a bundle is wrapped as one."""
    try:
        with _Gentle(path) as file:
            yield from _of_lines(file) if path.name.lower().endswith(LINES) else _of_document(path, file)
    except EOFError:
        raise _unreadable(say("{file}: the file ends too early. What came before was read."), path) from None
    except (gzip.BadGzipFile, zlib.error):
        raise _unreadable(say("{file}: the gzip file is damaged. What came before was read."), path) from None
    except OSError as error:
        sentence = say("{file}: cannot be opened ({reason}).", file="{file}", reason=error.strerror or "?")
        raise _unreadable(sentence, path) from None
    except (ijson.JSONError, ValueError, RecursionError):
        raise _unreadable(say("{file}: the JSON is broken. What came before was read."), path) from None


def _unreadable(sentence: str, path: Path) -> Unreadable:
    return Unreadable(sentence.replace("{file}", path.name))


def _at_once(path: Path) -> list[object]:
    """The entries of a small plain bundle, three times as fast; empty for everything else."""
    if not path.is_file() or path.stat().st_size > SMALL or path.name.lower().endswith(LINES):
        return []
    content = path.read_bytes()
    if content[:2] == GZIP:
        return []
    try:
        found = table(orjson.loads(content))
    except orjson.JSONDecodeError:
        return []
    entries = found.get("entry") if found.get("resourceType") == "Bundle" else None
    return entries if isinstance(entries, list) else []


def _of_document(path: Path, file: _Gentle) -> Iterator[object]:
    kind = next(ijson.items(file, "resourceType", multiple_values=True), None)
    if kind is None:
        raise Unreadable(say("{file}: this is not FHIR (it names no resource type).", file=path.name))
    with _Gentle(path) as again:
        if kind == "Bundle":
            yield from _of_bundle(path, again)
        else:
            yield from ({"resource": value} for value in ijson.items(again, "", multiple_values=True))


def _of_bundle(path: Path, file: _Gentle) -> Iterator[object]:
    empty = True
    for entry in ijson.items(file, "entry.item", multiple_values=True):
        empty = False
        yield entry
    if empty:
        with _Gentle(path) as again:
            if next(ijson.items(again, "entry", multiple_values=True), None):
                raise Unreadable(say("{file}: the entries of this bundle are not a list.", file=path.name))


def _of_lines(file: _Gentle) -> Iterator[object]:
    for line in file.lines():
        try:
            found = json.loads(line, parse_float=Decimal)
        except (ValueError, RecursionError):
            yield None
            continue
        if isinstance(found, dict) and found.get("resourceType") == "Bundle" and isinstance(found.get("entry"), list):
            yield from found["entry"]
        else:
            yield {"resource": found}
