"""What a test is, in plain words, by LOINC code: the catalogue in `tests/`, one file a part of the body."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from portal_app.catalogue import ENGLISH, LANGUAGES, language, say
from portal_app.chart.fields import LOINC, codings

FOLDER = Path(__file__).parent / "tests"
MEASURED_ON_THE_BODY = "body"
KINDS = frozenset({MEASURED_ON_THE_BODY, "blood", "urine", "stool", "sample", "picture", "other"})
"""What was examined."""


@dataclass(frozen=True)
class Words:
    """A test in one language; what high or low may mean is empty where a value is not high or low."""

    name: str
    short: str
    what: str
    high: str = ""
    low: str = ""


@dataclass(frozen=True)
class Entry:
    """One test in every language, with every LOINC code it is sent under."""

    loincs: tuple[str, ...]
    kind: str
    panel: bool
    decimals: int | None
    sources: tuple[str, ...]
    words: dict[str, Words]


@dataclass(frozen=True)
class Explained:
    """A test in the language spoken now; `kind` is what was examined, `sources` say where its facts can be read."""

    name: str
    short: str
    what: str
    high: str
    low: str
    kind: str
    panel: bool
    sources: tuple[str, ...]


def explained(concept: object) -> Explained | None:
    """What this test is, in the language spoken now; none where the catalogue does not know it."""
    found = entry(concept)
    if found is None:
        return None
    words = found.words.get(language()) or _said(found.words[ENGLISH])
    return Explained(words.name, words.short, words.what, words.high, words.low, found.kind, found.panel, found.sources)


def entry(concept: object) -> Entry | None:
    """What the catalogue holds for a CodeableConcept; none where it does not know it."""
    known = (BY_LOINC.get(code) for system, code, _ in codings(concept) if system in {LOINC, ""})
    return next((found for found in known if found), None)


def _said(words: Words) -> Words:
    return Words(*(say(part) if part else "" for part in (words.name, words.short, words.what, words.high, words.low)))


def _entries() -> Iterator[Entry]:
    for path in sorted(FOLDER.glob("*.toml")):
        part = tomllib.loads(path.read_text(encoding="utf-8"))
        for test in part["tests"]:
            yield Entry(
                loincs=tuple(test["loinc"].split()),
                kind=test.get("kind", part["kind"]),
                panel=test.get("panel", False),
                decimals=test.get("decimals"),
                sources=(*test["sources"], "LOINC"),
                words={
                    spoken: Words(**{part: said[spoken] for part, said in test.items() if part in _PARTS})
                    for spoken in LANGUAGES
                },
            )


_PARTS = frozenset(Words.__dataclass_fields__)
CATALOGUE: tuple[Entry, ...] = tuple(_entries())
BY_LOINC: dict[str, Entry] = {loinc: found for found in CATALOGUE for loinc in found.loincs}
