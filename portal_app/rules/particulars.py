"""What a fact's own fields say on the audit page, in words that a practice manager knows."""

from collections.abc import Mapping
from uuid import UUID
from zoneinfo import ZoneInfo

from portal_app.catalogue import say, say_count
from portal_app.rules.fact_words import FIELDS, NAMED, TECHNICAL, Words

Data = Mapping[str, object]
"""A fact's fields, as its row keeps them."""
ORDER = {field: place for place, field in enumerate((*FIELDS, *NAMED))}


def told(kind: str, data: Data, names: Mapping[str, str], zone: ZoneInfo) -> list[str]:
    """Each field in words; `names` are those of the ids in it. What nobody knows any more is shown as it is."""
    fields = sorted((field for field in data if field not in TECHNICAL), key=lambda field: _place(kind, field))
    said = (_said(kind, field, data[field], names, zone) for field in fields)
    return [words for words in said if words]


def technical(data: Data) -> list[str]:
    """Ids and doors, for whoever compares the trail with a log or one fact with another."""
    return [f"{field} {value}" for field, value in data.items() if field in TECHNICAL or is_id(value)]


def is_id(value: object) -> bool:
    """Whether a field's value is the id of something."""
    try:
        return bool(UUID(value)) if isinstance(value, str) else False
    except ValueError:
        return False


def _place(kind: str, field: str) -> int:
    """Fields are said in the order in which their words stand; a row has them by the alphabet."""
    return ORDER.get(f"{kind}.{field}", ORDER.get(field, len(ORDER)))


def _said(kind: str, field: str, value: object, names: Mapping[str, str], zone: ZoneInfo) -> str:
    if is_id(value):
        return say(NAMED[field], name=names[str(value)]) if field in NAMED and str(value) in names else ""
    try:
        return _in_words(FIELDS[f"{kind}.{field}"], value, zone)
    except (KeyError, ValueError):
        return f"{field}: {value}"


def _in_words(words: Words, value: object, zone: ZoneInfo) -> str:
    match words:
        case str():
            return say(words, value=value)
        case (one, many):
            return say_count(one, many, int(str(value)))
        case Mapping():
            sentence = words[str(value)]
            return say(sentence) if sentence else ""
        case _:
            return words(str(value), zone)
