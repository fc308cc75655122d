"""The readings that come with the portal: written by us, in English and Spanish, read without any network."""

import hashlib
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from portal_app.catalogue import ENGLISH
from portal_app.ports import Reading

FOLDER = Path(__file__).parent
PREFIXES = ("icd10:",)
"""Systems in which a longer code is a kind of the shorter one: E11.9 is an E11."""


@dataclass(frozen=True)
class Topic:
    """One subject in all its languages."""

    key: str
    codes: tuple[str, ...]
    readings: dict[str, Reading]

    def fits(self, code: str) -> bool:
        """Whether this topic is about what the code means."""
        return any(code == own or (own.startswith(PREFIXES) and code.startswith(own)) for own in self.codes)


class Bundled:
    """The library that needs nothing else."""

    @cached_property
    def topics(self) -> dict[str, Topic]:
        """Every topic by its key, read once."""
        found = {}
        for path in sorted(FOLDER.glob("*.toml")):
            for entry in tomllib.loads(path.read_text(encoding="utf-8"))["topic"]:
                topic = _topic(entry)
                found[topic.key] = topic
        return found

    def about(self, codes: Sequence[str], language: str) -> list[Reading]:
        """What fits any of these codes, in the order of the codes."""
        keys = (topic.key for code in codes for topic in self.topics.values() if topic.fits(code))
        return [_in(self.topics[key], language) for key in dict.fromkeys(keys)]

    def get(self, key: str, language: str) -> Reading | None:
        """One reading by its key."""
        return _in(self.topics[key], language) if key in self.topics else None


def _in(topic: Topic, language: str) -> Reading:
    return topic.readings.get(language) or topic.readings[ENGLISH]


def _topic(entry: dict) -> Topic:
    key = hashlib.sha256(entry["slug"].encode()).hexdigest()[:10]
    readings = {
        language: Reading(key, entry["title"][language], tuple(entry["text"][language]), tuple(entry["sources"]))
        for language in entry["title"]
    }
    return Topic(key, tuple(entry["codes"]), readings)
