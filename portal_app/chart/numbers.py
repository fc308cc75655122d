"""Numbers as a lab prints them, and units as people read them."""

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from portal_app.catalogue import mark, say
from portal_app.chart.fields import Json, number, table, text

# More digits than this were computed, not measured.
MEASURED_DIGITS = 4
PRINTED_DIGITS = 3
PLAIN_DIGITS = 20

SIGNS = {"<": "< ", "<=": "≤ ", ">": "> ", ">=": "≥ "}

_UNITS = {
    sign: words
    for words, signs in (
        ("mmHg", "mm[Hg]|mm Hg"),
        ("°C", "Cel|degC|DegC|deg C|C"),
        ("°F", "[degF]|degF|DegF|deg F|F"),
        ("kg/m²", "kg/m2|kg/m^2|kg/m*2"),
        ("lb", "[lb_av]|lbs"),
        ("oz", "[oz_av]"),
        ("in", "[in_i]|[in_us]|inch|inches"),
        ("ft", "[ft_i]|[ft_us]"),
        ("m²", "m2"),
        ("per minute", "/min|{beats}/min|{breaths}/min|{Beats}/min|{Breaths}/min|bpm|br/min|beats/min|breaths/min"),
        ("per day", "/d|/(24.h)"),
        ("per week", "/wk"),
        ("thousand/mcL", "10*3/uL|10*3/mm3|10^3/uL|K/uL|k/uL|K/mcL|x10E3/uL|X10E3/uL|Thousand/uL|10*3/µL|x10(3)/mcL"),
        ("million/mcL", "10*6/uL|10*6/mm3|10^6/uL|M/uL|M/mcL|x10E6/uL|X10E6/uL|Million/uL|10*6/µL|x10(6)/mcL"),
        ("billion/L", "10*9/L|10^9/L|x10E9/L"),
        ("trillion/L", "10*12/L|10^12/L|x10E12/L"),
        ("mL/min/1.73 m²", "mL/min/{1.73_m2}|mL/min/1.73_m2|mL/min/1.73m2|mL/min/1.73|mL/min/{1.73m2}|mL/min/1.73 m2"),
        ("per high-power field", "/[HPF]|/HPF|/hpf|{#}/[HPF]|/[hpf]"),
        ("per low-power field", "/[LPF]|/LPF|/lpf|{#}/[LPF]|/[lpf]"),
        ("mm per hour", "mm/h|mm/hr"),
        ("mOsm/kg", "mosm/kg|mosm/kg{H2O}|mOsm/kg{H2O}"),
        ("mEq/L", "meq/L"),
        ("dB", "dB[SPL]|dB[HL]"),
        ("", "1|[pH]|pH|{pH}|{INR}|INR|{ratio}|ratio|{index}|{titer}|{score}|(score)|{count}|{#}|#|NA|N/A|n/a"),
    )
    for sign in signs.split("|")
}  # fmt: skip
_SAID = frozenset(
    {
        mark("per minute"), mark("per day"), mark("per week"), mark("mm per hour"),
        mark("per high-power field"), mark("per low-power field"),
        mark("thousand/mcL"), mark("million/mcL"), mark("billion/L"), mark("trillion/L"),
    }
)  # fmt: skip
_TIMES: dict[str, tuple[str, str]] = {
    "s": (mark("second"), mark("seconds")), "sec": (mark("second"), mark("seconds")),
    "min": (mark("minute"), mark("minutes")), "h": (mark("hour"), mark("hours")), "hr": (mark("hour"), mark("hours")),
    "d": (mark("day"), mark("days")), "wk": (mark("week"), mark("weeks")), "mo": (mark("month"), mark("months")),
    "a": (mark("year"), mark("years")), "yr": (mark("year"), mark("years")),
}  # fmt: skip
_IN_THE_US = {"kg": (Decimal("2.2046226218"), "lb"), "cm": (Decimal("0.3937007874"), "in")}
_ANNOTATION = re.compile(r"\{[^}]*\}|\((?!\d+\.?h\))[^)]*\)")
# "mcg", never "µg": the Institute for Safe Medication Practices lists µ among the signs that get misread
_MICRO = re.compile(r"\bu(?=[gLmIU])|[\u00b5\u03bc](?=\w)")
_SUFFIX = re.compile(r"\[([A-Za-z]+)_[a-z]+\]")
_SHOWN_AS_IS = re.compile(r"[A-Za-z°%²³/.\d \-]{1,30}")
_NOT_A_UNIT = re.compile(r"\w-\d+-|https?:|urn:|\w_\w|[0-9a-f]{8}-|^\W*\d{4,}\W*$|^\d[\d-]*$|^[\W\d_]*$")


