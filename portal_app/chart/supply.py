"""How things stand with a medicine: the words of its state, what to do next, the last and the next refill."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal_app.catalogue import mark, say, say_count
from portal_app.chart.dates import Moment, Precision, moment, spoken
from portal_app.chart.fields import Json, code, number, reference, rows, table, text
from portal_app.chart.record import Context, Tone
from portal_app.chart.standing import status
from portal_app.chart.titles import called, plain

SOON = timedelta(days=7)
"""When a medicine that is running out is worth a word."""
_DAYS = {"d": 1, "wk": 7, "mo": 30, "a": 365, "day": 1, "days": 1, "week": 7, "weeks": 7, "month": 30, "months": 30}
_MEALS = {"C", "CM", "CD", "CV", "AC", "ACM", "ACD", "ACV", "PC", "PCM", "PCD", "PCV"}
_NIGHT = {"HS", "NIGHT", "EVE", "EVE.late"}
_STATES: dict[str, tuple[str, Tone, str]] = {
    "on-hold": (mark("On hold"), Tone.SOON, mark("Do not take it until you have asked us.")),
    "stopped": (mark("Stopped"), Tone.WORKING, mark("Do not take it. Ask us if you are not sure.")),
    "cancelled": (mark("Canceled"), Tone.WORKING, mark("Do not take it. Ask us if you are not sure.")),
    "completed": (mark("Finished"), Tone.READY, mark("You do not need to take it any more.")),
    "not-taken": (mark("Not taken"), Tone.WORKING, mark("Tell us if you take it after all.")),
    "draft": (mark("Not prescribed yet"), Tone.WORKING, mark("Your care team is still working on it.")),
    "intended": (mark("Planned"), Tone.WORKING, mark("Your care team tells you when to start.")),
}
_UNKNOWN = (mark("We do not know if you take this now"), Tone.SOON, mark("Ask us if you should take it."))
_AT_NIGHT = re.compile(r"bedtime|at night|\bnightly\b|before (?:bed|sleep)", re.IGNORECASE)
_AT_MEALS = re.compile(r"\b(?:meals?|food|breakfast|lunch|dinner|supper)\b", re.IGNORECASE)
_IN_THE_MORNING = re.compile(r"\bmorning\b", re.IGNORECASE)


@dataclass(frozen=True)
class Supply:
    """A state in words, and the next step."""

    status: str
    tone: Tone
    next: str
    last: str = ""
    """When it was picked up last."""
    due: str = ""
    """Until about when it lasts."""


def supply(order: Json, fills: Sequence[Json], now: datetime, context: Context) -> Supply:
    """Of a MedicationRequest or MedicationStatement and its MedicationDispenses, newest first."""
    taken = next((one for one in fills if status(one) == "completed"), None)
    picked_up = moment(taken.get("whenHandedOver")) or moment(taken.get("whenPrepared")) if taken else None
    until = _until(order, taken, picked_up)
    words, tone, following = (
        _over(order)
        or _on_its_way(fills, context)
        or _run_out(order, now)
        or _told(order)
        or _left(order, fills, until, now, context)
    )
    last = say("Last picked up {day}", day=spoken(picked_up, context.zone)) if picked_up else ""
    lasts = say("Lasts until about {day}", day=spoken(until, context.zone)) if until and until.at > now else ""
    return Supply(words, tone, following, last, lasts)


def how(order: Json) -> str:
    """When a dose is taken, for a small drawing: morning, night, meal, air (inhaled), or empty."""
    doses = rows(order.get("dosageInstruction") or order.get("dosage"))
    said = " ".join(text(dose.get("patientInstruction")) or text(dose.get("text")) for dose in doses)
    times = {
        word
        for dose in doses
        for word in _words(table(table(dose.get("timing")).get("repeat")).get("when"))
    }  # fmt: skip
    if any("inhal" in called(dose.get("route")).lower() for dose in doses):
        return "air"
    if times & _NIGHT or _AT_NIGHT.search(said):
        return "night"
    if times & _MEALS or _AT_MEALS.search(said):
        return "meal"
    return "morning" if "MORN" in times or _IN_THE_MORNING.search(said) else ""


def prescriber(order: Json, context: Context) -> str:
    """Who prescribed it; empty if it does not say."""
    who = order.get("requester")
    return plain(table(who).get("display")) or context.names.get(reference(who)[1], "")


def orders_of(fill: Json) -> set[str]:
    """FHIR ids of the orders that a MedicationDispense names."""
    return {reference(one)[1] for one in rows(fill.get("authorizingPrescription"))} - {""}


def _words(value: object) -> list[str]:
    return [text(one) for one in value] if isinstance(value, list) else [text(value)]


def over(state: str) -> tuple[str, Tone, str] | None:
    """What a status says by itself: its words, and what to do now; none for what is simply taken."""
    if state == "active":
        return None
    words, tone, following = _STATES.get(state, _UNKNOWN)
    return say(words), tone, say(following)


def _over(order: Json) -> tuple[str, Tone, str] | None:
    found = status(order)
    if text(order.get("resourceType")) == "MedicationDispense":
        return None
    if found in {"stopped", "completed"} and "transfer" in called(order.get("statusReason")).lower():
        return say("Moved to another pharmacy"), Tone.WORKING, say("Ask that pharmacy when you need more.")
    return over(found)


def _on_its_way(fills: Sequence[Json], context: Context) -> tuple[str, Tone, str] | None:
    """What the pharmacy is doing with the newest refill, if it is not yet in the patient's hands."""
    newest = fills[0] if fills else {}
    match status(newest):
        case "preparation":
            return say("Refill asked for"), Tone.WORKING, say("Your pharmacy has the order. They start on it next.")
        case "in-progress" if ready := moment(newest.get("whenPrepared")):
            day = spoken(ready, context.zone)
            return say("Ready to pick up"), Tone.READY, say("At your pharmacy since {day}.", day=day)
        case "in-progress":
            return say("Your pharmacy is filling it"), Tone.WORKING, say("They tell you when you can pick it up.")
        case "on-hold":
            return say("Your refill is on hold"), Tone.SOON, say("Call your pharmacy, or ask us why.")
        case "declined":
            return say("Your pharmacy did not fill it"), Tone.SOON, say("Call your pharmacy, or ask us why.")
    return None


