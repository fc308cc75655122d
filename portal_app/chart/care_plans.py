"""Care plans (FHIR CarePlan)."""

from portal_app.catalogue import say
from portal_app.chart.dates import first, moment, spoken
from portal_app.chart.documents import narrative
from portal_app.chart.fields import Json, reference, rows, table, text
from portal_app.chart.goals import title as goal_title
from portal_app.chart.passages import facts, listed, notes, told
from portal_app.chart.prose import paragraphs, prose
from portal_app.chart.record import Context, Passage, Record, Tone
from portal_app.chart.references import contained, names
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
        notes=tuple(dict.fromkeys(step for one in rows(resource.get("activity")) if (step := _step(one, context)))),
    )


def passages(resource: Json, context: Context) -> list[Passage]:
    """The steps with how far each is, the goals, what it is for and who wrote it."""
    activities = rows(resource.get("activity"))
    inside = [goal_title(found) for one in rows(resource.get("goal")) if (found := contained(resource, one))]
    goals = [*inside, *names(resource, resource.get("goal"), context)]
    reasons = names(resource, resource.get("addresses"), context)
    text_of_its_own = text(table(resource.get("text")).get("status")) == "additional" or not activities
    return [
        facts(
            *(step for step in (_progress(one, resource, context) for one in activities) if step), heading=say("Steps")
        ),
        told(say("Goals"), goals),
        facts(
            (say("For"), listed(reasons)),
            (
                say("Written by"),
                listed(names(resource, [*rows(resource.get("author")), *rows(resource.get("contributor"))], context)),
            ),
            (say("Care team"), listed(names(resource, resource.get("careTeam"), context))),
        ),
        told(say("What it is about"), paragraphs(resource.get("description"))),
        narrative(resource) if text_of_its_own else Passage(),
        notes(resource, context),
    ]


def _progress(activity: Json, resource: Json, context: Context) -> tuple[str, str] | None:
    """A step and how far it is."""
    detail = table(activity.get("detail"))
    name = _step(activity, context) or listed(names(resource, activity.get("reference"), context))
    if not name:
        return None
    words = {
        "not-started": say("Not started"),
        "scheduled": say("Planned"),
        "in-progress": say("Going on now"),
        "on-hold": say("On hold"),
        "completed": say("Done"),
        "cancelled": say("Canceled"),
        "stopped": say("Stopped"),
    }.get(text(detail.get("status")), "")
    done = [one for one in map(called, rows(activity.get("outcomeCodeableConcept"))) if one]
    when = spoken(first(detail.get("scheduledPeriod")), context.zone) or prose(detail.get("scheduledString"))
    return name, listed([words, when, *done]) or say("A step of this plan")


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


def _step(activity: Json, context: Context) -> str:
    detail, link = table(activity.get("detail")), table(activity.get("reference"))
    named = "" if reference(link)[1] in context.withheld else plain(link.get("display"))
    return called(detail.get("code")) or plain(detail.get("description")) or named


def _standing(found: str) -> tuple[str, Tone]:
    return {
        "draft": (say("Being written"), Tone.WORKING),
        "active": (say("Follow this plan now"), Tone.INFO),
        "on-hold": (say("On hold"), Tone.SOON),
        "completed": (say("Finished"), Tone.READY),
        "revoked": (say("Canceled"), Tone.WORKING),
    }.get(found, ("", Tone.WORKING))
