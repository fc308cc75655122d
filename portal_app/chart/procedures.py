"""Procedures (FHIR Procedure): what was done."""

from portal_app.catalogue import say
from portal_app.chart.dates import first, spoken
from portal_app.chart.fields import Json, rows, table, text
from portal_app.chart.passages import facts, listed, notes, told
from portal_app.chart.prose import paragraphs
from portal_app.chart.record import Context, Passage, Record
from portal_app.chart.references import names, resolve
from portal_app.chart.stages import standing
from portal_app.chart.standing import status
from portal_app.chart.titles import called, plain


def read(resource: Json, context: Context) -> Record:
    """A procedure: what, when, and whether it was done."""
    words, tone = standing("planned" if status(resource) == "preparation" else status(resource))
    return Record(
        title=called(resource.get("code")) or say("A procedure without a name"),
        when=_when(resource, context),
        status=words,
        tone=tone,
        notes=tuple(_why(resource, context)),
    )


def passages(resource: Json, context: Context) -> list[Passage]:
    """Who did it, where, why, and how it went."""
    devices = [table(one.get("manipulated")) for one in rows(resource.get("focalDevice"))]
    return [
        facts(
            (say("Done by"), listed(names(resource, _performers(resource), context))),
            (say("Place"), resolve(resource, resource.get("location"), context)),
            (say("Part of the body"), listed(map(called, rows(resource.get("bodySite"))))),
            (say("For"), listed(_reasons(resource, context))),
            (say("Why not"), called(resource.get("statusReason"))),
            (say("How it went"), called(resource.get("outcome"))),
            (say("Problems after it"), listed(map(called, rows(resource.get("complication"))))),
            (say("Device"), listed(names(resource, devices, context))),
        ),
        told(
            say("What to do next"),
            [*map(called, rows(resource.get("followUp"))), *paragraphs(resource.get("patientInstruction"))],
        ),
        notes(resource, context),
    ]


def _when(resource: Json, context: Context) -> str:
    found = spoken(
        first(
            resource.get("performedDateTime"),
            resource.get("performedPeriod"),
            resource.get("occurrenceDateTime"),
            resource.get("authoredOn"),
        ),
        context.zone,
    )
    return found or plain(text(resource.get("performedString")))


def _performers(resource: Json) -> list[Json]:
    return [table(one.get("actor")) or one for one in rows(resource.get("performer"))]


def _reasons(resource: Json, context: Context) -> list[str]:
    return [*map(called, rows(resource.get("reasonCode"))), *names(resource, resource.get("reasonReference"), context)]


def _why(resource: Json, context: Context) -> list[str]:
    found = listed(_reasons(resource, context))
    return [say("For: {reason}", reason=found)] if found else []
