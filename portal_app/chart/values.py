"""Every value that an Observation may have (FHIR R4 value[x]), in words."""

from dataclasses import dataclass
from datetime import time
from decimal import Decimal, InvalidOperation

from babel.dates import format_time

from portal_app.catalogue import language, say
from portal_app.chart import answers
from portal_app.chart.dates import Precision, moment, spoken, spoken_time
from portal_app.chart.fields import Json, number, table, text
from portal_app.chart.numbers import SIGNS, is_score, printed, quantity, unit_of, whole, with_unit
from portal_app.chart.sampled import curve

_KINDS = (
    "Quantity", "CodeableConcept", "String", "Boolean", "Integer", "Range", "Ratio", "SampledData", "Time", "DateTime",
    "Period",
)  # fmt: skip


@dataclass(frozen=True)
class Value:
    """A value in words, apart from its unit; the number itself where it is one."""

    words: str = ""
    unit: str = ""
    amount: Decimal | None = None
    sign: str = ""
    """<, <=, > or >= where the number is only a bound."""

    def __str__(self) -> str:
        return whole_value(self.words, self.unit)


NOTHING = Value()


def whole_value(words: str, unit: str) -> str:
    """Value and unit as they are written together; empty without a value."""
    return with_unit(words, unit) if words else ""


def value(observed: Json, places: int | None, zone: str) -> Value:
    """The value of an Observation or of one of its components, numbers with these decimals; NOTHING if it has none."""
    for kind in _KINDS:
        given = observed.get(f"value{kind}")
        if given is not None and (found := _value(kind, given, places, zone)).words:
            return found
    return NOTHING


def span(found: Json, places: int | None) -> str:
    """A Range in words: "3 to 5 mg", "up to 5 mg", "3 mg or more"; empty if it has no number."""
    low, high = table(found.get("low")), table(found.get("high"))
    least, most = number(low.get("value")), number(high.get("value"))
    if least is not None and most is not None:
        both = say("{low} to {high}", low=printed(least, places), high=printed(most, places))
        return with_unit(both, unit_of(high) or unit_of(low))
    if most is not None:
        return say("up to {high}", high=quantity(high, places))
    return say("{low} or more", low=quantity(low, places)) if least is not None else ""


def _value(kind: str, given: object, places: int | None, zone: str) -> Value:
    if kind == "Quantity":
        return _number(table(given), places)
    if kind == "Integer":
        amount = number(given)
        return Value(printed(amount, 0), amount=amount) if amount is not None else NOTHING
    if kind == "Boolean":
        return Value((say("Yes") if given else say("No")) if isinstance(given, bool) else "")
    if kind == "String":
        return _string(given, places)
    return Value(
        {
            "CodeableConcept": lambda: answers.concept(given),
            "Range": lambda: span(table(given), places),
            "Ratio": lambda: _ratio(table(given), places),
            "SampledData": lambda: curve(table(given)),
            "Time": lambda: _clock(given),
            "DateTime": lambda: _moment(given, zone),
            "Period": lambda: period(given, zone),
        }[kind]()
    )


def _number(given: Json, places: int | None) -> Value:
    sign, amount = text(given.get("comparator")), number(given.get("value"))
    if amount is None:
        # some systems write the number as text, which FHIR does not allow
        loose = _string(given.get("value"), places)
        return Value(loose.words, unit_of(given), loose.amount, loose.sign) if loose.amount is not None else NOTHING
    if is_score(given):
        amount = whole(amount)
    shown = SIGNS.get(sign, "") + printed(amount, places)
    return Value(shown, unit_of(given), amount, sign if sign in SIGNS else "")


def _string(given: object, places: int | None) -> Value:
    """Words, or a number that was sent as words: "5.3", "<0.5"."""
    written = text(given)
    sign = next((sign for sign in ("<=", ">=", "<", ">") if written.startswith(sign)), "")
    bare = written.removeprefix(sign).strip()
    if bare and len(bare) < 20 and bare.replace(".", "", 1).isdecimal() and bare.isascii():
        try:
            amount = number(Decimal(bare))
        except InvalidOperation:
            amount = None
        if amount is not None:
            return Value(SIGNS.get(sign, "") + printed(amount, places), "", amount, sign)
    return Value(answers.string(given))


def _ratio(found: Json, places: int | None) -> str:
    """A titer is "1:128"; what has units is "3 mg per 2 mL"."""
    above, below = table(found.get("numerator")), table(found.get("denominator"))
    upper, lower = number(above.get("value")), number(below.get("value"))
    if upper is None or lower is None:
        return quantity(above, places)
    if not unit_of(above) and not unit_of(below):
        return f"{printed(upper)}:{printed(lower)}"
    one = unit_of(below) if lower == 1 and unit_of(below) else quantity(below)
    return say("{amount} per {unit}", amount=quantity(above, places), unit=one)


def _clock(given: object) -> str:
    try:
        at = time.fromisoformat(text(given))
    except ValueError:
        return ""
    clock = format_time(at, "short", locale="es_US" if language() == "es" else "en_US")
    return clock.replace("\u202f", " ").replace("\xa0", " ")


def _moment(given: object, zone: str) -> str:
    when = moment(given)
    return spoken_time(when.at, zone) if when and when.precision is Precision.SECOND else spoken(when, zone)


def period(given: object, zone: str) -> str:
    """A Period in words; empty if neither end is known."""
    ends = [moment(table(given).get(name)) for name in ("start", "end")]
    begin, end = (spoken(one, zone) for one in ends)
    if begin and end:
        return say("{first} to {last}", first=begin, last=end) if begin != end else begin
    coarse = any(one and one.precision in {Precision.YEAR, Precision.MONTH} for one in ends)
    if begin:
        return say("since {month}", month=begin) if coarse else say("since {day}", day=begin)
    if end:
        return say("until {month}", month=end) if coarse else say("until {day}", day=end)
    return ""
