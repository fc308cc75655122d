"""Allergies (FHIR AllergyIntolerance)."""

import re

from portal_app.catalogue import say
from portal_app.chart.dates import first, spoken
from portal_app.chart.fields import Json, codes, rows, text, texts
from portal_app.chart.passages import facts, listed, notes, told
from portal_app.chart.record import Context, Passage, Record, Tone
from portal_app.chart.references import resolve
from portal_app.chart.standing import status
from portal_app.chart.titles import called, capital, plain

# "Allergy to peanuts", in a list of allergies
_OPENING = re.compile(r"^allergy to ", re.IGNORECASE)


def read(resource: Json, context: Context) -> Record:
    """An allergy: what happens, how dangerous it is, and since when it is known."""
    words, tone = _standing(resource)
    day = spoken(first(resource.get("onsetDateTime"), resource.get("recordedDate")), context.zone)
    return Record(
        title=capital(_OPENING.sub("", called(resource.get("code")))) or say("An allergy without a name"),
        when=say("Known since {day}", day=day) if day else "",
        status=words,
        tone=tone,
        notes=tuple(_reactions(resource)),
    )


def passages(resource: Json, context: Context) -> list[Passage]:
    """What happens, what kind of allergy it is, and who recorded it."""
    return [
        told(say("What happens"), [*_reactions(resource), *_intolerance(resource)]),
        facts(
            (say("Kind"), listed(_kinds(resource))),
            (
                say("Certain"),
                say("Not confirmed yet")
                if codes(resource.get("verificationStatus")) & {"unconfirmed", "presumed"}
                else "",
            ),
            (say("Last time"), spoken(first(resource.get("lastOccurrence")), context.zone)),
            (say("Told by"), resolve(resource, resource.get("asserter"), context)),
            (say("Written by"), resolve(resource, resource.get("recorder"), context)),
        ),
        notes(resource, context),
    ]


def _kinds(resource: Json) -> list[str]:
    words = {
        "food": say("Food"),
        "medication": say("Medicine"),
        "environment": say("Something around you"),
        "biologic": say("Vaccine or blood product"),
    }
    return [words[one] for one in texts(resource.get("category")) if one in words]


def _intolerance(resource: Json) -> list[str]:
    mild = resource.get("type") == "intolerance"
    return [say("Not a true allergy: your body does not take it well")] if mild else []


def _standing(resource: Json) -> tuple[str, Tone]:
    if status(resource) in {"inactive", "resolved"}:
        return say("Over"), Tone.READY
    return {
        "high": (say("Can be dangerous"), Tone.SOON),
        "low": (say("Usually mild"), Tone.INFO),
    }.get(text(resource.get("criticality")), (say("You have this now"), Tone.INFO))


def _reactions(resource: Json) -> list[str]:
    found = []
    for reaction in rows(resource.get("reaction")):
        signs = [sign for sign in map(called, rows(reaction.get("manifestation"))) if sign]
        signs = signs or [sign for sign in [plain(reaction.get("description"))] if sign]
        severity = {
            "severe": say("severe"),
            "moderate": say("moderate"),
            "mild": say("mild"),
        }.get(text(reaction.get("severity")), "")
        if signs:
            found.append(", ".join(signs) + (f" ({severity})" if severity else ""))
    return found
