"""Vaccines (FHIR Immunization)."""

from portal_app.catalogue import say
from portal_app.chart.dates import first, spoken
from portal_app.chart.fields import CVX, Json, codings, number, rows, table
from portal_app.chart.numbers import quantity
from portal_app.chart.passages import facts, listed, notes, told
from portal_app.chart.prose import prose
from portal_app.chart.record import Context, Passage, Record, Tone
from portal_app.chart.references import names, resolve
from portal_app.chart.standing import status
from portal_app.chart.titles import as_given, called
from portal_app.chart.vaccine_names import NAMES


def read(resource: Json, context: Context) -> Record:
    """A vaccine: which, when it was given, and whether it was."""
    words, tone = _standing(status(resource))
    written = called(resource.get("vaccineCode"))
    name = say(english(resource))
    brand = [written] if written and name and written != name else []
    return Record(
        title=name or written or say("A vaccine without a name"),
        when=spoken(first(resource.get("occurrenceDateTime"), resource.get("recorded")), context.zone),
        status=words,
        tone=tone,
        notes=(*brand, *_dose(resource)),
    )


def passages(resource: Json, context: Context) -> list[Passage]:
    """What was given, how, by whom; or why it was not."""
    people = [table(one.get("actor")) or one for one in rows(resource.get("performer"))]
    reported = resource.get("primarySource") is False
    reactions = [
        say("Reaction on {day}", day=day)
        for one in rows(resource.get("reaction"))
        if (day := spoken(first(one.get("date")), context.zone))
    ]
    return [
        facts(
            (
                say("What was given") if status(resource) == "completed" else say("Vaccine"),
                called(resource.get("vaccineCode")),
            ),
            (say("Dose"), listed(_dose(resource))),
            (say("Amount"), quantity(resource.get("doseQuantity"))),
            (say("Lot"), prose(resource.get("lotNumber"))[:40]),
            (say("Maker"), resolve(resource, resource.get("manufacturer"), context)),
            (say("Part of the body"), called(resource.get("site"))),
            (say("How it was given"), called(resource.get("route"))),
            (say("Given by"), listed(names(resource, people, context))),
            (say("Place"), resolve(resource, resource.get("location"), context)),
            (say("Why not"), called(resource.get("statusReason"))),
            (say("For"), listed(map(called, rows(resource.get("reasonCode"))))),
            (
                say("Where we know it from"),
                (called(resource.get("reportOrigin")) or say("Given somewhere else")) if reported else "",
            ),
        ),
        told(say("Reactions"), reactions),
        notes(resource, context),
    ]


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
        dose = number(protocol.get("doseNumberPositiveInt")) or as_given(protocol.get("doseNumberString"))
        if dose and len(str(dose)) < 10:
            found.append(say("Dose {number}", number=dose))
    return found
