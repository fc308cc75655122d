"""What people do and how they live (FHIR Observation, social history): smoking, alcohol, work, pregnancy."""

from dataclasses import replace

from portal_app.catalogue import mark, say
from portal_app.chart import labs
from portal_app.chart.fields import LOINC, SNOMED, Json, codes, codings
from portal_app.chart.record import Context, Record
from portal_app.chart.titles import called, test_name

_NAMES = {
    code: words
    for words, codes in (
        (mark("Smoking"), "72166-2 11367-0 63638-1 39240-7 229819007 365981007"),
        (mark("E-cigarettes (vaping)"), "95530-6 81228-9"),
        (mark("Alcohol"), "11331-6 74013-4 68518-0 68519-8 68520-6 11287-0 228273003 897148007"),
        (mark("Drug use"), "11343-1 74204-9 68524-8"),
        (mark("Exercise"), "89555-7 68516-4 73985-4 228450008"),
        (mark("Pregnancy"), "82810-3 11449-6"),
        (mark("Pregnancy plans"), "86645-9"),
        (mark("Work"), "11341-5 11295-3 74165-2 86188-0 21843-8"),
        (mark("Gender identity"), "76691-5"),
        (mark("Sexual orientation"), "76690-7"),
        (mark("Sex given at birth"), "76689-9"),
        (mark("First day of your last period"), "8665-2"),
        (mark("Travel"), "94651-1 56510-9"),
    )
    for code in codes.split()
}  # fmt: skip


def is_habit(resource: Json) -> bool:
    """Whether an Observation is about a habit: by its category, or by its code where a system files it as a survey."""
    social = "social-history" in codes(resource.get("category"))
    return social or any(name in _NAMES for _, name, _ in codings(resource.get("code")))


def read(resource: Json, context: Context) -> Record:
    """A habit: what is known, since when."""
    found = labs.read(resource, context)
    title = say(english(resource)) or say("A habit without a name")
    return replace(found, title=title, value=found.value or say("No answer yet"))


def english(resource: Json) -> str:
    """What it is about, in English; empty if it has no name."""
    concept = resource.get("code")
    known = (_NAMES[code] for system, code, _ in codings(concept) if system in {LOINC, SNOMED, ""} and code in _NAMES)
    return next(known, "") or test_name(called(concept))
