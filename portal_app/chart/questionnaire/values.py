"""One answer: from what a person typed to the value that FHIR wants, or the sentence that helps them."""

import re
import unicodedata
from datetime import date, datetime, time
from decimal import Decimal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from portal_app.catalogue import say, say_count
from portal_app.chart.questionnaire.item import Item, Json, Option, Raw, number

LONGEST = 8000
UNSEEN = "\u115f\u1160\u2800\u3164\uffa0"  # letters and signs that print as nothing


class Unusable(ValueError):
    """An answer that cannot be taken; the message is for the person who wrote it."""


def is_blank(text: str) -> bool:
    """True if nothing of the text can be seen."""
    return all(sign in UNSEEN or unicodedata.category(sign)[0] in "ZCM" for sign in text)


def plain(text: str) -> str:
    """The text without the control signs and half signs that no database or printer can keep."""
    kept = (sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs", "Cn"))
    return unicodedata.normalize("NFC", "".join(kept)).strip()


def written(item: Item, raw: Raw) -> list[str]:
    """What a person wrote for a question, each answer once, blanks left out; any JSON is taken without a murmur."""
    parts = raw if isinstance(raw, list | tuple) else [raw]
    if item.repeats and isinstance(raw, str) and not item.options:
        parts = raw.splitlines()
    texts = [_text(part) for part in parts]
    unique = dict.fromkeys(text for text in texts if not is_blank(text))
    return list(unique) if item.repeats else list(unique)[:1]


def _text(part: Raw) -> str:
    if isinstance(part, bool):
        return "true" if part else "false"
    if isinstance(part, int) and abs(part) >= 10**40:
        return ""
    return plain(str(part)) if isinstance(part, str | int | float) else ""


def typed(item: Item, text: str, zone: str = "UTC") -> Json:
    """The FHIR value of one written answer; raises Unusable with a sentence that says what to write instead."""
    value = _TYPED[item.kind](item, text, zone)
    if item.pattern and not item.pattern.fullmatch(text):
        raise Unusable(
            say("Write this as {example}.", example=item.placeholder) if item.placeholder else say("Check this answer.")
        )
    return value


def chosen(item: Item, text: str) -> Option | None:
    """The option that an answer picks, if it picks one."""
    return next((option for option in item.options if option.key == text), None)


def _boolean(item: Item, text: str, zone: str) -> Json:
    if text not in ("true", "false"):
        raise Unusable(say("Choose yes or no."))
    return {"valueBoolean": text == "true"}


def _integer(item: Item, text: str, zone: str) -> Json:
    found = number(text)
    if found is None or found != found.to_integral_value() or abs(found) > 2**31 - 1:
        raise Unusable(say("Write a whole number, like 3."))
    _within(item, found)
    return {"valueInteger": int(found)}


def _amount(item: Item, text: str) -> int | float:
    found = number(text)
    if found is None or len(found.as_tuple().digits) > 15:
        raise Unusable(say("Write a number, like 2.5."))
    if item.decimals is not None and -int(found.as_tuple().exponent) > item.decimals:
        raise Unusable(_digits(item.decimals))
    _within(item, found)
    return int(found) if found == found.to_integral_value() else float(found)


def _digits(most: int) -> str:
    if not most:
        return say("Write a whole number, like 3.")
    return say_count(
        "Write at most one digit after the point.", "Write at most {count} digits after the point.", most, count=most
    )


def _decimal(item: Item, text: str, zone: str) -> Json:
    return {"valueDecimal": _amount(item, text)}


def _quantity(item: Item, text: str, zone: str) -> Json:
    amount, _, name = text.partition(" ")
    units = item.units or ({},)
    names = {str(unit.get(field, "")).casefold(): unit for unit in units for field in ("code", "display")}
    if len(units) == 1 and not name:
        unit = units[0]
    elif name.strip().casefold() in names:
        unit = names[name.strip().casefold()]
    else:
        names_of = [str(unit.get("display") or unit.get("code")) for unit in units]
        if len(units) == 1:
            raise Unusable(say("Write only the number. It is in {unit}.", unit=names_of[0]))
        raise Unusable(say("Write a number and its unit: {units}.", units=", ".join(names_of)))
    value: Json = {"value": _amount(item, amount)}
    if unit:
        value |= {"unit": unit.get("display") or unit.get("code")}
        value |= {name: unit[name] for name in ("system", "code") if name in unit}
    return {"valueQuantity": value}


def _within(item: Item, found: Decimal) -> None:
    least, most = number(item.least), number(item.most)
    if least is not None and found < least:
        raise Unusable(say("Write {least} or more.", least=item.least))
    if most is not None and found > most:
        raise Unusable(say("Write {most} or less.", most=item.most))


def _date(item: Item, text: str, zone: str) -> Json:
    parts = re.fullmatch(r"([0-9]{4})(-[0-9]{2})?(-[0-9]{2})?", text)
    try:
        date.fromisoformat(text if parts and parts[3] else f"{text[:4]}{(parts and parts[2]) or '-01'}-01")
    except ValueError:
        parts = None
    if not parts:
        raise Unusable(say("Write a date: year, month and day."))
    _in_time(item, text)
    return {"valueDate": text}


def _datetime(item: Item, text: str, zone: str) -> Json:
    try:
        found = datetime.fromisoformat(text) if re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:", text) else None
    except ValueError:
        found = None
    if found is None:
        raise Unusable(say("Write a date and a time."))
    _in_time(item, text)
    try:
        when = found if found.tzinfo else found.replace(tzinfo=ZoneInfo(zone))
        return {"valueDateTime": when.isoformat(timespec="seconds")}
    except (OverflowError, ValueError) as problem:
        raise Unusable(say("Write a date and a time.")) from problem


def _time(item: Item, text: str, zone: str) -> Json:
    try:
        found = time.fromisoformat(text) if re.fullmatch(r"[0-9]{2}:[0-9]{2}(:[0-9]{2})?", text) else None
    except ValueError:
        found = None
    if found is None:
        raise Unusable(say("Write a time, like 14:30."))
    _in_time(item, text)
    return {"valueTime": found.isoformat(timespec="seconds")}


def _in_time(item: Item, text: str) -> None:
    if item.least and text < item.least[: len(text)]:
        raise Unusable(say("Choose {least} or later.", least=item.least))
    if item.most and text > item.most and not text.startswith(item.most):
        raise Unusable(say("Choose {most} or earlier.", most=item.most))


def _string(item: Item, text: str, zone: str) -> Json:
    line = text if item.kind == "text" else " ".join(text.split())
    longest = min(item.longest or LONGEST, LONGEST)
    if len(line) > longest:
        many = say_count("Use one letter at most.", "Use {count} letters or fewer.", longest, count=longest)
        raise Unusable(many)
    if len(line) < item.shortest:
        few = say_count("Write something here.", "Write at least {count} letters.", item.shortest, count=item.shortest)
        raise Unusable(few)
    if item.signature and sum(sign.isalpha() and sign not in UNSEEN for sign in line) < 2:
        raise Unusable(say("Type your full name to sign."))
    return {"valueString": line}


def _url(item: Item, text: str, zone: str) -> Json:
    try:
        parts = urlsplit(text)
        fine = parts.scheme in ("http", "https") and parts.hostname and not re.search(r"\s", text)
    except ValueError:
        fine = False
    if not fine or len(text) > LONGEST:
        raise Unusable(say("Write a web address that starts with https://."))
    return {"valueUri": text}


def _choice(item: Item, text: str, zone: str) -> Json:
    option = chosen(item, text)
    if option:
        return _untranslated(option.value)
    if item.kind == "open-choice":
        return _string(item, text, zone)
    raise Unusable(say("Choose one of the answers."))


def _untranslated(value: Json) -> Json:
    """A coding as a response carries it: without the translations that the form keeps beside it."""
    return {
        name: {part: held for part, held in inner.items() if part in ("system", "version", "code", "display")}
        if isinstance(inner, dict)
        else inner
        for name, inner in value.items()
    }


_TYPED = {
    "boolean": _boolean,
    "integer": _integer,
    "decimal": _decimal,
    "quantity": _quantity,
    "date": _date,
    "dateTime": _datetime,
    "time": _time,
    "string": _string,
    "text": _string,
    "url": _url,
    "choice": _choice,
    "open-choice": _choice,
}
