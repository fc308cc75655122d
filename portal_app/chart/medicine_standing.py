"""How a prescription stands and what comes next, in the words of VA My HealtheVet's eight states made plain."""

from collections.abc import Sequence
from datetime import date, timedelta

from portal_app.catalogue import mark, say, say_count
from portal_app.chart.dates import Moment, Precision, first, moment, spoken
from portal_app.chart.fields import Json, code, number, rows, table, text
from portal_app.chart.record import Context, Tone
from portal_app.chart.standing import IN_ERROR, status
from portal_app.chart.titles import called

_SOON, _LONG_AGO = 7, 365
"""Days before a medicine runs out on which that is said, and after which it is not said any more."""
_DAYS = {"d": 1, "wk": 7, "mo": 30, "h": 0, "day": 1, "days": 1}


_STATES = {
    "active": (mark("Take now"), "", Tone.INFO),
    "in process": (
        mark("Your refill is in process"),
        mark("The pharmacy is filling it. Ask them when it is ready."),
        Tone.WORKING,
    ),
    "ready": (
        mark("Ready to pick up"),
        mark("It waits for you at your pharmacy."),
        Tone.READY,
    ),
    "refill on hold": (
        mark("Your refill is on hold"),
        mark("Call your pharmacy, or ask us why."),
        Tone.SOON,
    ),
    "submitted": (
        mark("We asked for your refill"),
        mark("The pharmacy has the request. You do not need to do anything now."),
        Tone.WORKING,
    ),
    "parked": (
        mark("Kept for you at the pharmacy"),
        mark("Ask the pharmacy to fill it when you need it."),
        Tone.INFO,
    ),
    "on hold": (
        mark("On hold: ask us before you take it"),
        mark("Your care team paused it. Send us a message if you need it."),
        Tone.SOON,
    ),
    "you": (
        mark("You told us"),
        mark("We did not prescribe it. Tell us if you stop it or take more or less."),
        Tone.INFO,
    ),
    "elsewhere": (
        mark("From another clinic"),
        mark("We did not prescribe it. Ask the clinic that did for more."),
        Tone.INFO,
    ),
    "expired": (
        mark("Expired"),
        mark("This prescription is too old to refill. Ask us for a new one if you still need it."),
        Tone.SOON,
    ),
    "finished": (mark("Finished"), mark("Ask us before you take it again."), Tone.READY),
    "stopped": (
        mark("Stopped"),
        mark("Do not take it any more. Ask us if you think you still need it."),
        Tone.WORKING,
    ),
    "cancelled": (mark("Canceled"), mark("It will not be filled. Ask us if you still need it."), Tone.WORKING),
    "transferred": (mark("Moved to another pharmacy"), mark("Ask the new pharmacy for refills."), Tone.INFO),
    "draft": (mark("Not prescribed yet"), mark("Your care team is still writing it."), Tone.WORKING),
    "intended": (mark("Planned"), mark("Do not start it until your care team tells you."), Tone.WORKING),
    "not-taken": (mark("Not taken"), mark("Tell us if you take it after all."), Tone.WORKING),
    "error": (mark("Entered by mistake. It is not true."), "", Tone.WORKING),
}
_UNKNOWN = (mark("We cannot say how this stands"), mark("Ask your care team if you should take it."), Tone.SOON)


def standing(resource: Json, dispenses: Sequence[Json], context: Context) -> tuple[str, str, Tone]:
    """The state, what to do next, and how it should look."""
    found = state(resource, dispenses, context)
    if found == "active" and (ending := _ending(resource, dispenses, context)):
        return ending
    words, following, tone = _STATES.get(found, _UNKNOWN)
    return say(words), _more(resource, dispenses) if found == "active" else say(following) if following else "", tone


def state(resource: Json, dispenses: Sequence[Json], context: Context) -> str:
    """Which state it is; empty if the chart does not tell."""
    found = status(resource)
    why = " ".join([called(one).lower() for one in rows(resource.get("statusReason"))])
    if found == IN_ERROR:
        return "error"
    if text(resource.get("resourceType")) == "MedicationDispense":
        # what only a pharmacy knows of: that it was handed over does not say whether it is taken
        return _filled(dispenses)
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
    if not (filled := _last_filled(dispenses)):
        return []
    lines = [say("Last filled {day}", day=spoken(filled[0], context.zone))]
    if status(resource) == "active" and (ends := _runs_out(resource, dispenses)):
        lines.append(say("Enough until about {day}", day=spoken(ends, context.zone)))
    return lines


def _last_filled(dispenses: Sequence[Json]) -> tuple[Moment, Json] | None:
    """The day of the newest refill that was handed over, and the refill."""
    given = (one for one in dispenses if status(one) == "completed")
    days = [(when, one) for one in given if (when := first(one.get("whenHandedOver"), one.get("whenPrepared")))]
    return max(days, key=lambda found: found[0].at) if days else None


def _runs_out(resource: Json, dispenses: Sequence[Json]) -> Moment | None:
    """Until when the newest refill is enough."""
    if not (filled := _last_filled(dispenses)):
        return None
    last, newest = filled
    asked = table(resource.get("dispenseRequest"))
    if not (supply := _days(newest.get("daysSupply")) or _days(asked.get("expectedSupplyDuration"))):
        return None
    try:
        return Moment(last.at + timedelta(days=supply), last.precision)
    except OverflowError:
        return None


def _ending(resource: Json, dispenses: Sequence[Json], context: Context) -> tuple[str, str, Tone] | None:
    """What is nearly used up, or should be; what was used up a year ago says nothing about now."""
    ends = _runs_out(resource, dispenses)
    if ends is None or context.today is None:
        return None
    days = (ends.at.date() - context.today).days
    if not -_LONG_AGO < days <= _SOON:
        return None
    words = say_count("About {n} day left", "About {n} days left", days) if days > 0 else say("You may be out of it")
    return words, _more(resource, dispenses), Tone.SOON


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
    if any(status(one) == "in-progress" and moment(one.get("whenPrepared")) for one in dispenses):
        return "ready"
    for stage, found in (("in-progress", "in process"), ("preparation", "submitted"), ("on-hold", "refill on hold")):
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
