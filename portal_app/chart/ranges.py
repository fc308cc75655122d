"""The usual range of a test: which of those that the lab sent is this person's, in words, and where a value lies."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portal_app.catalogue import mark, say
from portal_app.chart import answers
from portal_app.chart.fields import Json, codes, number, rows, table, text
from portal_app.chart.numbers import PLAIN_DIGITS, is_score, printed, unit, unit_of, whole, with_unit
from portal_app.chart.prose import prose
from portal_app.chart.titles import called
from portal_app.chart.values import Value

A_LITTLE = Decimal("0.25")
"""How much of the range's own width beyond its end counts as "a little". Ours: no standard says it."""

_FEMALE, _MALE = {"248152002", "F", "female", "FEMALE"}, {"248153007", "M", "male", "MALE"}
_WOMEN = re.compile(r"\b(?:wom[ae]n|females?|girls?|mujer(?:es)?)\b", re.IGNORECASE)
_MEN = re.compile(r"\b(?:m[ae]n|males?|boys?|hombres?)\b", re.IGNORECASE)
_PHASES = {
    "pre": mark("before treatment"),
    "post": mark("after treatment"),
    "endocrine": mark("by hormones"),
    "pre-puberty": mark("before puberty"),
    "follicular": mark("first half of the cycle"),
    "midcycle": mark("middle of the cycle"),
    "luteal": mark("second half of the cycle"),
    "postmenopausal": mark("after menopause"),
}
_KINDS = {"normal": "usual", "recommended": "recommended", "treatment": "target", "therapeutic": "target"}
_DAYS = {"a": 365.25, "mo": 30.4375, "wk": 7.0, "d": 1.0}
_AGES = {
    "years": "a", "year": "a", "yr": "a", "yrs": "a", "y": "a", "Y": "a", "months": "mo", "month": "mo",
    "weeks": "wk", "week": "wk", "days": "d", "day": "d", "": "a",
}  # fmt: skip
_NUMBER = r"(-?\d+(?:\.\d+)?)"
_WRITTEN = re.compile(rf"(?:{_NUMBER}\s*(?:-|–|to)\s*{_NUMBER}|([<>]=?|[≤≥])\s*{_NUMBER})\s*([^\s\d][^\s]{{0,20}})?")
_PREFIX = re.compile(r"^(?:normal|usual|reference|ref\.?)(?:\s+(?:range|interval|value)s?)?\s*[:=]\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Tested:
    """Whose test it was, and when: sex as the chart says it, the birthday, the day of the test."""

    sex: str = ""
    born: date | None = None
    day: date | None = None


@dataclass(frozen=True)
class Limits:
    """One range: its ends, or words alone."""

    low: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    strict: bool = False
    """The ends themselves lie outside: "< 200"."""
    words: str = ""
    kind: str = "usual"
    """usual, recommended, target (under treatment), or a phase of life."""
    who: str = ""
    """For whom it holds, in words; empty for everybody."""


def fitting(observed: Json, tested: Tested) -> Limits | None:
    """The range by which a value is judged: the one meant for this sex and age; none if that cannot be told."""
    return _chosen(observed, tested)[0]


def judges(observed: Json) -> bool:
    """Whether the answer can depend on who was tested."""
    return any(found.get("appliesTo") or found.get("age") for found in rows(observed.get("referenceRange")))


def sentences(observed: Json, tested: Tested, places: int | None) -> list[str]:
    """The usual range as a sentence; where none can be chosen, all of them, each with whom it is for."""
    chosen, others = _chosen(observed, tested)
    return [line for found in ([chosen] if chosen else []) + others if (line := sentence(found, places))]


def sentence(found: Limits, places: int | None) -> str:
    """ "Usual range: 3.5 to 5.1 mmol/L"; of a treatment "Target range: ..."."""
    words = said(found, places)
    if not words:
        return ""
    if found.who:
        return say("Usual range ({who}): {range}", who=found.who, range=words)
    if found.kind == "target":
        return say("Target range: {range}", range=words)
    if found.kind == "recommended":
        return say("Recommended range: {range}", range=words)
    if found.low is found.high is None and not any(sign.isdigit() for sign in words):
        return say("Usual result: {words}", words=words)
    return say("Usual range: {range}", range=words)


def said(found: Limits, places: int | None) -> str:
    """ "3.5 to 5.1 mmol/L", "up to 5.1", "less than 200", "60 or more", or the lab's own words."""
    low, high = end(found.low, places), end(found.high, places)
    if low and high:
        return with_unit(say("{low} to {high}", low=low, high=high), found.unit)
    if high:
        only = with_unit(high, found.unit)
        return say("less than {high}", high=only) if found.strict else say("up to {high}", high=only)
    if low:
        only = with_unit(low, found.unit)
        return say("more than {low}", low=only) if found.strict else say("{low} or more", low=only)
    return found.words


def end(limit: Decimal | None, places: int | None) -> str:
    """One end as it is printed; empty if the range is open there."""
    return printed(limit, places) if limit is not None else ""


def same_unit(found: Limits, value: Value) -> bool:
    """Whether value and range can be compared; a unit that one of them leaves out is the other's."""
    return "" in {found.unit, value.unit} or found.unit.lower() == value.unit.lower()


def lies(value: Value, found: Limits | None) -> str:
    """usual, low, high, little_low, little_high, or empty where the range cannot say it.

    "A little" is up to a quarter of the range's own width beyond its end; of a range with one end, of that end.
    """
    if found is None:
        return ""
    amount = value.amount
    if amount is None:
        return "usual" if value.words and value.words.casefold() == found.words.casefold() else ""
    low, high = found.low, found.high
    if (low is None and high is None) or not same_unit(found, value):
        return ""
    if value.sign:
        return _bound(value.sign, amount, low, high)
    above = high is not None and (amount >= high if found.strict else amount > high)
    below = low is not None and (amount <= low if found.strict else amount < low)
    if not above and not below:
        return "usual"
    beyond = amount - high if above and high is not None else (low or Decimal(0)) - amount
    width = high - low if high is not None and low is not None else abs(high if high is not None else low or Decimal(0))
    little = "little_" if beyond <= A_LITTLE * width else ""
    return little + ("high" if above else "low")


def _bound(sign: str, amount: Decimal, low: Decimal | None, high: Decimal | None) -> str:
    """Where a value lies of which only one bound is known: "< 0.5" is low if the range begins at 0.5 or above."""
    if sign.startswith("<"):
        if low is not None and low > 0 and (amount < low or (amount == low and sign == "<")):
            return "low"
        return "usual" if (low is None or low <= 0) and high is not None and amount <= high else ""
    if high is not None and (amount > high or (amount == high and sign == ">")):
        return "high"
    return "usual" if high is None and low is not None and amount >= low else ""


def _chosen(observed: Json, tested: Tested) -> tuple[Limits | None, list[Limits]]:
    given = [(found, _fits(found, tested)) for found in rows(observed.get("referenceRange"))]
    known = [(limits, rank) for found, rank in given if rank and (limits := _limits(found, observed)) is not None]
    for kind in ("usual", "target", "recommended"):
        fits = [(limits, rank) for limits, rank in known if limits.kind == kind and rank[0] > 0]
        best = max((rank for _, rank in fits), default=None)
        sure = list(dict.fromkeys(_for_all(limits) for limits, rank in fits if rank == best))
        if len(sure) == 1:
            rest = [one for one, _ in known if one.kind in {"target", "recommended"} and one.kind != kind]
            return sure[0], rest
    return None, list(dict.fromkeys(limits for limits, _ in known))


def _for_all(found: Limits) -> Limits:
    return Limits(found.low, found.high, found.unit, found.strict, found.words, found.kind)


def _fits(found: Json, tested: Tested) -> tuple[int, int, float] | None:
    """None if it is for others; else how well it fits: (1 surely or 0 perhaps, how specific, from what age)."""
    sure, special, begins = 1, 0, 0.0
    for concept in rows(found.get("appliesTo")):
        sexes = _sexes(concept)
        if sexes and tested.sex in {"male", "female"}:
            if tested.sex not in sexes:
                return None
            special += 1
        elif not _everybody(concept):
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
    return called(concept).lower() in {"general population", "everyone", "all", "any", "adult"} or not called(concept)


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


def _limits(found: Json, observed: Json) -> Limits | None:
    kind, who = _kind(found), _who(found)
    low, high = table(found.get("low")), table(found.get("high"))
    least, most = number(low.get("value")), number(high.get("value"))
    if is_score(table(observed.get("valueQuantity"))):
        least, most = (whole(one) if one is not None else None for one in (least, most))
    if least is not None and most is not None and least > most:
        least = most = None
    if least is None and most is None:
        words = _PREFIX.sub("", prose(found.get("text")))[:120]
        return _parsed(words, kind, who) if words else None
    ends = [one for one in (least, most) if one is not None]
    if all(one == one.to_integral_value() and one.adjusted() < PLAIN_DIGITS for one in ends):
        # "80 to 100", even where they were sent as 80.0 and 100.0
        least, most = (one.quantize(Decimal(1)) if one is not None else None for one in (least, most))
    sign = unit_of(high) or unit_of(low)
    if unit_of(high) and unit_of(low) and unit_of(high) != unit_of(low):
        return None
    return Limits(least, most, sign, kind=kind, who=who)


def _parsed(words: str, kind: str, who: str) -> Limits:
    """A range that was written as words: "3.5-5.1 mmol/L", "<200"; others stay words."""
    match = _WRITTEN.fullmatch(words)
    if not match:
        return Limits(words=answers.string(words), kind=kind, who=who)
    low, high, sign, only, measure = match.groups()
    if sign is None:
        ends = (Decimal(low), Decimal(high))
        if ends[0] > ends[1]:
            return Limits(words=words, kind=kind, who=who)
        return Limits(*ends, unit(measure), words=words, kind=kind, who=who)
    strict, bound = sign in {"<", ">"}, Decimal(only)
    ends = (None, bound) if sign in {"<", "<=", "≤"} else (bound, None)
    return Limits(*ends, unit(measure), strict, words, kind, who)


def _kind(found: Json) -> str:
    known = codes(found.get("type"))
    phase = next((code for code in _PHASES if code in known), "")
    return phase or next((_KINDS[code] for code in _KINDS if code in known), "usual")


def _who(found: Json) -> str:
    """For whom a range is, in words: sex, phase of life, ages."""
    parts = []
    for concept in rows(found.get("appliesTo")):
        sexes = _sexes(concept)
        words = say("women") if sexes == {"female"} else say("men") if sexes == {"male"} else called(concept)
        parts.append(words)
    if (kind := _kind(found)) in _PHASES:
        parts.append(say(_PHASES[kind]))
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
