"""The words that find a patient, and what somebody who searches may have meant by what they typed."""

import re
import unicodedata
from datetime import date

from portal_app.models import Patient

LONGEST = 64
MOST_TERMS = 5

# Letters that Unicode does not take apart into a letter and its mark.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
_QUOTES = re.compile(r"['’‘`ʼ]")
_GAP = re.compile(r"[^\w]+|_+")
_MONTHS = {
    name: number
    for names in (
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "january february march april may june july august september october november december",
        "ene feb mar abr may jun jul ago sep oct nov dic",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    )
    for number, name in enumerate(names.split(), start=1)
}
_NUMERIC = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?![\w/.-])")
_ISO = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})(?![\w-])")
_MONTH_OF_YEAR = re.compile(r"(?<![\w/])(\d{1,2})/(\d{4})(?![\w/])")
_WORDY = re.compile(
    r"\b(?:([a-z]+)\.?\s+(\d{1,2})|(\d{1,2})\s+(?:de\s+)?([a-z]+)\.?)(?:st|nd|rd|th)?,?\s+(?:de\s+)?(\d{4})\b"
)
_SOLID = re.compile(r"(\d{2})(\d{2})(\d{4})")


def search_words(patient: Patient) -> set[str]:
    """Every word whose beginning finds this patient: names without accents, MRN, birth date (ISO 8601)."""
    words = _name_words(patient.given) | _name_words(patient.family) | {_solid(patient.mrn)}
    if patient.birth_date:
        words.add(patient.birth_date.isoformat())
    return {word[:LONGEST] for word in words if word}


def typed_words(text: str) -> list[tuple[str, ...]]:
    """What was typed, as terms that must all be met; each is met by a word with any of its beginnings."""
    plain = fold(text[:200])
    terms: list[tuple[str, ...]] = []
    for pattern, meant in ((_ISO, _iso), (_NUMERIC, _numeric), (_WORDY, _wordy), (_MONTH_OF_YEAR, _month)):
        found = pattern.search(plain)
        if found and (dates := meant(found)):
            terms.append(dates)
            plain = plain[: found.start()] + " " + plain[found.end() :]
            break
    terms += [_term(word) for word in re.split(r"[\s,;]+", plain) if _solid(word)]
    # a name typed with its hyphen is two names, a number typed with its hyphens is one number
    return list(dict.fromkeys(part for term in terms for part in _apart(term)))[:MOST_TERMS]


def fold(text: str) -> str:
    """Lower case, without accents and apostrophes; other scripts stay as they are."""
    taken_apart = unicodedata.normalize("NFKD", _QUOTES.sub("", text).casefold().translate(_LETTERS))
    return "".join(letter for letter in taken_apart if not unicodedata.combining(letter))


def _name_words(name: str) -> set[str]:
    whole = {word for word in _GAP.split(fold(name)) if word}
    # "O'Brien" is found as obrien and as brien, "García-López" as garcia, lopez and garcialopez
    quoted = {word for word in _GAP.split(fold(_QUOTES.sub(" ", name))) if len(word) > 1}
    joined = {_solid(part) for part in fold(name).split() if "-" in part}
    return whole | quoted | joined


def _solid(text: str) -> str:
    return _GAP.sub("", fold(text))


def _term(word: str) -> tuple[str, ...]:
    solid = _solid(word)
    if not any(letter.isdigit() for letter in word):
        return (word,)
    eight = _SOLID.fullmatch(solid)
    # 03031968 may be a birth date or a record number
    return (solid, *(_iso_of(eight[3], eight[1], eight[2]) if eight else ()))


def _apart(term: tuple[str, ...]) -> list[tuple[str, ...]]:
    first, *others = term
    if others or any(letter.isdigit() for letter in first):
        return [tuple(word[:LONGEST] for word in term)]
    return [(word[:LONGEST],) for word in _GAP.split(first) if word]


def _iso(found: re.Match[str]) -> tuple[str, ...]:
    return _iso_of(found[1], found[2], found[3])


def _numeric(found: re.Match[str]) -> tuple[str, ...]:
    # month first, as in the United States; two digits of a year may be either century
    years = [found[3]] if len(found[3]) == 4 else [f"20{found[3]}", f"19{found[3]}"]
    return tuple(day for year in years for day in _iso_of(year, found[1], found[2]))


def _wordy(found: re.Match[str]) -> tuple[str, ...]:
    month = _MONTHS.get(found[1] or found[4])
    return _iso_of(found[5], month, found[2] or found[3]) if month else ()


def _month(found: re.Match[str]) -> tuple[str, ...]:
    return (f"{found[2]}-{int(found[1]):02}",) if 1 <= int(found[1]) <= 12 else ()


def _iso_of(year: str | int, month: str | int, day: str | int) -> tuple[str, ...]:
    try:
        return (date(int(year), int(month), int(day)).isoformat(),)
    except ValueError:
        return ()
