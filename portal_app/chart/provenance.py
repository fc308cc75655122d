"""Where something in the chart came from (FHIR Provenance): who recorded it, and when."""

from portal_app.catalogue import say
from portal_app.chart.dates import first, spoken
from portal_app.chart.fields import Json, code, rows
from portal_app.chart.passages import facts
from portal_app.chart.record import Context, Passage, Record
from portal_app.chart.references import resolve
from portal_app.chart.titles import called


def read(resource: Json, context: Context) -> Record:
    """Who recorded something, and when."""
    day = spoken(
        first(resource.get("recorded"), resource.get("occurredDateTime"), resource.get("occurredPeriod")), context.zone
    )
    return Record(
        title=say("Where this came from"),
        when=day,
        notes=tuple(f"{role}: {name}" for role, name in people(resource, context)),
    )


def passages(resource: Json, context: Context) -> list[Passage]:
    """Each who had a hand in it, with what they did."""
    return [facts(*people(resource, context))]


def people(resource: Json, context: Context) -> list[tuple[str, str]]:
    """What they did, and who they are or for whom they did it."""
    found = []
    for agent in rows(resource.get("agent")):
        name, place = resolve(resource, agent.get("who"), context), resolve(resource, agent.get("onBehalfOf"), context)
        who = f"{name} ({place})" if name and place and name != place else name or place
        if who:
            found.append((_role(agent), who))
    return list(dict.fromkeys(found))


def _role(agent: Json) -> str:
    return {
        "author": say("Written by"),
        "transmitter": say("Sent by"),
        "enterer": say("Typed in by"),
        "performer": say("Done by"),
        "verifier": say("Checked by"),
        "attester": say("Signed by"),
        "informant": say("Told by"),
        "custodian": say("Kept by"),
        "assembler": say("Put together by"),
    }.get(code(agent.get("type")), called(agent.get("type")) or say("Who"))
