"""What was ordered, handed out or given, and what was noted in the chart: kinds that have no list of their own."""

from portal_app.catalogue import say
from portal_app.chart import other, stages
from portal_app.chart.dates import Precision, first, spoken, spoken_time
from portal_app.chart.fields import Json, rows, table, text
from portal_app.chart.medicines import how_to_take, name
from portal_app.chart.numbers import quantity
from portal_app.chart.passages import facts, listed, notes, told
from portal_app.chart.prose import paragraphs
from portal_app.chart.record import Context, Passage, Record, Tone
from portal_app.chart.references import names
from portal_app.chart.standing import status
from portal_app.chart.titles import called

KINDS = (
    "ServiceRequest", "DeviceRequest", "NutritionOrder", "SupplyRequest", "SupplyDelivery", "MedicationDispense",
    "MedicationAdministration",
)  # fmt: skip
_ITEMS = ("suppliedItem", "itemCodeableConcept", "codeCodeableConcept", "specimen")


def read(resource: Json, context: Context) -> Record:
    """An order or a thing given: what, when, and how it stands."""
    words, tone = _standing(resource)
    return Record(title=title(resource, context), when=_when(resource, context), status=words, tone=tone)


def passages(resource: Json, context: Context) -> list[Passage]:
    """How much, for what, by whom, and what the patient has to do."""
    dose = table(resource.get("dosage"))
    people = [
        table(one.get("actor")) or one
        for key in ("performer", "requester", "supplier", "receiver")
        for one in rows(resource.get(key))
    ]
    reasons = [
        *map(called, rows(resource.get("reasonCode"))),
        *names(resource, resource.get("reasonReference"), context),
    ]
    supplied = table(resource.get("suppliedItem"))
    urgent = text(resource.get("priority")) in {"urgent", "asap", "stat"}
    return [
        facts(
            (
                say("Amount"),
                quantity(dose.get("dose")) or quantity(resource.get("quantity")) or quantity(supplied.get("quantity")),
            ),
            (say("How it was given"), called(dose.get("route"))),
            (say("Supply for"), quantity(resource.get("daysSupply"))),
            (say("For"), listed(reasons)),
            (say("Who"), listed(names(resource, people, context))),
            (say("Part of the body"), listed(map(called, rows(resource.get("bodySite"))))),
            (say("How soon"), say("Soon") if urgent else ""),
            (say("Why not"), listed(map(called, rows(resource.get("statusReason"))))),
        ),
        told(say("How to take it"), how_to_take(resource) if resource.get("dosageInstruction") else []),
        told(say("What to do next"), paragraphs(resource.get("patientInstruction"))),
        notes(resource, context),
    ]


def title(resource: Json, context: Context) -> str:
    """What was ordered or given."""
    items = [table(resource.get(key)) for key in _ITEMS]
    item = next((found for one in items if (found := called(table(one.get("itemCodeableConcept")) or one))), "")
    medicine = name(resource, context) if any(key.startswith("medication") for key in resource) else ""
    return medicine or item or other.title(resource)


def _when(resource: Json, context: Context) -> str:
    given = first(resource.get("effectiveDateTime"), resource.get("effectivePeriod"))
    if (
        text(resource.get("resourceType")) == "MedicationAdministration"
        and given
        and given.precision is Precision.SECOND
    ):
        return spoken_time(given.at, context.zone)
    if text(resource.get("resourceType")) == "ServiceRequest":
        asked = spoken(first(resource.get("authoredOn")), context.zone)
        planned = spoken(first(resource.get("occurrenceDateTime"), resource.get("occurrencePeriod")), context.zone)
        if asked and planned and asked != planned:
            return say("Ordered {asked}, planned for {planned}", asked=asked, planned=planned)
        return say("Ordered {asked}", asked=asked) if asked else planned
    return other.day(resource, context)


def _standing(resource: Json) -> tuple[str, Tone]:
    kind, found = text(resource.get("resourceType")), status(resource)
    if kind == "MedicationAdministration" and found == "completed":
        return say("You got it"), Tone.READY
    if kind == "MedicationAdministration" and found == "not-done":
        return say("You did not get it"), Tone.WORKING
    if kind == "MedicationDispense" and found == "completed":
        return say("Handed out"), Tone.READY
    if kind in {"ServiceRequest", "DeviceRequest", "NutritionOrder"} and found == "active":
        return (
            (say("Please do not do this"), Tone.SOON)
            if resource.get("doNotPerform") is True
            else (say("Ordered"), Tone.INFO)
        )
    return stages.standing(found)
