"""Vaccines (FHIR Immunization)."""

from portal_app.catalogue import say
from portal_app.chart.dates import first, spoken
from portal_app.chart.fields import CVX, Json, codings, number, rows, text
from portal_app.chart.record import Context, Record, Tone
from portal_app.chart.standing import status
from portal_app.chart.titles import called
from portal_app.chart.vaccine_names import NAMES


def read(resource: Json, context: Context) -> Record:
    """A vaccine: which, when it was given, and whether it was."""
    words, tone = _standing(status(resource))
    written = called(resource.get("vaccineCode"))
    name = say(english(resource))
    notes = [written] if written and name and written != name else []
    return Record(
        title=name or written or say("A vaccine without a name"),
        when=spoken(first(resource.get("occurrenceDateTime"), resource.get("recorded")), context.zone),
        status=words,
        tone=tone,
        notes=(*notes, *_dose(resource)),
    )


def english(resource: Json) -> str:
    """What the vaccine protects from, if we know its CVX code."""
    cvx = (code for system, code, _ in codings(resource.get("vaccineCode")) if system == CVX)
    return next((NAMES[code] for code in cvx if code in NAMES), "")


def _standing(code: str) -> tuple[str, Tone]:
    return {
        "completed": (say("Given"), Tone.READY),
        "not-done": (say("Not given"), Tone.WORKING),
    }.get(code, ("", Tone.WORKING))


def _dose(resource: Json) -> list[str]:
    found = []
    for protocol in rows(resource.get("protocolApplied")):
        dose = number(protocol.get("doseNumberPositiveInt")) or text(protocol.get("doseNumberString"))
        if dose and len(str(dose)) < 10:
            found.append(say("Dose {number}", number=dose))
    return found
