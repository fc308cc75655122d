"""How a prescription stands and what comes next, in the words of VA My HealtheVet's eight states made plain."""

from collections.abc import Sequence
from datetime import date, timedelta

from portal_app.catalogue import say, say_count
from portal_app.chart.dates import Moment, Precision, first, moment, spoken
from portal_app.chart.fields import Json, code, number, rows, table, text
from portal_app.chart.record import Context, Tone
from portal_app.chart.standing import IN_ERROR, status
from portal_app.chart.titles import called

_DAYS = {"d": 1, "wk": 7, "mo": 30, "h": 0, "day": 1, "days": 1}


def standing(resource: Json, dispenses: Sequence[Json], context: Context) -> tuple[str, str, Tone]:
    """The state, what to do next, and how it should look."""
    found = state(resource, dispenses, context)
    return {
        "active": (say("Take now"), _more(resource, dispenses), Tone.INFO),
        "in process": (
            say("Your refill is in process"),
            say("The pharmacy is filling it. Ask them when it is ready."),
            Tone.WORKING,
        ),
        "submitted": (
            say("We asked for your refill"),
            say("The pharmacy has the request. You do not need to do anything now."),
            Tone.WORKING,
        ),
        "parked": (
            say("Kept for you at the pharmacy"),
            say("Ask the pharmacy to fill it when you need it."),
            Tone.INFO,
        ),
        "on hold": (
            say("On hold: ask us before you take it"),
            say("Your care team paused it. Send us a message if you need it."),
            Tone.SOON,
        ),
        "you": (
            say("You told us"),
            say("We did not prescribe it. Tell us if you stop it or take more or less."),
            Tone.INFO,
        ),
        "elsewhere": (
            say("From another clinic"),
            say("We did not prescribe it. Ask the clinic that did for more."),
            Tone.INFO,
        ),
        "expired": (
            say("Expired"),
            say("This prescription is too old to refill. Ask us for a new one if you still need it."),
            Tone.SOON,
        ),
        "finished": (say("Finished"), say("Ask us before you take it again."), Tone.READY),
        "stopped": (
            say("Stopped"),
            say("Do not take it any more. Ask us if you think you still need it."),
            Tone.WORKING,
        ),
        "cancelled": (say("Canceled"), say("It will not be filled. Ask us if you still need it."), Tone.WORKING),
        "transferred": (say("Moved to another pharmacy"), say("Ask the new pharmacy for refills."), Tone.INFO),
        "draft": (say("Not prescribed yet"), say("Your care team is still writing it."), Tone.WORKING),
        "intended": (say("Planned"), say("Do not start it until your care team tells you."), Tone.WORKING),
        "not-taken": (say("Not taken"), say("Tell us if you take it after all."), Tone.WORKING),
        "error": (say("Entered by mistake. It is not true."), "", Tone.WORKING),
    }.get(
        found,
        (say("We cannot say how this stands"), say("Ask your care team if you should take it."), Tone.SOON),
    )  # fmt: skip


def state(resource: Json, dispenses: Sequence[Json], context: Context) -> str:
    """Which state it is; empty if the chart does not tell."""
    found = status(resource)
    why = " ".join([called(one).lower() for one in rows(resource.get("statusReason"))])
    if found == IN_ERROR:
        return "error"
    if "transfer" in why:
        return "transferred"
    if found == "active":
        return _reported(resource) or _filled(dispenses) or _by_its_time(resource, why, context)
    return {
        "on-hold": "on hold",
        "completed": "finished",
        "stopped": "stopped",
        "cancelled": "cancelled",
        "draft": "draft",
        "intended": "intended",
        "not-taken": "not-taken",
    }.get(found, "")


def refills(resource: Json, dispenses: Sequence[Json], context: Context) -> list[str]:
    """When it was last filled, and when it runs out."""
    given = [one for one in dispenses if status(one) == "completed"]
    days = [
        (when.at, when, one) for one in given if (when := first(one.get("whenHandedOver"), one.get("whenPrepared")))
    ]
    if not days:
        return []
    at, last, newest = max(days, key=lambda found: found[0])
    lines = [say("Last filled {day}", day=spoken(last, context.zone))]
    supply = _days(newest.get("daysSupply")) or _days(
        table(resource.get("dispenseRequest")).get("expectedSupplyDuration")
    )
    if supply and status(resource) == "active":
        try:
            runs_out = Moment(at + timedelta(days=supply), last.precision)
        except OverflowError:
            return lines
        lines.append(say("Enough until about {day}", day=spoken(runs_out, context.zone)))
    return lines


def _reported(resource: Json) -> str:
    """Not prescribed here (VA: non-VA): the patient said so, or another clinic did."""
    statement = text(resource.get("resourceType")) == "MedicationStatement"
    source = text(table(resource.get("reportedReference") or resource.get("informationSource")).get("reference"))
    reported = resource.get("reportedBoolean") is True or text(resource.get("intent")) == "plan"
    if source.startswith(("Practitioner", "Organization")):
        return "elsewhere"
    if source:
        return "you"
    if statement:
        return "" if table(resource.get("derivedFrom")) or resource.get("basedOn") else "you"
    return "you" if reported else ""


def _filled(dispenses: Sequence[Json]) -> str:
    """What the pharmacy is doing now, by its newest step."""
    stages = {status(one) for one in dispenses}
    for stage, found in (("in-progress", "in process"), ("preparation", "submitted"), ("on-hold", "on hold")):
        if stage in stages:
            return found
    return ""


def _by_its_time(resource: Json, why: str, context: Context) -> str:
    valid = table(table(resource.get("dispenseRequest")).get("validityPeriod"))
    begins, ends = moment(valid.get("start")), moment(valid.get("end"))
    if "park" in why or (context.today and begins and begins.at.date() > context.today):
        return "parked"
    return "expired" if context.today and ends and _last_day(ends) < context.today else "active"


def _last_day(ends: Moment) -> date:
    """ "2026" and "2026-11" end with their last day."""
    day = ends.at.date()
    if ends.precision is Precision.YEAR:
        return day.replace(month=12, day=31)
    if ends.precision is Precision.MONTH:
        return min(date.max - timedelta(days=31), day.replace(day=28)) + timedelta(days=3)
    return day


def _more(resource: Json, dispenses: Sequence[Json]) -> str:
    """How many refills are left; what to do when there are none."""
    asked = table(resource.get("dispenseRequest"))
    allowed = number(asked.get("numberOfRepeatsAllowed"))
    if allowed is None or allowed < 0 or allowed != int(allowed) or allowed > 99:
        return ""
    given = sum(status(one) == "completed" for one in dispenses)
    left = max(0, int(allowed) - max(0, given - 1))
    if not left:
        return say("No refills left. Ask us for a new prescription if you need more.")
    if not dispenses:
        return say_count("It comes with {n} refill.", "It comes with {n} refills.", left)
    return say_count("You have {n} refill left.", "You have {n} refills left.", left)


def _days(value: object) -> int:
    found = table(value)
    amount = number(found.get("value"))
    unit = code({"coding": [found]}) or text(found.get("unit"))
    if amount is None or not 0 < amount < 1000:
        return 0
    return int(amount * _DAYS.get(unit, 1))
