"""Medicines (FHIR MedicationRequest and MedicationStatement)."""

import re

from portal_app.catalogue import say, say_count
from portal_app.chart.dates import first, spoken
from portal_app.chart.fields import Json, number, reference, rows, table, text
from portal_app.chart.numbers import printed, unit_of
from portal_app.chart.record import Context, Record, Tone
from portal_app.chart.standing import status
from portal_app.chart.titles import called, capital, plain

_UNITS = re.compile(r"\b(MG|ML|MCG|UNT|MEQ|HR|ACTUAT)\b")
_UNIT_WORDS = {"UNT": "units", "MEQ": "mEq", "HR": "hour", "ACTUAT": "puff", "ML": "mL"}
_KINDS = frozenset(
    word
    for words in (
        "tablet capsule solution oral injection injectable suspension chewable drug implant day pack vaginal ring",
        "intrauterine system transdermal topical cream gel ointment inhalation hydrochloride sodium",
    )
    for word in words.split()
)
_FORMS = (
    (re.compile(r"^Abuse-Deterrent "), ""),
    (re.compile(r"^(\d+) ACTUAT (.+?) (?:Metered Dose|Dry Powder) Inhaler"), r"\2 inhaler (\1 puffs)"),
    (re.compile(r"^(\d+) HR (.+)"), r"\2 (\1-hour)"),
    (re.compile(r"^([\d.]+ ML) (.+)"), r"\2 (\1)"),
    (re.compile(r"Extended Release Oral"), "extended-release"),
    (re.compile(r"Delayed Release Oral"), "delayed-release"),
    (re.compile(r"\bOral (?=Tablet|Capsule)"), ""),
    (re.compile(r" \[([^\]]+)\]"), r" (\1)"),
)


def read(resource: Json, context: Context) -> Record:
    """A medicine: how to take it, since when, and whether it is still prescribed."""
    words, tone = _standing(status(resource))
    return Record(
        title=name(resource)
        or context.names.get(reference(resource.get("medicationReference"))[1], "")
        or say("A medicine without a name"),
        when=since(resource, context),
        status=words,
        tone=tone,
        notes=(*doses(resource), *reasons(resource, context)),
    )


def since(resource: Json, context: Context) -> str:
    """When it was prescribed, given out or first taken."""
    begin = first(
        resource.get("authoredOn"),
        resource.get("effectiveDateTime"),
        resource.get("effectivePeriod"),
        resource.get("whenHandedOver"),
        resource.get("dateAsserted"),
    )
    if not (day := spoken(begin, context.zone)):
        return ""
    kind = text(resource.get("resourceType"))
    if kind == "MedicationRequest":
        return say("Prescribed {day}", day=day)
    return say("Picked up {day}", day=day) if kind == "MedicationDispense" else say("Since {since}", since=day)


def doses(resource: Json) -> list[str]:
    """How to take it, a sentence for each instruction."""
    return [dose for dose in map(_dose, rows(_dosage(resource))) if dose]


def reasons(resource: Json, context: Context) -> list[str]:
    """What it is for, as far as it says or names something that the reader may see."""
    found = [called(reason) for reason in rows(resource.get("reasonCode"))]
    found += [
        plain(reason.get("display")) or context.names.get(reference(reason)[1], "")
        for reason in rows(resource.get("reasonReference"))
    ]
    return [say("For: {reason}", reason=reason) for reason in found if reason]


def name(resource: Json) -> str:
    """The name as a label says it: "Acetaminophen 325 mg tablet"."""
    found = called(resource.get("medicationCodeableConcept")) or plain(
        table(resource.get("medicationReference")).get("display")
    )
    for pattern, replacement in _FORMS:
        found = pattern.sub(replacement, found)
    found = _UNITS.sub(lambda unit: _UNIT_WORDS.get(unit[1], unit[1].lower()), found)
    return capital(" ".join(_calm(word) for word in found.split(" ")))


def _calm(word: str) -> str:
    """Tall-man letters (diphenhydrAMINE) and title case in a lower voice; brand names keep their first letter."""
    calm = word.lower() in _KINDS
    tall = sum(sign.isupper() for sign in word) > 2 and any(sign.islower() for sign in word)
    return word.lower() if calm or tall else word


def _standing(code: str) -> tuple[str, Tone]:
    return {
        "active": (say("Take now"), Tone.INFO),
        "on-hold": (say("On hold: ask us before you take it"), Tone.SOON),
        "completed": (say("Finished"), Tone.READY),
        "stopped": (say("Stopped"), Tone.WORKING),
        "cancelled": (say("Canceled"), Tone.WORKING),
        "draft": (say("Not prescribed yet"), Tone.WORKING),
        "intended": (say("Planned"), Tone.WORKING),
        "not-taken": (say("Not taken"), Tone.WORKING),
    }.get(code, ("", Tone.WORKING))


def _dosage(resource: Json) -> object:
    return resource.get("dosageInstruction") or resource.get("dosage")


def _dose(dosage: Json) -> str:
    """The instruction as written for the patient; else put together from its parts."""
    if written := text(dosage.get("patientInstruction")) or text(dosage.get("text")):
        return capital(written)
    parts = [_amount(dosage), _how_often(dosage)]
    if dosage.get("asNeededBoolean") is True or dosage.get("asNeededCodeableConcept"):
        parts.append(say("when you need it"))
    return capital(" ".join(part for part in parts if part))


def _amount(dosage: Json) -> str:
    for rate in rows(dosage.get("doseAndRate")):
        quantity = table(rate.get("doseQuantity"))
        if (value := number(quantity.get("value"))) is not None:
            return say("{amount} {unit} at a time", amount=printed(value), unit=unit_of(quantity)).replace("  ", " ")
    return ""


def _how_often(dosage: Json) -> str:
    repeat = table(table(dosage.get("timing")).get("repeat"))
    times, period = number(repeat.get("frequency")), number(repeat.get("period"))
    if times is None or period is None or times != int(times) or period <= 0 or times <= 0:
        return ""
    n, every, unit = int(times), printed(period), text(repeat.get("periodUnit"))
    if period == 1:
        return {
            "h": say("every hour"),
            "d": say_count("once a day", "{n} times a day", n),
            "wk": say_count("once a week", "{n} times a week", n),
            "mo": say_count("once a month", "{n} times a month", n),
        }.get(unit, "")
    if n != 1:
        return ""
    return {
        "h": say("every {n} hours", n=every),
        "d": say("every {n} days", n=every),
        "wk": say("every {n} weeks", n=every),
        "mo": say("every {n} months", n=every),
    }.get(unit, "")
