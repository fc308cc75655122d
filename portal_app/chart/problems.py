"""Health problems (FHIR Condition)."""

from portal_app.catalogue import say
from portal_app.chart.dates import first, spoken
from portal_app.chart.fields import Json, code, codes, rows
from portal_app.chart.passages import facts, listed, notes
from portal_app.chart.record import Context, Passage, Record, Tone
from portal_app.chart.references import resolve
from portal_app.chart.standing import status
from portal_app.chart.titles import called, plain


def read(resource: Json, context: Context) -> Record:
    """A problem: since when, until when, and whether it is still there."""
    words, tone = _standing(status(resource))
    return Record(
        title=called(resource.get("code")) or say("A health problem without a name"),
        when=_when(resource, context),
        status=words,
        tone=tone,
        notes=tuple(note for note in (_certainty(resource), _severity(resource)) if note),
    )


def passages(resource: Json, context: Context) -> list[Passage]:
    """When it began and ended, where in the body, who found it."""
    begin = spoken(first(resource.get("onsetDateTime"), resource.get("onsetPeriod")), context.zone)
    return [
        facts(
            (say("Began"), begin or plain(resource.get("onsetString"))),
            (
                say("Ended"),
                spoken(first(resource.get("abatementDateTime"), resource.get("abatementPeriod")), context.zone),
            ),
            (say("Written down"), spoken(first(resource.get("recordedDate")), context.zone)),
            (say("How bad"), _severity(resource)),
            (say("Certain"), _certainty(resource)),
            (say("Part of the body"), listed(map(called, rows(resource.get("bodySite"))))),
            (say("Stage"), listed(called(one.get("summary")) for one in rows(resource.get("stage")))),
            (say("Found by"), resolve(resource, resource.get("asserter") or resource.get("recorder"), context)),
        ),
        notes(resource, context),
    ]


def _when(resource: Json, context: Context) -> str:
    begin = first(resource.get("onsetDateTime"), resource.get("onsetPeriod"), resource.get("recordedDate"))
    end = first(resource.get("abatementDateTime"), resource.get("abatementPeriod"))
    since, until = spoken(begin, context.zone), spoken(end, context.zone)
    if since and until:
        return since if since == until else say("{since} to {until}", since=since, until=until)
    return say("Since {since}", since=since) if since else say("Until {until}", until=until) if until else ""


def _standing(clinical: str) -> tuple[str, Tone]:
    return {
        "active": (say("You have this now"), Tone.INFO),
        "recurrence": (say("It came back"), Tone.INFO),
        "relapse": (say("It came back"), Tone.INFO),
        "inactive": (say("Not active now"), Tone.WORKING),
        "remission": (say("Under control"), Tone.READY),
        "resolved": (say("Over"), Tone.READY),
    }.get(clinical, ("", Tone.WORKING))


def _certainty(resource: Json) -> str:
    verified = codes(resource.get("verificationStatus"))
    return say("Not confirmed yet") if verified & {"unconfirmed", "provisional", "differential"} else ""


def _severity(resource: Json) -> str:
    return {
        "24484000": say("Severe"),
        "6736007": say("Moderate"),
        "255604002": say("Mild"),
    }.get(code(resource.get("severity")), "")
