"""What we write is easy to read: Flesch-Kincaid grade 6.5 or lower (English).

Two things are measured: what the catalogue of tests says (`chart/tests/`), and every sentence in the code (`said()`).
A sentence ends in a full stop, a question mark or an exclamation mark; labels, names and lines of a list are not
sentences, and would only make the mean look better. The formula is meant for running text, so that a sentence is
judged with the others of its file (one file, one screen or one task), and files with little to say are judged
together. One long sentence among short ones would hide in that mean: from eight words on, none is above grade 9.5.
What only staff, or whoever runs the portal, reads is held to the same numbers, in groups of its own.
"""

import re
from collections import defaultdict

import pytest

from portal_app.adapters.library import Bundled
from portal_app.chart.explained import CATALOGUE, Entry
from portal_app.commands.words import said
from tests.readability import grade, sentences_of

LIMIT = 6.5
ONE_SENTENCE = 9.5
LONG = 8
RUNNING_TEXT = 40
"""Words from which a file is judged by itself."""
PROSE = re.compile(r"[.!?…][\"')]*$")
STAFF = ("portal_app/pages/staff/", "portal_app/state/staff/", "portal_app/services/staff", "portal_app/services/audit")
OPERATOR = ("portal_app/commands/", "portal_app/settings.py", "portal_app/keys.py", "portal_app/services/demo.py")


def group(place: str) -> str:
    """Who reads what is said at a place."""
    if place.startswith(STAFF):
        return "staff"
    return "operator" if place.startswith(OPERATOR) else "patient"


SAID = said()
SENTENCES = {sentence: place.partition(":")[0] for sentence, place in SAID.items() if PROSE.search(sentence)}
FILES: dict[str, list[str]] = defaultdict(list)
for sentence, file in SENTENCES.items():
    FILES[file].append(sentence)


def words(texts: list[str]) -> int:
    return sum(len(part) for text in texts for part in sentences_of(text))


def hard(texts: list[str]) -> list[str]:
    """The long sentences above the limit for one sentence."""
    return [
        one
        for text in texts
        for one in re.split(r"(?<=[.!?])\s+", text)
        if words([one]) >= LONG and grade([one]) > ONE_SENTENCE
    ]


WHOLE = {file: texts for file, texts in FILES.items() if words(texts) >= RUNNING_TEXT}
SHORT = {
    reader: [text for file, texts in FILES.items() if file not in WHOLE and group(file) == reader for text in texts]
    for reader in ("patient", "staff", "operator")
}


def test_the_formula_gives_what_kincaid_gives() -> None:
    # 6 words, 6 syllables: 0.39 * 6 + 11.8 * 1 - 15.59
    assert grade(["The cat sat on the mat."]) == pytest.approx(-1.45)
    # 5 words in 2 sentences, 11 syllables: 0.39 * 2.5 + 11.8 * 2.2 - 15.59
    assert grade(["Photographers carry umbrellas. Birds sing."]) == pytest.approx(11.345)


def test_a_hard_text_is_seen() -> None:
    text = "Hyperkalemia necessitates immediate electrocardiographic evaluation by a qualified practitioner."
    assert grade([text]) > LIMIT
    assert hard([text]) == [text]


def test_a_placeholder_is_one_short_word_and_an_abbreviation_is_spelled() -> None:
    assert sentences_of("We answer by {a_long_name_of_a_value}.") == [["We", "answer", "by", "x"]]
    assert grade(["The HPV test."]) > grade(["The cat test."])
    assert len(sentences_of("We open at 8 a.m. on most days. Call us.")) == 2


@pytest.mark.parametrize("test", CATALOGUE, ids=lambda test: test.loincs[0])
def test_what_a_test_is_reads_at_grade_six(test: Entry) -> None:
    english = test.words["en"]
    texts = [text for text in (english.what, english.high, english.low) if text]
    assert {text: round(grade([text]), 1) for text in texts if grade([text]) > LIMIT} == {}
    assert hard(texts) == []


def test_the_lines_under_the_names_of_tests_are_easy_together() -> None:
    assert grade(test.words["en"].short + "." for test in CATALOGUE) <= LIMIT


@pytest.mark.parametrize("file", WHOLE)
def test_the_sentences_of_a_file_read_at_grade_six(file: str) -> None:
    assert grade(WHOLE[file]) <= LIMIT


@pytest.mark.parametrize("reader", SHORT)
def test_the_sentences_of_short_files_read_at_grade_six(reader: str) -> None:
    assert SHORT[reader]
    assert grade(SHORT[reader]) <= LIMIT


@pytest.mark.parametrize("reader", ["patient", "staff", "operator"])
def test_no_long_sentence_is_hard(reader: str) -> None:
    assert hard([sentence for sentence, file in SENTENCES.items() if group(file) == reader]) == []


def test_all_sentences_together_read_at_grade_six() -> None:
    assert grade(SENTENCES) <= LIMIT


def test_every_page_to_read_is_easy_to_read():
    for topic in Bundled().topics.values():
        page = topic.readings["en"]
        assert grade(list(page.paragraphs)) <= LIMIT, page.title
        assert hard(list(page.paragraphs)) == [], page.title
