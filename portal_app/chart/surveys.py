"""What a questionnaire or an examination found out (FHIR Observation: survey, exam, functional status)."""

from dataclasses import replace

from portal_app.catalogue import mark, say, say_count
from portal_app.chart import habits, labs
from portal_app.chart.fields import LOINC, Json, codings, number, rows, table
from portal_app.chart.numbers import is_score, whole
from portal_app.chart.record import Context, Record

_NAMES = {
    code: words
    for words, codes in (
        (mark("Mood questions (PHQ-9)"), "44249-1 44261-6 89204-2"),
        (mark("Mood questions (PHQ-2)"), "55757-9 55758-7"),
        (mark("Worry questions (GAD-7)"), "69737-5 70274-6"),
        (mark("Alcohol questions (AUDIT-C)"), "72109-2 75626-2 75624-7"),
        (mark("Drug questions (DAST-10)"), "82666-9 82667-7"),
        (mark("Home and life questions (PRAPARE)"), "93025-5"),
        (mark("Questions about food"), "88121-9 88122-7 88123-5 88124-3"),
        (mark("Where you live"), "71802-3"),
        (mark("Risk of falling"), "52460-3 73830-2"),
    )
    for code in codes.split()
}


def read(resource: Json, context: Context) -> Record:
    """A survey or a finding: the answer or the points, and how many answers it is made of."""
    found = labs.read(resource, context)
    measured = table(resource.get("valueQuantity"))
    points = number(measured.get("value"))
    value = found.value
    if points is not None and is_score(measured):
        value = say_count("{n} point", "{n} points", int(whole(points)))
    grouped = len(rows(resource.get("hasMember"))) or len(rows(resource.get("component")))
    count = say_count("{n} answer", "{n} answers", grouped) if grouped else ""
    title = say(english(resource)) or say("A question without a name")
    notes = (*found.notes, count) if value else found.notes
    return replace(
        found, title=title, value=value or count or say("No answer yet"), notes=tuple(note for note in notes if note)
    )


def english(resource: Json) -> str:
    """What was asked, in English; empty if it has no name."""
    concept = resource.get("code")
    known = (_NAMES[code] for system, code, _ in codings(concept) if system in {LOINC, ""} and code in _NAMES)
    # some systems file smoking and drinking here
    return next(known, "") or habits.english(resource)
