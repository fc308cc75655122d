"""Goals (FHIR Goal): what to reach, until when, and how far it is."""

from portal_app.catalogue import say
from portal_app.chart.dates import first, moment, spoken
from portal_app.chart.fields import Json, code, number, rows, table
from portal_app.chart.numbers import printed, quantity
from portal_app.chart.passages import facts, listed, notes, told
from portal_app.chart.prose import prose
from portal_app.chart.record import Context, Passage, Record, Tone
from portal_app.chart.references import names, resolve
from portal_app.chart.standing import status
from portal_app.chart.titles import called, capital, plain


def read(resource: Json, context: Context) -> Record:
    """A goal: what to reach, since when, how far it is, and its targets."""
    words, tone = standing(resource)
    day = spoken(first(resource.get("startDate"), resource.get("statusDate")), context.zone)
    return Record(
        title=title(resource) or say("A goal without a name"),
        when=say("Since {since}", since=day) if day else "",
        status=words,
        tone=tone,
        notes=tuple(targets(resource, context)),
    )


def passages(resource: Json, context: Context) -> list[Passage]:
    """The targets, what it is for, and who set it."""
    return [
        told(say("Target"), targets(resource, context)),
        facts(
            (say("For"), listed(names(resource, resource.get("addresses"), context))),
            (say("Set by"), resolve(resource, resource.get("expressedBy"), context)),
            (say("Why"), plain(resource.get("statusReason"))),
        ),
        notes(resource, context),
    ]


def title(resource: Json) -> str:
    """The goal in its own words."""
    described = table(resource.get("description"))
    return called(described) or capital(prose(described.get("text"))) or _measured(resource)


def targets(resource: Json, context: Context) -> list[str]:
    """Each target as a sentence: what, how much, until when."""
    found = []
    for target in rows(resource.get("target")):
        amount, day = _amount(target), spoken(moment(target.get("dueDate")), context.zone)
        goal = ": ".join(part for part in (called(target.get("measure")), amount) if part)
        if goal:
            found.append(say("{goal}, by {day}", goal=goal, day=day) if day else goal)
        elif day:
            found.append(say("By {day}", day=day))
    return found


def standing(resource: Json) -> tuple[str, Tone]:
    """How far it is; where nobody judged that, whether it still holds."""
    reached = {
        "in-progress": (say("Working on it"), Tone.INFO),
        "improving": (say("Getting closer"), Tone.INFO),
        "worsening": (say("Further away than before"), Tone.SOON),
        "no-change": (say("No change yet"), Tone.INFO),
        "achieved": (say("Reached"), Tone.READY),
        "sustaining": (say("Reached, and kept up"), Tone.READY),
        "not-achieved": (say("Not reached"), Tone.SOON),
        "no-progress": (say("No progress yet"), Tone.SOON),
        "not-attainable": (say("Cannot be reached"), Tone.WORKING),
    }.get(code(resource.get("achievementStatus")))
    return reached or {
        "proposed": (say("Suggested"), Tone.INFO),
        "planned": (say("Planned"), Tone.INFO),
        "accepted": (say("Agreed"), Tone.INFO),
        "active": (say("Working on it"), Tone.INFO),
        "in-progress": (say("Working on it"), Tone.INFO),
        "achieved": (say("Reached"), Tone.READY),
        "on-hold": (say("On hold"), Tone.SOON),
        "completed": (say("Finished"), Tone.READY),
        "cancelled": (say("Canceled"), Tone.WORKING),
        "rejected": (say("Not wanted"), Tone.WORKING),
    }.get(status(resource), ("", Tone.WORKING))


def _measured(resource: Json) -> str:
    return next((name for target in rows(resource.get("target")) if (name := called(target.get("measure")))), "")


def _amount(target: Json) -> str:
    span = table(target.get("detailRange"))
    low, high = quantity(span.get("low")), quantity(span.get("high"))
    whole = number(target.get("detailInteger"))
    ratio = table(target.get("detailRatio"))
    parts = [quantity(ratio.get("numerator")), quantity(ratio.get("denominator"))]
    yes = target.get("detailBoolean")
    return (
        quantity(target.get("detailQuantity"))
        or (say("{low} to {high}", low=low, high=high) if low and high else "")
        or (say("at least {low}", low=low) if low else say("at most {high}", high=high) if high else "")
        or prose(target.get("detailString"))
        or called(target.get("detailCodeableConcept"))
        or (printed(whole) if whole is not None else "")
        or ("/".join(parts) if all(parts) else "")
        or (say("Yes") if yes is True else say("No") if yes is False else "")
    )
