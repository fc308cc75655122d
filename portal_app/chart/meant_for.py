"""For whom a range is meant (FHIR R4 referenceRange: appliesTo, age), and whether that is the person tested."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portal_app.catalogue import say
from portal_app.chart.fields import Json, codes, number, rows, table, text
from portal_app.chart.numbers import printed, unit_of, with_unit
from portal_app.chart.titles import called

_FEMALE, _MALE = {"248152002", "F", "female", "FEMALE"}, {"248153007", "M", "male", "MALE"}
_WOMEN = re.compile(r"\b(?:wom[ae]n|females?|girls?|mujer(?:es)?)\b", re.IGNORECASE)
_MEN = re.compile(r"\b(?:m[ae]n|males?|boys?|hombres?)\b", re.IGNORECASE)
_DAYS = {"a": 365.25, "mo": 30.4375, "wk": 7.0, "d": 1.0}
_AGES = {
    "years": "a", "year": "a", "yr": "a", "yrs": "a", "y": "a", "Y": "a", "months": "mo", "month": "mo",
    "weeks": "wk", "week": "wk", "days": "d", "day": "d", "": "a",
}  # fmt: skip


@dataclass(frozen=True)
class Tested:
    """Whose test it was, and when: sex as the chart says it, the birthday, the day of the test."""

    sex: str = ""
    born: date | None = None
    day: date | None = None


def fits(found: Json, tested: Tested) -> tuple[int, int, float] | None:
    """None if it is for others; else how well it fits: (1 surely or 0 perhaps, how specific, from what age)."""
    sure, special, begins = 1, 0, 0.0
    for concept in rows(found.get("appliesTo")):
        sexes = _sexes(concept)
        if sexes and tested.sex in {"male", "female"}:
            if tested.sex not in sexes:
                return None
            special += 1
        elif sexes or not _everybody(concept):
            sure = 0
    age = table(found.get("age"))
    if age:
        low, high = table(age.get("low")), table(age.get("high"))
        least, most = _age(low, tested), _age(high, tested)
        if None in (least, most):
            sure = 0
        elif (least or 0) < 0 or (most or 0) > 0:
            return None
        else:
            special, begins = special + 1, float(number(low.get("value")) or 0) * _DAYS[_age_unit(low)]
    return sure, special, begins


def _sexes(concept: Json) -> set[str]:
    known, name = codes(concept), called(concept)
    women = known & _FEMALE or _WOMEN.search(name)
    men = known & _MALE or _MEN.search(name)
    return ({"female"} if women else set()) | ({"male"} if men else set())


def _everybody(concept: Json) -> bool:
    return called(concept).lower() in {"general population", "everyone", "all", "any", "adult"} or not (
        called(concept) or codes(concept)
    )


def _age_unit(limit: Json) -> str:
    written = text(limit.get("code")) or text(limit.get("unit"))
    found = _AGES.get(written, written)
    return found if found in _DAYS else "a"


def _age(limit: Json, tested: Tested) -> int | None:
    """Before (-1), at (0) or after (1) this limit; 0 if there is none, None if the age is not known."""
    wanted = number(limit.get("value"))
    if wanted is None:
        return 0
    if tested.born is None or tested.day is None:
        return None
    kind, days = _age_unit(limit), (tested.day - tested.born).days
    if wanted != wanted.to_integral_value():
        exact = Decimal(days) / Decimal(_DAYS[kind])
        return (exact > wanted) - (exact < wanted)
    had = tested.day.month, tested.day.day
    months = (tested.day.year - tested.born.year) * 12 + tested.day.month - tested.born.month
    months -= had[1] < tested.born.day
    lived = {"a": months // 12, "mo": months, "wk": days // 7, "d": days}[kind]
    return (lived > wanted) - (lived < wanted)


def who(found: Json, phase: str) -> str:
    """For whom a range is, in words: sex, phase of life, ages."""
    parts = []
    for concept in rows(found.get("appliesTo")):
        sexes = _sexes(concept)
        words = say("women") if sexes == {"female"} else say("men") if sexes == {"male"} else called(concept)
        parts.append(words)
    if phase:
        parts.append(say(phase))
    age = table(found.get("age"))
    low, high = _lived(table(age.get("low"))), _lived(table(age.get("high")))
    if low and high:
        parts.append(say("age {low} to {high}", low=low, high=high))
    elif low or high:
        parts.append(say("age {low} and older", low=low) if low else say("up to age {high}", high=high))
    return ", ".join(part for part in parts if part)


def _lived(limit: Json) -> str:
    amount = number(limit.get("value"))
    if amount is None:
        return ""
    kind = _age_unit(limit)
    # "age 18", but "age 6 months"
    return with_unit(printed(amount), "" if kind == "a" else unit_of({"value": limit.get("value"), "unit": kind}))
