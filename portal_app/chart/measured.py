"""The value of an Observation as text, and where it lies against the usual range."""

from decimal import Decimal

from portal_app.catalogue import say
from portal_app.chart.dates import moment, spoken
from portal_app.chart.fields import Json, code, number, rows, table, text
from portal_app.chart.lab_names import decimals
from portal_app.chart.numbers import printed, quantity, unit_of, with_unit
from portal_app.chart.record import Context, Tone
from portal_app.chart.titles import called, plain


def value(observed: Json, concept: object, context: Context) -> str:
    """The value of an Observation or of one of its components; empty if it has none."""
    places = decimals(concept)
    if found := quantity(observed.get("valueQuantity"), places):
        return found
    if (whole := number(observed.get("valueInteger"))) is not None:
        return printed(whole)
    if isinstance(observed.get("valueBoolean"), bool):
        return say("Yes") if observed["valueBoolean"] else say("No")
    return (
        called(observed.get("valueCodeableConcept"))
        or plain(observed.get("valueString"))
        or spoken(moment(observed.get("valueDateTime")), context.zone)
        or _range(table(observed.get("valueRange")), places)
    )


def usual_range(observed: Json) -> str:
    """The lab's own range as a sentence; empty if it gave none."""
    for found in rows(observed.get("referenceRange")):
        if words := _range(found, decimals(observed.get("code"))) or text(found.get("text"))[:80]:
            return say("Usual range: {range}", range=words)
    return ""


def standing(observed: Json) -> tuple[str, Tone]:
    """High or low in words: as the lab judged it, else measured against the lab's own range."""
    judged = {
        "HH": (say("Very high"), Tone.SOON),
        "LL": (say("Very low"), Tone.SOON),
        "H": (say("High"), Tone.SOON),
        "L": (say("Low"), Tone.SOON),
        "A": (say("Outside the usual range"), Tone.SOON),
        "AA": (say("Far outside the usual range"), Tone.SOON),
        "N": (say("In the usual range"), Tone.READY),
    }.get(code(_first(observed.get("interpretation"))))
    return judged or _against_range(observed)


_JUDGEMENTS = {
    "HH": "very_high", "HU": "very_high", "LL": "very_low", "LU": "very_low", "H": "high", "L": "low",
    "A": "outside", "AA": "outside", "N": "usual",
}  # fmt: skip


def judged(observed: Json) -> str:
    """The same as a word for queries: usual, low, high, very_low, very_high, outside, or empty."""
    return _JUDGEMENTS.get(code(_first(observed.get("interpretation")))) or _measured_against_range(observed)


def progress(observed: Json) -> str:
    """What a patient should know about a result that is not final."""
    return {
        "registered": say("Waiting for the lab"),
        "preliminary": say("Not final yet"),
        "corrected": say("Corrected by the lab"),
        "amended": say("Corrected by the lab"),
        "cancelled": say("The test was canceled"),
    }.get(text(observed.get("status")), "")


def _first(value: object) -> object:
    return value[0] if isinstance(value, list) and value else value


def _limits(found: Json) -> tuple[Json, Json, Decimal | None, Decimal | None]:
    low, high = table(found.get("low")), table(found.get("high"))
    return low, high, number(low.get("value")), number(high.get("value"))


def _range(found: Json, places: int | None) -> str:
    low, high, least, most = _limits(found)
    if least is not None and most is not None:
        both = say("{low} to {high}", low=printed(least, places), high=printed(most, places))
        return with_unit(both, unit_of(high) or unit_of(low))
    if most is not None:
        return say("up to {high}", high=quantity(high, places))
    return say("{low} or more", low=quantity(low, places)) if least is not None else ""


def _against_range(observed: Json) -> tuple[str, Tone]:
    return {
        "high": (say("High"), Tone.SOON),
        "low": (say("Low"), Tone.SOON),
        "usual": (say("In the usual range"), Tone.READY),
    }.get(_measured_against_range(observed), ("", Tone.WORKING))


def _measured_against_range(observed: Json) -> str:
    measured = table(observed.get("valueQuantity"))
    amount, ranges = number(measured.get("value")), rows(observed.get("referenceRange"))
    # several ranges (by age, by sex) need the lab's own judgement, and so does "< 0.5"
    if amount is None or len(ranges) != 1 or text(measured.get("comparator")):
        return ""
    low, high, least, most = _limits(ranges[0])
    if any(unit_of(limit) not in {"", unit_of(measured)} for limit in (low, high)) or least is most is None:
        return ""
    if most is not None and amount > most:
        return "high"
    if least is not None and amount < least:
        return "low"
    return "usual"
