"""Insurance (FHIR Coverage)."""

from portal_app.catalogue import say
from portal_app.chart.dates import moment, spoken
from portal_app.chart.fields import Json, code, number, rows, table
from portal_app.chart.passages import facts, listed
from portal_app.chart.prose import prose
from portal_app.chart.record import Context, Passage, Record, Tone
from portal_app.chart.references import names, resolve
from portal_app.chart.standing import status
from portal_app.chart.titles import as_given, called, plain

LONGEST = 40


def read(resource: Json, context: Context) -> Record:
    """A plan: who pays, from when to when."""
    words, tone = {
        "active": (say("In force"), Tone.INFO),
        "cancelled": (say("Canceled"), Tone.WORKING),
        "draft": (say("Not in force yet"), Tone.WORKING),
    }.get(status(resource), ("", Tone.WORKING))
    payers = listed(names(resource, resource.get("payor"), context))
    return Record(
        title=_plan(resource) or payers or called(resource.get("type")) or say("Insurance"),
        when=_when(resource, context),
        status=words,
        tone=tone,
    )


def passages(resource: Json, context: Context) -> list[Passage]:
    """The numbers that stand on the card, as the patient needs them at a desk (USCDI v3: member, group, payer)."""
    order = number(resource.get("order"))
    return [
        facts(
            (say("Paid by"), listed(names(resource, resource.get("payor"), context))),
            (say("Kind"), called(resource.get("type"))),
            (say("Plan"), _plan(resource)),
            (say("Group"), _group(resource)),
            (say("Member number"), _member(resource)),
            (say("Policy holder"), resolve(resource, resource.get("policyHolder"), context)),
            (say("Insured person"), resolve(resource, resource.get("subscriber"), context)),
            (say("Insured as"), _relation(resource)),
            (say("Order"), say("Pays first") if order == 1 else say("Pays second") if order == 2 else ""),
        )
    ]


def _class(resource: Json, wanted: str) -> Json:
    return next((one for one in rows(resource.get("class")) if code(one.get("type")) == wanted), {})


def _plan(resource: Json) -> str:
    return plain(_class(resource, "plan").get("name"))


def _group(resource: Json) -> str:
    found = _class(resource, "group")
    return plain(found.get("name")) or prose(found.get("value"))[:LONGEST]


def _member(resource: Json) -> str:
    numbers = (as_given(one.get("value")) for one in rows(resource.get("identifier")) if code(one.get("type")) == "MB")
    return (next((one for one in numbers if one), "") or prose(resource.get("subscriberId")))[:LONGEST]


def _relation(resource: Json) -> str:
    return {
        "self": say("Policy holder"),
        "child": say("Child"),
        "parent": say("Parent"),
        "spouse": say("Husband or wife"),
        "common": say("Partner"),
        "other": say("Relative or other"),
    }.get(code(resource.get("relationship")), "")


def _when(resource: Json, context: Context) -> str:
    period = table(resource.get("period"))
    since, until = (spoken(moment(period.get(end)), context.zone) for end in ("start", "end"))
    if since and until:
        return say("{since} to {until}", since=since, until=until)
    return say("Since {since}", since=since) if since else say("Until {until}", until=until) if until else ""
