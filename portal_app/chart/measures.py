"""One measured value (FHIR Observation) as a result page shows it."""

from collections.abc import Mapping

from portal_app.catalogue import say
from portal_app.chart import lab_names, measured, performers, ranges
from portal_app.chart.classes import loinc
from portal_app.chart.dates import spoken
from portal_app.chart.fields import Json, reference, rows, table, text
from portal_app.chart.measured import Verdict
from portal_app.chart.numbers import familiar
from portal_app.chart.pressure import blood_pressure
from portal_app.chart.prose import paragraphs
from portal_app.chart.ranges import Limits, Tested
from portal_app.chart.record import Context, Measure
from portal_app.chart.standing import IN_ERROR
from portal_app.chart.titles import called
from portal_app.chart.values import NOTHING, Value


def measure(observation: Json, context: Context, others: Mapping[str, Json] | None = None) -> Measure:
    """The value with unit, range, standing and what is to be known about it; `others` are members by FHIR id."""
    whose = measured.tested(observation, context.sex, context.born)
    if text(observation.get("status")) in measured.NOT_THERE:
        return _measure(observation, observation, context, whose, NOTHING)
    if pressure := blood_pressure(observation):
        standing = measured.judged(observation, context.sex, context.born)
        verdict = Verdict(standing, measured.words(standing), measured.tone(standing))
        return _measure(observation, observation, context, whose, Value(pressure, "mmHg"), verdict)
    parts = [_part(component, observation, context, whose) for component in rows(observation.get("component"))]
    parts += [measure(one, context, _without(others or {}, one)) for one in members(observation, others or {})]
    value = measured.found(observation, observation.get("code"), context.zone)
    said = tuple(one for one in parts if one.value or one.why_missing or one.parts)
    return _measure(observation, observation, context, whose, value, parts=said)


def members(observation: Json, others: Mapping[str, Json]) -> list[Json]:
    """The Observations that this one groups: contained in it, or among the others."""
    found = []
    for target in rows(observation.get("hasMember")):
        inside = performers.contained(target, observation)
        one = inside if inside is not None else others.get(reference(target)[1])
        if one is not None and one is not observation:
            found.append(one)
    return found


def _without(others: Mapping[str, Json], gone: Json) -> Mapping[str, Json]:
    return {name: one for name, one in others.items() if one is not gone}


def _part(component: Json, whole: Json, context: Context, whose: Tested) -> Measure:
    value = measured.found(component, component.get("code"), context.zone)
    return _measure(component, whole, context, whose, value)


def _measure(
    observed: Json,
    whole: Json,
    context: Context,
    whose: Tested,
    value: Value,
    verdict: Verdict | None = None,
    parts: tuple[Measure, ...] = (),
) -> Measure:
    concept = observed.get("code")
    places = lab_names.decimals(concept)
    limits, others = ranges.chosen(observed, whose)
    found = verdict or measured.verdict(observed, value, limits)
    if not found.standing and not found.words and parts:
        found = measured.worst([Verdict(one.standing, one.standing_words, one.tone) for one in parts])
    line = limits if limits and value.amount is not None and ranges.same_unit(limits, value) else Limits()
    usual, *rest = ranges.spoken(limits, others, places) or [""]
    title = lab_names.title(concept) or say("A test without a name")
    progress = measured.progress(whole) if observed is whole else ""
    why = "" if value.words or parts else measured.why_missing(observed)
    notes = [*rest, *found.notes, *(_about(observed, whole, context) if observed is whole else ())]
    return Measure(
        title=title,
        value=value.words,
        unit=value.unit,
        amount=float(value.amount) if value.amount is not None and not value.sign else None,
        low=float(line.low) if line.low is not None else None,
        high=float(line.high) if line.high is not None else None,
        low_words=ranges.end(line.low, places),
        high_words=ranges.end(line.high, places),
        standing=found.standing,
        standing_words=found.words,
        tone=found.tone,
        usual=usual,
        sentence=" ".join([_sentence(title, value, found, usual, progress, why), *(part.sentence for part in parts)]),
        progress=progress,
        why_missing=why or ("" if value.words or parts or progress else say("No value yet")),
        taken=spoken(measured.taken(whole), context.zone),
        performer=performers.joined(performers.people(whole.get("performer"), whole, context)),
        notes=tuple(dict.fromkeys(note for note in notes if note)),
        code=loinc(observed),
        parts=parts,
    )


def _about(observed: Json, whole: Json, context: Context) -> list[str]:
    """Where on the body, of what sample, what else was said."""
    if text(observed.get("status")) == IN_ERROR:
        return []
    there = text(observed.get("status")) not in measured.NOT_THERE
    sample = table(observed.get("specimen"))
    inside = performers.contained(sample, whole)
    kind = called(table(inside).get("type")) or called({"text": sample.get("display")})
    place = called(observed.get("bodySite"))
    comments = [line for note in rows(observed.get("note")) for line in paragraphs(note.get("text"))]
    return [
        familiar(observed.get("valueQuantity")) if there else "",
        say("Sample: {kind}", kind=kind) if kind else "",
        say("Where: {place}", place=place) if place else "",
        *comments,
    ]


def _sentence(title: str, value: Value, verdict: Verdict, usual: str, progress: str, why: str) -> str:
    """ "Potassium 5.3 mmol/L. A little high. Usual range: 3.5 to 5.1 mmol/L." """
    name = f"{title} {value}" if value.unit or value.amount is not None else f"{title}: {value}"
    if verdict.standing == "usual" and value.amount is None:
        usual = ""
    parts = [name if value.words else title, verdict.words, usual, why, progress]
    return " ".join(part if part.endswith((".", "?", "!")) else f"{part}." for part in parts if part)
