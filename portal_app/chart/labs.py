"""Lab results (FHIR Observation of the laboratory)."""

from portal_app.catalogue import say
from portal_app.chart.fields import Json, rows
from portal_app.chart.measures import measure
from portal_app.chart.record import Context, Measure, Record
from portal_app.chart.titles import called
from portal_app.chart.values import whole_value

LONGEST = 200


def read(resource: Json, context: Context) -> Record:
    """A result: the value with unit, the lab's own range, high or low in words, the day of the sample."""
    found = measure(resource, context)
    parts = [part_line(part) for part in found.parts]
    includes = _includes(resource) if not parts and not found.value else ""
    value = whole_value(found.value, found.unit)
    absent = "" if value or parts or includes or found.progress else found.why_missing
    why = found.why_missing if found.progress else ""
    notes = [*parts, why, includes, value if len(value) > LONGEST else "", found.usual, found.progress, *found.notes]
    return Record(
        title=found.title,
        when=found.taken,
        value=absent if not value else value if len(value) <= LONGEST else say("See the text below"),
        status=found.standing_words,
        tone=found.tone,
        notes=tuple(note for note in notes if note),
    )


def part_line(part: Measure) -> str:
    """A part of a reading in one line: "Sodium: 139 mmol/L, in the usual range"."""
    said = whole_value(part.value, part.unit) or part.why_missing
    return f"{part.title}: {said}" + (f" ({part.standing_words})" if part.standing_words and part.value else "")


def _includes(resource: Json) -> str:
    """The names of the tests that this one only groups."""
    names = [name for one in rows(resource.get("hasMember")) if (name := called({"text": one.get("display")}))]
    return say("Part of it: {names}", names=", ".join(names)) if names else ""
