"""Visits: those that were (FHIR Encounter) and those that are booked (FHIR Appointment)."""

import re

from portal_app.catalogue import say
from portal_app.chart import references
from portal_app.chart.dates import Precision, first, moment, spoken, spoken_time
from portal_app.chart.fields import Json, code, reference, rows, table, text
from portal_app.chart.record import Context, Record, Tone
from portal_app.chart.standing import status
from portal_app.chart.titles import called, capital, plain

_OPENING = re.compile(r"^Encounter for ['\"]?(.+?)['\"]?$", re.IGNORECASE)
_VAGUE = {"patient encounter procedure", "outpatient procedure", "encounter", "outpatient encounter"}


def read(resource: Json, context: Context) -> Record:
    """A visit: what kind, when, with whom, why."""
    words, tone = _standing(status(resource))
    notes = (with_whom(resource, context), where(resource, context), *_why(resource))
    return Record(
        title=_title(resource),
        when=_when(resource, context),
        status=words,
        tone=tone,
        notes=tuple(note for note in notes if note),
    )


def _when(resource: Json, context: Context) -> str:
    """The day it was; of what is booked the weekday and the time too."""
    booked = moment(resource.get("start"))
    if booked and booked.precision is Precision.SECOND:
        return capital(spoken_time(booked.at, context.zone, weekday=True))
    return spoken(first(resource.get("period"), resource.get("start")), context.zone)


def names_needed(resource: Json) -> list[str]:
    """FHIR ids of the people, places and problems whose names are not written in the visit itself."""
    return sorted(references.names_needed(resource))


def _title(resource: Json) -> str:
    concepts = [*rows(resource.get("type")), *rows(resource.get("appointmentType")), *rows(resource.get("serviceType"))]
    name = next((found for found in map(called, concepts) if found), "")
    if plainer := _plainer(name):
        return plainer
    if name and name.lower() not in _VAGUE:
        return capital(_OPENING.sub(r"\1", name))
    return {
        "EMER": say("Emergency room visit"),
        "IMP": say("Hospital stay"),
        "ACUTE": say("Hospital stay"),
        "HH": say("Home visit"),
        "VR": say("Video visit"),
    }.get(code(resource.get("class")), say("Clinic visit"))


def _plainer(name: str) -> str:
    return {
        "encounter for symptom": say("Visit for a symptom"),
        "encounter for problem": say("Visit for a problem"),
        "check-up": say("Check-up"),
        "encounter for check up": say("Check-up"),
        "encounter for 'check-up'": say("Check-up"),
        "general examination of patient": say("Check-up"),
        "follow-up encounter": say("Follow-up visit"),
        "consultation for treatment": say("Visit about a treatment"),
        "emergency room admission": say("Emergency room visit"),
        "emergency encounter": say("Emergency room visit"),
        "prenatal initial visit": say("First prenatal visit"),
        "domiciliary or rest home patient evaluation and management": say("Visit at your home or care home"),
    }.get(name.lower(), "")


def _standing(found: str) -> tuple[str, Tone]:
    return {
        "planned": (say("Planned"), Tone.INFO),
        "booked": (say("Booked"), Tone.READY),
        "proposed": (say("Not confirmed yet"), Tone.SOON),
        "pending": (say("Not confirmed yet"), Tone.SOON),
        "waitlist": (say("On the waiting list"), Tone.SOON),
        "arrived": (say("You are checked in"), Tone.INFO),
        "checked-in": (say("You are checked in"), Tone.INFO),
        "triaged": (say("Going on now"), Tone.INFO),
        "in-progress": (say("Going on now"), Tone.INFO),
        "onleave": (say("Going on now"), Tone.INFO),
        "finished": (say("Done"), Tone.READY),
        "fulfilled": (say("Done"), Tone.READY),
        "cancelled": (say("Canceled"), Tone.WORKING),
        "noshow": (say("Missed"), Tone.WORKING),
    }.get(found, ("", Tone.WORKING))


def _people(resource: Json) -> list[Json]:
    seats = rows(resource.get("participant"))
    return [table(seat.get("individual") or seat.get("actor")) for seat in seats]


def _places(resource: Json) -> list[Json]:
    seats = [table(seat.get("actor")) for seat in rows(resource.get("participant"))]
    found = [table(place.get("location")) for place in rows(resource.get("location"))]
    return [
        *(seat for seat in seats if reference(seat)[0] == "Location"),
        *found,
        table(resource.get("serviceProvider")),
    ]


def with_whom(resource: Json, context: Context) -> str:
    """Whom the patient sees there, in a phrase; empty if it does not say."""
    patient = {"Patient", "RelatedPerson", "Location", "Device"}
    people = [person for person in _people(resource) if reference(person)[0] not in patient]
    names = references.names(resource, people, context)
    return say("With {names}", names=", ".join(names)) if names else ""


def where(resource: Json, context: Context) -> str:
    """The place; empty if it does not say."""
    return next(iter(references.names(resource, _places(resource), context)), "")


def _why(resource: Json) -> list[str]:
    found = [called(reason) for reason in rows(resource.get("reasonCode"))]
    found.append(plain(text(resource.get("description"))))
    return [say("For: {reason}", reason=reason) for reason in found if reason]
