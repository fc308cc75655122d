"""Care plans (FHIR CarePlan)."""

from portal_app.catalogue import say
from portal_app.chart.dates import moment, spoken
from portal_app.chart.fields import Json, rows, table, text
from portal_app.chart.record import Context, Record, Tone
from portal_app.chart.standing import status
from portal_app.chart.titles import called, plain


def read(resource: Json, context: Context) -> Record:
    """A plan: what it is for, what to do, since when, and whether it still holds."""
    words, tone = _standing(status(resource))
    return Record(
        title=_title(resource) or say("A care plan without a name"),
        when=_when(resource, context),
        status=words,
        tone=tone,
        notes=tuple(dict.fromkeys(step for step in map(_step, rows(resource.get("activity"))) if step)),
    )


def _title(resource: Json) -> str:
    names = (called(category) for category in rows(resource.get("category")))
    return (
        plain(resource.get("title"))
        or next((name for name in names if name), "")
        or plain(text(resource.get("description")))
    )


def _when(resource: Json, context: Context) -> str:
    period = table(resource.get("period"))
    since = spoken(moment(period.get("start")) or moment(resource.get("created")), context.zone)
    until = spoken(moment(period.get("end")), context.zone)
    if since and until:
        return since if since == until else say("{since} to {until}", since=since, until=until)
    return say("Since {since}", since=since) if since else say("Until {until}", until=until) if until else ""


def _step(activity: Json) -> str:
    detail = table(activity.get("detail"))
    return (
        called(detail.get("code"))
        or plain(detail.get("description"))
        or plain(table(activity.get("reference")).get("display"))
    )


def _standing(found: str) -> tuple[str, Tone]:
    return {
        "draft": (say("Being written"), Tone.WORKING),
        "active": (say("Follow this plan now"), Tone.INFO),
        "on-hold": (say("On hold"), Tone.SOON),
        "completed": (say("Finished"), Tone.READY),
        "revoked": (say("Canceled"), Tone.WORKING),
    }.get(found, ("", Tone.WORKING))
