"""A curve (FHIR SampledData) in one sentence: how many points, how long, the lowest and the highest."""

from decimal import Decimal, InvalidOperation

from portal_app.catalogue import say, say_count
from portal_app.chart.fields import Json, number, table, text
from portal_app.chart.numbers import printed, quantity, unit_of, with_unit

MOST = 200_000


def curve(found: Json) -> str:
    """The summary; the values themselves are the device's, raw, and say nothing to a reader."""
    written = text(found.get("data"))[: MOST * 8].split(" ")[:MOST]
    points = [point for point in written if point]
    if not points:
        return ""
    dimensions = number(found.get("dimensions"))
    count = len(points) // int(dimensions) if dimensions and 1 < dimensions < 100 else len(points)
    sentences = [say_count("A curve of {n} point.", "A curve of {n} points.", count), _length(found, count)]
    amounts = [amount for point in points if (amount := _amount(point)) is not None]
    if amounts:
        low, high = (_scaled(found, amount) for amount in (min(amounts), max(amounts)))
        sentences.append(say("Lowest {low}, highest {high}.", low=low, high=high))
    return " ".join(one for one in sentences if one)


def _length(found: Json, count: int) -> str:
    period = number(found.get("period"))
    if period is None or period <= 0 or count < 2:
        return ""
    seconds = period * count / 1000
    if not Decimal("0.1") <= seconds < 10**9:
        return ""
    return say("It took {length}.", length=quantity({"value": _plain(seconds.quantize(Decimal("0.1"))), "unit": "s"}))


def _amount(point: str) -> Decimal | None:
    """A number of the curve; E, L and U stand for what could not be measured."""
    try:
        return number(Decimal(point)) if point not in {"E", "L", "U"} else None
    except InvalidOperation:
        return None


def _plain(amount: Decimal) -> Decimal:
    """Without the zeros that were only computed."""
    short = amount.normalize()
    return short.quantize(Decimal(1)) if short == short.to_integral_value() and short.adjusted() < 20 else short


def _scaled(found: Json, amount: Decimal) -> str:
    origin = table(found.get("origin"))
    factor, start = number(found.get("factor")), number(origin.get("value"))
    real = _plain(amount * (factor if factor is not None else 1) + (start or 0))
    return with_unit(printed(real), unit_of(origin))
