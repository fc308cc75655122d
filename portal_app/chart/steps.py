"""Care plans as steps, and goals as how far somebody has come."""

from dataclasses import dataclass

from portal_app.catalogue import say
from portal_app.chart.dates import moment, spoken
from portal_app.chart.fields import Json, code, number, reference, rows, table, text
from portal_app.chart.numbers import printed, unit_of, with_unit
from portal_app.chart.record import Context, Tone
from portal_app.chart.standing import status
from portal_app.chart.titles import called, plain


@dataclass(frozen=True)
class Step:
    """One thing to do."""

    words: str
    status: str
    done: bool
    dropped: bool = False
    """Not to be done any more: it does not count."""


@dataclass(frozen=True)
class Goal:
    """What somebody wants to reach, and how near it is."""

    title: str
    status: str
    tone: Tone
    notes: tuple[str, ...] = ()


def steps(plan: Json, context: Context) -> tuple[Step, ...]:
    """What a CarePlan asks for, each thing once, in its order."""
    found: dict[str, Step] = {}
    for activity in rows(plan.get("activity")):
        detail = table(activity.get("detail"))
        named = called(detail.get("code")) or plain(detail.get("description"))
        named = named or plain(table(activity.get("reference")).get("display"))
        named = named or context.names.get(reference(activity.get("reference"))[1], "")
        if named and named not in found:
            found[named] = _step(named, detail)
    return tuple(found.values())


def goal(resource: Json, context: Context) -> Goal:
    """A Goal: what, how far, what to reach and by when."""
    words, tone = _reached(code(resource.get("achievementStatus")), status(resource))
    since = spoken(moment(resource.get("startDate")), context.zone)
    notes = [_target(one, context) for one in rows(resource.get("target"))]
    if since:
        notes.append(say("Since {since}", since=since))
    title = called(resource.get("description")) or plain(text(table(resource.get("description")).get("text")))
    return Goal(title or say("A goal without a name"), words, tone, tuple(note for note in notes if note))


def _step(words: str, detail: Json) -> Step:
    found = text(detail.get("status"))
    said = {
        "completed": say("Done"),
        "in-progress": say("Going on now"),
        "scheduled": say("Planned"),
        "not-started": say("Not started yet"),
        "on-hold": say("On hold"),
        "stopped": say("Stopped"),
        "cancelled": say("Canceled"),
    }.get(found, "")
    return Step(words, said, found == "completed", found in {"stopped", "cancelled", "entered-in-error"})


def _reached(achieved: str, life: str) -> tuple[str, Tone]:
    over = {
        "completed": (say("Finished"), Tone.READY),
        "cancelled": (say("Canceled"), Tone.WORKING),
        "rejected": (say("You decided against it"), Tone.WORKING),
        "on-hold": (say("On hold"), Tone.SOON),
    }.get(life)
    return {
        "achieved": (say("Reached"), Tone.READY),
        "sustaining": (say("Reached, keep going"), Tone.READY),
        "improving": (say("Getting better"), Tone.INFO),
        "in-progress": (say("On the way"), Tone.INFO),
        "no-change": (say("No change yet"), Tone.INFO),
        "worsening": (say("Farther away than before"), Tone.SOON),
        "not-achieved": (say("Not reached yet"), Tone.SOON),
        "no-progress": (say("No change yet"), Tone.SOON),
        "not-attainable": (say("Could not be reached"), Tone.WORKING),
    }.get(achieved) or over or {
        "proposed": (say("Suggested"), Tone.INFO),
        "planned": (say("Planned"), Tone.INFO),
    }.get(life, (say("On the way"), Tone.INFO))  # fmt: skip


def _target(target: Json, context: Context) -> str:
    what, due = called(target.get("measure")), spoken(moment(target.get("dueDate")), context.zone)
    value = _value(target)
    if what and value:
        value = say("{name}: {value}", name=what, value=value)
    if value and due:
        return say("To reach: {value}, by {day}", value=value, day=due)
    return say("To reach: {value}", value=value) if value else say("By {day}", day=due) if due else ""


def _value(target: Json) -> str:
    quantity = table(target.get("detailQuantity"))
    if (amount := number(quantity.get("value"))) is not None:
        sign = text(quantity.get("comparator"))
        words = with_unit(printed(amount), unit_of(quantity))
        return {
            "<": say("below {value}", value=words),
            "<=": say("at most {value}", value=words),
            ">": say("above {value}", value=words),
            ">=": say("at least {value}", value=words),
        }.get(sign, words)
    span = table(target.get("detailRange"))
    low, high = number(table(span.get("low")).get("value")), number(table(span.get("high")).get("value"))
    unit = unit_of(table(span.get("high")) or table(span.get("low")))
    if low is not None and high is not None:
        return with_unit(say("{low} to {high}", low=printed(low), high=printed(high)), unit)
    if high is not None:
        return say("at most {value}", value=with_unit(printed(high), unit))
    if low is not None:
        return say("at least {value}", value=with_unit(printed(low), unit))
    return called(target.get("detailCodeableConcept")) or plain(text(target.get("detailString")))
