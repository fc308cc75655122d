"""Medicines (FHIR MedicationRequest and MedicationStatement)."""

import re
from collections.abc import Sequence

from portal_app.catalogue import say, say_count
from portal_app.chart.dates import first, spoken
from portal_app.chart.fields import Json, number, rows, table, text, texts
from portal_app.chart.medicine_standing import refills, standing
from portal_app.chart.numbers import printed, quantity, unit_of
from portal_app.chart.passages import facts, listed, told
from portal_app.chart.passages import notes as told_notes
from portal_app.chart.prose import prose
from portal_app.chart.record import Context, Passage, Record
from portal_app.chart.references import names, resolve
from portal_app.chart.titles import called, capital

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
    """A medicine: how to take it, since when, whether it is still prescribed, what to do next."""
    return line(resource, (), context)


def line(resource: Json, dispenses: Sequence[Json], context: Context) -> Record:
    """The same, knowing what the pharmacy did (FHIR MedicationDispense of this prescription)."""
    words, following, tone = standing(resource, dispenses, context)
    notes = (
        *how_to_take(resource),
        *reasons(resource, context),
        following,
        prescriber(resource, context),
        *refills(resource, dispenses, context),
    )
    return Record(
        title=name(resource, context) or say("A medicine without a name"),
        when=since(resource, context),
        status=words,
        tone=tone,
        notes=tuple(note for note in notes if note),
    )


def since(resource: Json, context: Context) -> str:
    """When it was prescribed, handed out or first taken."""
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


def prescribed(resource: Json, context: Context) -> list[str]:
    """Who prescribed it and when, in one line where both are known."""
    day = spoken(first(resource.get("authoredOn")), context.zone)
    who = resolve(resource, resource.get("requester"), context)
    if day and who:
        return [say("Prescribed by {name}, {day}", name=who, day=day)]
    return [line for line in (prescriber(resource, context), since(resource, context)) if line]


def reasons(resource: Json, context: Context) -> list[str]:
    """What it is for."""
    found = [called(reason) for reason in rows(resource.get("reasonCode"))]
    found += names(resource, resource.get("reasonReference"), context)
    return [say("For: {reason}", reason=reason) for reason in dict.fromkeys(found) if reason]


def passages(resource: Json, dispenses: Sequence[Json], context: Context) -> list[Passage]:
    """How to take it, what comes next, where it came from."""
    _, following, _ = standing(resource, dispenses, context)
    asked = table(resource.get("dispenseRequest"))
    return [
        told(say("How to take it"), how_to_take(resource)),
        told(say("What to do next"), [following]),
        told(say("Refills"), refills(resource, dispenses, context)),
        facts(
            (
                say("For"),
                listed(
                    [
                        *map(called, rows(resource.get("reasonCode"))),
                        *names(resource, resource.get("reasonReference"), context),
                    ]
                ),
            ),
            (say("Prescribed by"), resolve(resource, resource.get("requester"), context)),
            (say("Amount"), quantity(asked.get("quantity"))),
            (say("Pharmacy"), resolve(resource, asked.get("performer"), context)),
            (say("Why it changed"), listed(map(called, rows(resource.get("statusReason"))))),
        ),
        told_notes(resource, context),
    ]


def how_to_take(resource: Json) -> list[str]:
    """The instructions, in the words of who prescribed it."""
    return [dose for dose in map(_dose, rows(_dosage(resource))) if dose]


def prescriber(resource: Json, context: Context) -> str:
    """Who prescribed it, in a phrase; empty if it does not say."""
    found = resolve(resource, resource.get("requester"), context)
    return say("Prescribed by {name}", name=found) if found else ""


def name(resource: Json, context: Context | None = None) -> str:
    """The name as a label says it: "Acetaminophen 325 mg tablet"."""
    found = called(resource.get("medicationCodeableConcept")) or resolve(
        resource, resource.get("medicationReference"), context or Context()
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


def _dosage(resource: Json) -> object:
    return resource.get("dosageInstruction") or resource.get("dosage")


def _dose(dosage: Json) -> str:
    """The instruction as written for the patient; else put together from its parts."""
    if written := prose(dosage.get("patientInstruction")) or prose(dosage.get("text")):
        return capital(written)
    parts = [_how_often(dosage), _when(dosage)]
    if dosage.get("asNeededBoolean") is True or dosage.get("asNeededCodeableConcept"):
        parts.append(say("when you need it"))
    often = " ".join(part for part in parts if part)
    return capital(", ".join(part for part in (_amount(dosage), often) if part))


def _when(dosage: Json) -> str:
    """At which times of the day (FHIR EventTiming)."""
    if not (times := texts(table(table(dosage.get("timing")).get("repeat")).get("when"))):
        return ""
    words = {
        "MORN": say("in the morning"),
        "NOON": say("at noon"),
        "AFT": say("in the afternoon"),
        "EVE": say("in the evening"),
        "NIGHT": say("at night"),
        "HS": say("at bedtime"),
        "WAKE": say("when you wake up"),
        "C": say("with meals"),
        "CM": say("with breakfast"),
        "CD": say("with lunch"),
        "CV": say("with dinner"),
        "AC": say("before meals"),
        "ACM": say("before breakfast"),
        "ACD": say("before lunch"),
        "ACV": say("before dinner"),
        "PC": say("after meals"),
        "PCM": say("after breakfast"),
        "PCD": say("after lunch"),
        "PCV": say("after dinner"),
    }
    return ", ".join(words[time] for time in times if time in words)


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
