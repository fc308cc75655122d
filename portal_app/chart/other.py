"""What has no list of its own, and what we do not understand: its name or text, its day, and how it stands."""

from portal_app.catalogue import say
from portal_app.chart.dates import first, spoken
from portal_app.chart.fields import Json, rows, table, text
from portal_app.chart.passages import facts, listed, notes
from portal_app.chart.record import Context, Passage, Record, Tone
from portal_app.chart.references import names
from portal_app.chart.standing import status
from portal_app.chart.titles import called, plain

_NAMES = (
    "code", "vaccineCode", "medicationCodeableConcept", "type", "kind", "serviceType", "topic", "identified", "category",
)  # fmt: skip
_DATES = (
    "effectiveDateTime", "effectivePeriod", "effectiveInstant", "occurrenceDateTime", "occurrencePeriod",
    "performedDateTime", "performedPeriod", "identifiedDateTime", "onsetDateTime", "period", "start", "authoredOn",
    "whenHandedOver", "whenPrepared", "started", "date", "dateTime", "authored", "sent", "recorded", "recordedDate",
    "receivedTime", "issued", "created", "createdDateTime",
)  # fmt: skip
_PEOPLE = ("author", "performer", "requester", "recorder", "asserter", "sender", "participant")


def read(resource: Json, context: Context) -> Record:
    """Its name, its day and how it stands, whatever it is."""
    words, tone = standing(status(resource))
    return Record(title=title(resource), when=day(resource, context), status=words, tone=tone)


def passages(resource: Json, context: Context) -> list[Passage]:
    """Who had to do with it, and what was noted."""
    people = (link for key in _PEOPLE for link in rows(resource.get(key)))
    links = [table(link.get("actor")) or link for link in people]
    return [facts((say("Who"), listed(names(resource, links, context)))), notes(resource, context)]


def title(resource: Json) -> str:
    """The name it carries, else what kind of thing it is."""
    concepts = (concept for key in _NAMES for concept in rows(resource.get(key)))
    return (
        plain(resource.get("title"))
        or next((found for concept in concepts if (found := called(concept))), "")
        or plain(resource.get("description"))
        or plain(resource.get("name"))
        or kind(resource)
    )


def day(resource: Json, context: Context) -> str:
    """The day on which it happened, as exactly as it is known."""
    return spoken(first(*(resource[key] for key in _DATES if key in resource)), context.zone)


def kind(resource: Json) -> str:
    """What kind of thing it is, in words."""
    return {
        "MedicationAdministration": say("A medicine given to you"),
        "MedicationDispense": say("A medicine handed out"),
        "ServiceRequest": say("An order"),
        "DeviceRequest": say("An order"),
        "SupplyDelivery": say("Supplies for you"),
        "NutritionOrder": say("An eating plan"),
        "Specimen": say("A sample"),
        "ImmunizationRecommendation": say("Vaccines that are due"),
        "Observation": say("Something that was noted"),
        "Composition": say("A document"),
        "Media": say("A picture"),
        "Flag": say("A warning in your chart"),
        "RiskAssessment": say("What may happen"),
        "AdverseEvent": say("Something that went wrong"),
        "Claim": say("A bill to your insurance"),
        "ExplanationOfBenefit": say("What your insurance paid"),
        "Communication": say("A message"),
        "QuestionnaireResponse": say("A form"),
        "Consent": say("What you agreed to"),
    }.get(text(resource.get("resourceType")), say("Something else in your chart"))


def standing(found: str) -> tuple[str, Tone]:
    """How it stands, by the codes that many kinds share."""
    return {
        "draft": (say("Not final yet"), Tone.WORKING),
        "preliminary": (say("Not final yet"), Tone.WORKING),
        "requested": (say("Ordered"), Tone.INFO),
        "planned": (say("Planned"), Tone.INFO),
        "preparation": (say("Being prepared"), Tone.WORKING),
        "in-progress": (say("Going on now"), Tone.INFO),
        "active": (say("Going on now"), Tone.INFO),
        "on-hold": (say("On hold"), Tone.SOON),
        "completed": (say("Done"), Tone.READY),
        "final": (say("Done"), Tone.READY),
        "amended": (say("Changed since it was first written"), Tone.INFO),
        "corrected": (say("Corrected"), Tone.INFO),
        "not-done": (say("Not done"), Tone.WORKING),
        "stopped": (say("Stopped"), Tone.WORKING),
        "ended": (say("Over"), Tone.READY),
        "inactive": (say("Not active now"), Tone.WORKING),
        "revoked": (say("Canceled"), Tone.WORKING),
        "cancelled": (say("Canceled"), Tone.WORKING),
        "entered-in-error": (say("Entered by mistake. It is not true."), Tone.WORKING),
    }.get(found, ("", Tone.WORKING))