def _run_out(order: Json, now: datetime) -> tuple[str, Tone, str] | None:
    ends = moment(table(table(order.get("dispenseRequest")).get("validityPeriod")).get("end"))
    if ends is None or ends.at + (timedelta(days=1) if ends.precision is Precision.DAY else timedelta()) > now:
        return None
    return say("This prescription has run out"), Tone.SOON, say("If you still take it, ask us for a new one.")


def _told(order: Json) -> tuple[str, Tone, str] | None:
    """What nobody here prescribed."""
    if text(order.get("resourceType")) == "MedicationDispense":
        return over("unknown")
    if text(order.get("resourceType")) == "MedicationStatement" or order.get("reportedBoolean") is True:
        return say("On your list"), Tone.INFO, say("Your care team looks at it with you at your next visit.")
    return None


def _left(
    order: Json, fills: Sequence[Json], until: Moment | None, now: datetime, context: Context
) -> tuple[str, Tone, str]:
    refills = _refills(order, fills)
    following = {
        None: say("Ask us when you need more."),
        0: say("Ask us to renew it before you run out."),
    }.get(refills) or say_count("You have {n} refill left.", "You have {n} refills left.", refills or 0)
    if until and until.at <= now and now - until.at < timedelta(days=365):
        return say("You may be out of it"), Tone.SOON, following
    if until and now < until.at <= now + SOON:
        days = max((until.at - now).days, 1)
        return say_count("About {n} day left", "About {n} days left", days), Tone.SOON, following
    if refills == 0:
        return say("No refills left"), Tone.INFO, following
    return say("Take now"), Tone.INFO, following


def _refills(order: Json, fills: Sequence[Json]) -> int | None:
    """How many refills are left; none where the order does not say, or it is not known how often it was filled."""
    allowed = number(table(order.get("dispenseRequest")).get("numberOfRepeatsAllowed"))
    if allowed is None or allowed < 0 or allowed != int(allowed):
        return None
    own = text(order.get("id"))
    used = sum(status(one) == "completed" and (orders_of(one) or {own}) >= {own} for one in fills)
    return None if not used and allowed else max(int(allowed) - max(used - 1, 0), 0)


def _until(order: Json, taken: Json | None, picked_up: Moment | None) -> Moment | None:
    """Until when what was picked up last is enough."""
    if taken is None or picked_up is None:
        return None
    length = table(taken.get("daysSupply")) or table(table(order.get("dispenseRequest")).get("expectedSupplyDuration"))
    unit = code(length) or text(length.get("unit")).lower()
    amount = number(length.get("value"))
    if amount is None or not 0 < amount < 1000 or unit not in _DAYS:
        return None
    return Moment(picked_up.at + timedelta(days=float(amount) * _DAYS[unit]), Precision.DAY)
