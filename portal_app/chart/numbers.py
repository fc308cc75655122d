"""Numbers as a lab prints them, and units as people read them."""

import re
from decimal import ROUND_HALF_UP, Decimal

from babel.numbers import format_decimal

from portal_app.catalogue import language
from portal_app.chart.fields import Json, number, table, text

# More digits than this were computed, not measured.
MEASURED_DIGITS = 4
PRINTED_DIGITS = 3
PLAIN_DIGITS = 20

_UNITS = {
    "mm[Hg]": "mmHg", "Cel": "°C", "[degF]": "°F", "kg/m2": "kg/m²", "[lb_av]": "lb", "[in_i]": "in",
    "/min": "per minute", "{beats}/min": "per minute", "{breaths}/min": "per minute",
    "10*3/uL": "thousand/mcL", "10*6/uL": "million/mcL", "10*9/L": "billion/L", "10*12/L": "trillion/L",
    "mL/min/{1.73_m2}": "mL/min/1.73 m²", "1": "",
}  # fmt: skip
_ANNOTATION = re.compile(r"[{(][^})]*[})]")
# "mcg", never "µg": the Institute for Safe Medication Practices lists µ among the signs that get misread
_MICRO = re.compile(r"\bu(?=[gLm])|[\u00b5\u03bc](?=\w)")
_SHOWN_AS_IS = re.compile(r"[A-Za-z°%²³/.\d \-]{1,30}")


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
    """The rounded value in the digits and signs of the language spoken now, no zero added."""
    result = rounded(value, decimals)
    exponent = result.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    pattern = "#,##0" + ("." + "0" * places if places else "")
    return format_decimal(result, format=pattern, locale="es_US" if language() == "es" else "en_US")


def unit(value: object) -> str:
    """A UCUM unit in readable signs: `mm[Hg]` is mmHg, `{score}` is nothing."""
    written = text(value)
    if written in _UNITS:
        return _UNITS[written]
    bare = _ANNOTATION.sub("", written).replace("[iU]", "IU").replace("[IU]", "IU").replace("10*", "10^").strip("/ ")
    bare = _MICRO.sub("mc", bare)
    return bare if _SHOWN_AS_IS.fullmatch(bare) else bare.replace("[", "").replace("]", "")[:30]


def unit_of(quantity: Json) -> str:
    """The unit of a Quantity: its printed unit, else its code."""
    return unit(quantity.get("unit")) if text(quantity.get("unit")) else unit(quantity.get("code"))


def quantity(value: object, decimals: int | None = None) -> str:
    """A Quantity as text, "79.6 mg/dL" or "< 0.5 mg/dL"; empty if it holds no number."""
    found = table(value)
    amount = number(found.get("value"))
    if amount is None:
        return ""
    sign = {"<": "< ", "<=": "≤ ", ">": "> ", ">=": "≥ "}.get(text(found.get("comparator")), "")
    if _is_score(found):
        amount = amount.quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return sign + with_unit(printed(amount, decimals), unit_of(found))


def with_unit(amount: str, sign: str) -> str:
    """Number and unit as they are written together: "6.1%", "98.6 kg"."""
    return f"{amount}{sign}" if sign in {"", "%"} else f"{amount} {sign}"


def _is_score(quantity: Json) -> bool:
    """Scores and counts are whole numbers; a fraction in them was computed."""
    return text(quantity.get("unit")) in {"{score}", "(score)", "{count}", "{#}"}
