"""The care team (FHIR CareTeam): who takes care of the patient, and how."""

from portal_app.catalogue import say
from portal_app.chart.dates import first, spoken
from portal_app.chart.fields import Json, reference, rows, table
from portal_app.chart.passages import facts, listed, notes
from portal_app.chart.record import Context, Passage, Record, Tone
from portal_app.chart.references import names, resolve
from portal_app.chart.standing import status
from portal_app.chart.titles import called, plain

_VAGUE = {"healthcare professional", "healthcare provider", "healthcare related organization", "patient"}


def read(resource: Json, context: Context) -> Record:
    """A team: what it is for, since when, and its people."""
    words, tone = {
        "active": (say("They take care of you now"), Tone.INFO),
        "proposed": (say("Planned"), Tone.INFO),
        "suspended": (say("On hold"), Tone.SOON),
        "inactive": (say("Not active now"), Tone.WORKING),
    }.get(status(resource), ("", Tone.WORKING))
    day = spoken(first(resource.get("period")), context.zone)
    return Record(
        title=plain(resource.get("name"))
        or next((name for name in map(called, rows(resource.get("category"))) if name), "")
        or say("Your care team"),
        when=say("Since {since}", since=day) if day else "",
        status=words,
        tone=tone,
        notes=tuple(f"{name}, {role}" if role else name for name, role in _members(resource, context)),
    )


def passages(resource: Json, context: Context) -> list[Passage]:
    """Each person with their role; what the team is for."""
    reasons = [
        *map(called, rows(resource.get("reasonCode"))),
        *names(resource, resource.get("reasonReference"), context),
    ]
    return [
        facts(
            *((name, role or say("Part of your team")) for name, role in _members(resource, context)),
            heading=say("Who is in it"),
        ),
        facts(
            (say("For"), listed(reasons)),
            (say("Part of"), listed(names(resource, resource.get("managingOrganization"), context))),
        ),
        notes(resource, context),
    ]


def _members(resource: Json, context: Context) -> list[tuple[str, str]]:
    found: dict[str, str] = {}
    for seat in rows(resource.get("participant")):
        if reference(seat.get("member"))[0] == "Patient":
            continue
        name = resolve(resource, table(seat.get("member")), context) or resolve(
            resource, table(seat.get("onBehalfOf")), context
        )
        roles = [role for role in map(called, rows(seat.get("role"))) if role.lower() not in _VAGUE]
        if name or roles:
            found.setdefault(name or roles[0], listed(roles) if name else "")
    return list(found.items())
