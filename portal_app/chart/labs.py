"""Lab results (FHIR Observation of the laboratory)."""

from portal_app.catalogue import say
from portal_app.chart import lab_names, measured
from portal_app.chart.dates import first, spoken
from portal_app.chart.fields import Json, rows, table, text
from portal_app.chart.record import Context, Record
from portal_app.chart.titles import plain


def read(resource: Json, context: Context) -> Record:
    """A result: the value with unit, the lab's own range, high or low in words, the day of the sample."""
    words, tone = measured.standing(resource)
    found = measured.value(resource, resource.get("code"), context)
    parts = [_part(component, context) for component in rows(resource.get("component"))]
    taken = first(
        resource.get("effectiveDateTime"),
        resource.get("effectivePeriod"),
        resource.get("effectiveInstant"),
        resource.get("issued"),
    )
    notes = [*parts, measured.usual_range(resource), measured.progress(resource), *_comments(resource)]
    return Record(
        title=lab_names.title(resource.get("code")) or say("A test without a name"),
        when=spoken(taken, context.zone),
        value=found or ("" if any(parts) else say("No value yet")),
        status=words,
        tone=tone,
        notes=tuple(note for note in notes if note),
    )


def _part(component: Json, context: Context) -> str:
    concept = component.get("code")
    name, found = lab_names.title(concept), measured.value(component, concept, context)
    return f"{name}: {found}" if name and found else ""


def _comments(resource: Json) -> list[str]:
    return [plain(text(table(note).get("text"))) for note in rows(resource.get("note"))]
