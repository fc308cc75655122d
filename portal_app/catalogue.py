"""The words people read: English is written in the code, each other language in `locale/<language>.po`."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

LOCALE = Path(__file__).parent / "locale"
ENGLISH = "en"
LANGUAGES = {ENGLISH: "English", "es": "Español"}

# Not a language: English in odd letters. A page drawn in it shows every word that escaped the catalogue.
PSEUDO = "qps"
_ODD = str.maketrans("aceinouyACEINOUY", "áçéíñóúýÁÇÉÍÑÓÚÝ")
# "antes de las 4 p.m." ends in a full stop already
_TWO_STOPS = re.compile(r"(\b[ap]\.\s?m\.)\.(?!\.)")
_PLACEHOLDER = re.compile(r"(\{[^}]*\})")

_spoken: ContextVar[str] = ContextVar("portal_language", default=ENGLISH)


def languages() -> list[str]:
    """The languages a page is built in: the real ones, and the pseudo-locale where a test asks for it."""
    return [*LANGUAGES, *([PSEUDO] if os.environ.get("PORTAL_PSEUDO") else [])]


def language() -> str:
    """The language of the person who is served now."""
    return _spoken.get()


@contextmanager
def speaking(wanted: str) -> Iterator[None]:
    """Everything said inside is said in this language; one we do not speak becomes English."""
    known = wanted in LANGUAGES or wanted == PSEUDO
    token = _spoken.set(wanted if known else ENGLISH)
    try:
        yield
    finally:
        _spoken.reset(token)


def preferred(accepted: str) -> str:
    """The first language of an Accept-Language header (RFC 9110 12.5.4) that we speak."""
    for part in accepted.lower().split(","):
        code = part.split(";")[0].strip().split("-")[0]
        if code in LANGUAGES:
            return code
    return ENGLISH


def mark(english: str) -> str:
    """A sentence kept as data, to be said later: this only shows it to `portal words`."""
    return english


def say(english: str, /, **values: object) -> str:
    """The sentence in the language spoken now, its placeholders filled."""
    sentence = translated(language(), english)
    if not values:
        return sentence
    filled = sentence.format(**values)
    return _TWO_STOPS.sub(r"\1", filled) if "m.." in filled else filled


def say_count(one: str, many: str, /, n: int, **values: object) -> str:
    """The sentence for one or for many; `{n}` is the number."""
    return say(one if n == 1 else many, n=n, **values)


def translated(wanted: str, english: str) -> str:
    """The sentence with its placeholders still open; English where a translation is missing."""
    if wanted == ENGLISH:
        return english
    if wanted == PSEUDO:
        return _odd(english)
    return sentences(wanted).get(english) or english


@cache
def sentences(wanted: str) -> dict[str, str]:
    """Every sentence of one language, English first."""
    with (LOCALE / f"{wanted}.po").open("rb") as file:
        return {str(entry.id): str(entry.string) for entry in read_po(file, locale=wanted) if entry.id}


def _odd(english: str) -> str:
    parts = _PLACEHOLDER.split(english)
    return "[" + "".join(part if part.startswith("{") else part.translate(_ODD) for part in parts) + "]"
