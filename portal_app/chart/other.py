"""What has no list of its own, and what we do not understand: its name or text, its day, and how it stands."""

from html import unescape

from portal_app.catalogue import say
from portal_app.chart import documents
from portal_app.chart.dates import first, spoken
from portal_app.chart.fields import Json, rows, table, text
from portal_app.chart.passages import facts, listed, notes
from portal_app.chart.prose import prose
from portal_app.chart.record import Context, Passage, Record
from portal_app.chart.references import name_of, names
from portal_app.chart.stages import standing
from portal_app.chart.standing import status
from portal_app.chart.titles import called, plain

_NAMES = (
    "code", "vaccineCode", "medicationCodeableConcept", "type", "kind", "serviceType", "topic", "identified",
    "category",
)  # fmt: skip
_DATES = (
    "effectiveDateTime", "effectivePeriod", "effectiveInstant", "occurrenceDateTime", "occurrencePeriod",
    "performedDateTime", "performedPeriod", "identifiedDateTime", "onsetDateTime", "period", "start", "authoredOn",
    "whenHandedOver", "whenPrepared", "started", "date", "dateTime", "authored", "sent", "recorded", "recordedDate",
    "receivedTime", "issued", "created", "createdDateTime",
)  # fmt: skip
SHOWN = 120
"""Letters of a text that a list shows."""
_PEOPLE = ("author", "performer", "requester", "recorder", "asserter", "sender", "participant")


def read(resource: Json, context: Context) -> Record:
    """Its name, its day and how it stands, whatever it is."""
    words, tone = standing(status(resource))
    return Record(
        title=title(resource), when=day(resource, context), status=words, tone=tone, notes=_text_instead(resource)
    )


def passages(resource: Json, context: Context) -> list[Passage]:
    """Who had to do with it, and what was noted."""
    people = (link for key in _PEOPLE for link in rows(resource.get(key)))
    links = [table(link.get("actor")) or link for link in people]
    said = documents.written(resource, context) or [documents.narrative(resource)]
    return [
        facts((say("Who"), listed(names(resource, links, context)))),
        *_sections(resource),
        *said,
        notes(resource, context),
    ]


def _text_instead(resource: Json) -> tuple[str, ...]:
    """The beginning of its text where it carries no name: by that it is told from others in a list."""
    if title(resource) != kind(resource):
        return ()
    said = unescape(prose(documents.narrative(resource).html))
    return (said if len(said) <= SHOWN else said[: SHOWN - 1].rstrip() + "…",) if said else ()


def _sections(resource: Json) -> list[Passage]:
    """What a Composition says, part by part."""
    parts = [(plain(one.get("title")), one) for one in rows(resource.get("section"))]
    return [Passage(heading=name, html=documents.narrative(one).html) for name, one in parts]


def title(resource: Json) -> str:
    """The name it carries, else what kind of thing it is."""
    concepts = (concept for key in _NAMES for concept in rows(resource.get(key)))
    return (
        plain(resource.get("title"))
        or next((found for concept in concepts if (found := called(concept))), "")
        or plain(resource.get("description"))
        or (name_of(resource) if resource.get("name") else "")
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
