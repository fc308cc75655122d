"""The exact words on screen of real and of ugly resources, in both languages, as somebody has read and judged them.

Each file holds a resource, what belongs to it (`around`), whose chart it is, and the words by language and reader.
After a wanted change `python -m tests.chart.test_golden` writes the words again: read every line that changed.
"""

import json
from datetime import date
from pathlib import Path

import pytest

from portal_app.catalogue import LANGUAGES, speaking
from portal_app.chart.record import Context
from tests.chart.readers import READERS, words

FOLDER = Path(__file__).parent / "golden"
FILES = sorted(FOLDER.glob("*.json"))
ENOUGH = 40


def said(case: dict, language: str, names: set[str] | None = None) -> dict:
    """The words of each reader that has something to say."""
    told = case.get("context", {})
    born = date.fromisoformat(told["born"]) if told.get("born") else None
    today = date.fromisoformat(told["today"]) if told.get("today") else None
    context = Context(told.get("zone", "America/New_York"), told.get("names", {}), told.get("sex", ""), born, today)
    with speaking(language):
        shown = {
            reader.__name__: words(reader(case["resource"], case.get("around", []), context))
            for reader in READERS
            if names is None or reader.__name__ in names
        }
    return {name: found for name, found in shown.items() if found}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_words_on_screen_are_those_that_were_read_and_judged(file):
    case = json.loads(file.read_text(encoding="utf-8"))
    for language in LANGUAGES:
        assert case[language]
        assert said(case, language, set(case[language])) == case[language]


def test_the_golden_set_is_large_and_of_many_kinds_and_sources():
    cases = [json.loads(file.read_text(encoding="utf-8")) for file in FILES]
    assert len(cases) >= ENOUGH
    assert {"US Core 3.1.1", "US Core 6.1.0", "Synthea", "hand-made"} <= {case["source"] for case in cases}


if __name__ == "__main__":
    for path in FILES:
        told = json.loads(path.read_text(encoding="utf-8"))
        kept = {code: set(told.get(code) or ()) or None for code in LANGUAGES}
        told |= {code: said(told, code, kept[code]) for code in LANGUAGES}
        path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