def rounded(value: Decimal, decimals: int | None = None) -> Decimal:
    """The value as a lab prints it: untouched up to four digits, else to three (or `decimals`)."""
    if not decimals and value == value.to_integral_value() and value.adjusted() < PLAIN_DIGITS:
        return value.quantize(Decimal(1))
    digits = len(value.as_tuple().digits)
    exponent = value.as_tuple().exponent
    if digits <= MEASURED_DIGITS or not isinstance(exponent, int) or exponent >= 0:
        return value
    places = max(0, PRINTED_DIGITS - 1 - value.adjusted()) if decimals is None else decimals
    result = value.quantize(Decimal(1).scaleb(-min(places, -exponent)), rounding=ROUND_HALF_UP)
    # a tiny true value is never printed as a plain zero
    return rounded(value) if decimals is not None and value and not result else result


def printed(value: Decimal, decimals: int | None = None) -> str:
    """The rounded value with the signs of the language spoken now, no zero added."""
    result = rounded(value, decimals)
    exponent = result.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    # English and Spanish of the United States write numbers alike (CLDR en_US, es_US)
    return f"{result:,.{places}f}"


def unit(value: object) -> str:
    """A UCUM unit in readable signs: `mm[Hg]` is mmHg, `{score}` is nothing; empty for what no unit looks like."""
    written = text(value)
    if written in _UNITS:
        return say(_UNITS[written]) if _UNITS[written] in _SAID else _UNITS[written]
    if written in _TIMES:
        return say(_TIMES[written][1])
    return _bare(written)


@lru_cache(maxsize=1_000)
def _bare(written: str) -> str:
    """A sign that stands in no list of ours: the same in every language, and a chart has few of them."""
    bare = _ANNOTATION.sub("", written).replace("[iU]", "IU").replace("[IU]", "IU").replace("10*", "10^")
    bare = _SUFFIX.sub(r"\1", bare).replace("(24.h)", "24 h").replace("(24h)", "24 h").strip("/ ")
    bare = _MICRO.sub("mc", bare)
    if not _SHOWN_AS_IS.fullmatch(bare):
        bare = re.sub(r"[\[\]{}<>|_'\"]", "", bare)[:30]
    return "%" if bare == "%" else "" if _NOT_A_UNIT.search(bare) else bare


def unit_of(quantity: Json) -> str:
    """The unit of a Quantity: its printed unit, else its code; "1 day", "2 days"."""
    written = text(quantity.get("unit")) or text(quantity.get("code"))
    if written in _TIMES and number(quantity.get("value")) == 1:
        return say(_TIMES[written][0])
    return unit(written) or unit(quantity.get("code"))


def quantity(value: object, decimals: int | None = None) -> str:
    """A Quantity as text, "79.6 mg/dL" or "< 0.5 mg/dL"; empty if it holds no number."""
    found = table(value)
    amount = number(found.get("value"))
    if amount is None:
        return ""
    sign = SIGNS.get(text(found.get("comparator")), "")
    if is_score(found):
        amount = whole(amount)
    return sign + with_unit(printed(amount, decimals), unit_of(found))


def whole(value: Decimal) -> Decimal:
    """The nearest whole number."""
    return value.quantize(Decimal(1), rounding=ROUND_HALF_UP) if value.adjusted() < PLAIN_DIGITS else value


def with_unit(amount: str, sign: str) -> str:
    """Number and unit as they are written together: "6.1%", "98.6 kg"."""
    return f"{amount}{sign}" if sign in {"", "%"} else f"{amount} {sign}"


def is_score(quantity: Json) -> bool:
    """Scores and counts are whole numbers; a fraction in them was computed."""
    return text(quantity.get("unit")) in {"{score}", "(score)", "{count}", "{#}"}


def familiar(value: object) -> str:
    """Kilograms, centimeters and Celsius as people in the US say them; empty for what they say themselves."""
    found = table(value)
    amount, unit = number(found.get("value")), unit_of(found)
    if amount is None:
        return ""
    if unit in _IN_THE_US:
        factor, sign = _IN_THE_US[unit]
        return with_unit(printed(whole(amount * factor)), sign)
    if unit == "°C":
        return with_unit(printed((amount * 9 / 5 + 32).quantize(Decimal("0.1"))), "°F")
    return ""
