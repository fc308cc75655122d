"""Vital signs (FHIR Observation); a blood pressure is one reading of two numbers."""

from decimal import Decimal

from portal_app.catalogue import say
from portal_app.chart import lab_names, measured
from portal_app.chart.dates import first, spoken
from portal_app.chart.fields import LOINC, Json, code, number, rows, table, text
from portal_app.chart.numbers import printed, with_unit
from portal_app.chart.record import Context, Record

UPPER, LOWER = "8480-6", "8462-4"
_IN_THE_US = {"kg": (Decimal("2.2046226218"), "lb"), "cm": (Decimal("0.3937007874"), "in")}


def read(resource: Json, context: Context) -> Record:
    """A measurement: value with unit (and as people in the US say it), the day it was taken."""
    concept = resource.get("code")
    words, tone = measured.standing(resource)
    when = first(resource.get("effectiveDateTime"), resource.get("effectivePeriod"), resource.get("issued"))
    found = blood_pressure(resource) or measured.value(resource, concept, context)
    notes = (_familiar(resource), measured.usual_range(resource), measured.progress(resource))
    return Record(
        title=lab_names.title(concept) or say("A measurement without a name"),
        when=spoken(when, context.zone),
        value=found or say("Not measured"),
        status=words,
        tone=tone,
        notes=tuple(note for note in notes if note),
    )


def blood_pressure(resource: Json) -> str:
    """Both numbers of a blood pressure, "138/86 mmHg"; empty unless both are there."""
    found = {
        code(component.get("code"), LOINC): number(table(component.get("valueQuantity")).get("value"))
        for component in rows(resource.get("component"))
    }
    upper, lower = found.get(UPPER), found.get(LOWER)
    if upper is None or lower is None:
        return ""
    return f"{_whole(upper)}/{_whole(lower)} mmHg"


def _whole(value: Decimal) -> str:
    return printed(value.quantize(Decimal(1)))


def _familiar(resource: Json) -> str:
    """Kilograms, centimeters and Celsius as people in the US say them."""
    taken = table(resource.get("valueQuantity"))
    amount, unit = number(taken.get("value")), text(taken.get("unit"))
    if amount is None:
        return ""
    if unit in _IN_THE_US:
        factor, sign = _IN_THE_US[unit]
        return with_unit(printed((amount * factor).quantize(Decimal(1))), sign)
    if unit == "Cel":
        return with_unit(printed((amount * 9 / 5 + 32).quantize(Decimal("0.1"))), "°F")
    return ""
