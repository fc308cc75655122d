"""The usual range of a test: which of those that the lab sent is this person's, in words, and where a value lies."""

import re
from dataclasses import dataclass
from decimal import Decimal

from portal_app.catalogue import mark, say
from portal_app.chart import answers
from portal_app.chart.fields import Json, codes, number, rows, table
from portal_app.chart.meant_for import Tested, fits, who
from portal_app.chart.numbers import PLAIN_DIGITS, is_score, printed, unit, unit_of, whole, with_unit
from portal_app.chart.prose import prose
from portal_app.chart.values import Value

A_LITTLE = Decimal("0.25")
"""How much of the range's own width beyond its end counts as "a little". Ours: no standard says it."""

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
_NUMBER = r"(-?\d+(?:\.\d+)?)"
_WRITTEN = re.compile(rf"(?:{_NUMBER}\s*(?:-|–|to)\s*{_NUMBER}|([<>]=?|[≤≥])\s*{_NUMBER})\s*([^\s\d][^\s]{{0,20}})?")
_PREFIX = re.compile(r"^(?:normal|usual|reference|ref\.?)(?:\s+(?:range|interval|value)s?)?\s*[:=]\s*", re.IGNORECASE)


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
    return chosen(observed, tested)[0]


def judges(observed: Json) -> bool:
    """Whether the answer can depend on who was tested."""
    return any(found.get("appliesTo") or found.get("age") for found in rows(observed.get("referenceRange")))


def sentences(observed: Json, tested: Tested, places: int | None) -> list[str]:
    """The usual range as a sentence; where none can be chosen, all of them, each with whom it is for."""
    return spoken(*chosen(observed, tested), places)


def spoken(mine: Limits | None, others: list[Limits], places: int | None) -> list[str]:
    """The same of the range that was chosen, and of the others that are told beside it."""
    return [line for found in ([mine] if mine else []) + others if (line := sentence(found, places))]


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


def chosen(observed: Json, tested: Tested) -> tuple[Limits | None, list[Limits]]:
    """The range by which a value is judged, and which others are told."""
    given = [(found, fits(found, tested)) for found in rows(observed.get("referenceRange"))]
    known = [(limits, rank) for found, rank in given if rank and (limits := _limits(found, observed)) is not None]
    for kind in ("usual", "target", "recommended"):
        fitting = [(limits, rank) for limits, rank in known if limits.kind == kind and rank[0] > 0]
        best = max((rank for _, rank in fitting), default=None)
        sure = list(dict.fromkeys(_for_all(limits) for limits, rank in fitting if rank == best))
        if len(sure) == 1:
            rest = [one for one, _ in known if one.kind in {"target", "recommended"} and one.kind != kind]
            return sure[0], rest
    return None, list(dict.fromkeys(limits for limits, _ in known))


def _for_all(found: Limits) -> Limits:
    return Limits(found.low, found.high, found.unit, found.strict, found.words, found.kind)


def _limits(found: Json, observed: Json) -> Limits | None:
    kind = _kind(found)
    whom = who(found, _PHASES.get(kind, ""))
    low, high = table(found.get("low")), table(found.get("high"))
    least, most = number(low.get("value")), number(high.get("value"))
    if is_score(table(observed.get("valueQuantity"))):
        least, most = (whole(one) if one is not None else None for one in (least, most))
    if least is not None and most is not None and least > most:
        least = most = None
    if least is None and most is None:
        words = _PREFIX.sub("", prose(found.get("text")))[:120]
        return _parsed(words, kind, whom) if words else None
    ends = [one for one in (least, most) if one is not None]
    if all(one == one.to_integral_value() and one.adjusted() < PLAIN_DIGITS for one in ends):
        # "80 to 100", even where they were sent as 80.0 and 100.0
        least, most = (one.quantize(Decimal(1)) if one is not None else None for one in (least, most))
    signs = {sign for one in (high, low) if (sign := unit_of(one))}
    return Limits(least, most, "".join(signs), kind=kind, who=whom) if len(signs) < 2 else None


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
