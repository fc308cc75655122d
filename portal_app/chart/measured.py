"""The value of an Observation as text, and where it lies against the usual range."""

from dataclasses import dataclass
from datetime import date

from portal_app.catalogue import mark, say
from portal_app.chart import interpretations, missing, ranges, values
from portal_app.chart.dates import Moment, Precision, first
from portal_app.chart.fields import Json, rows, text
from portal_app.chart.lab_names import decimals
from portal_app.chart.ranges import Limits, Tested
from portal_app.chart.record import Context, Tone
from portal_app.chart.standing import IN_ERROR
from portal_app.chart.values import NOTHING, Value

OUTSIDE = ("very_high", "very_low", "high", "low", "little_high", "little_low", "outside")
"""The standings outside the usual range, the most urgent first."""
NOT_THERE = frozenset({IN_ERROR, "cancelled", "registered"})
"""Statuses under which whatever stands as a value is none."""

_WORDS = {
    "very_high": mark("Very high"),
    "very_low": mark("Very low"),
    "high": mark("High"),
    "low": mark("Low"),
    "little_high": mark("A little high"),
    "little_low": mark("A little low"),
    "outside": mark("Outside the usual range"),
    "far_outside": mark("Far outside the usual range"),
    "usual": mark("In the usual range"),
}


@dataclass(frozen=True)
class Verdict:
    """How a value stands: the word for queries, the words for people, and what else the lab noted."""

    standing: str = ""
    words: str = ""
    tone: Tone = Tone.WORKING
    notes: tuple[str, ...] = ()


def value(observed: Json, concept: object, context: Context) -> str:
    """The value of an Observation or of one of its components; empty if it has none."""
    return str(found(observed, concept, context.zone))


def found(observed: Json, concept: object, zone: str) -> Value:
    """The same in its parts."""
    if text(observed.get("status")) in NOT_THERE:
        return NOTHING
    return values.value(observed, decimals(concept), zone)


def why_missing(observed: Json) -> str:
    """Why there is no value; empty if it does not say."""
    if said := missing.reason(observed):
        return said
    if observed.get("valueCodeableConcept"):
        return say("The answer came without words. Ask your care team.")
    return ""


def taken(observed: Json) -> Moment | None:
    """When the sample was taken or the value measured; if nobody says, when it was made known."""
    return first(
        observed.get("effectiveDateTime"),
        observed.get("effectivePeriod"),
        observed.get("effectiveInstant"),
        observed.get("effectiveTiming"),
        observed.get("issued"),
    )


def tested(observed: Json, sex: str, born: date | None) -> Tested:
    """Who was tested, and on what day."""
    when = taken(observed)
    day = when.at.date() if when and when.precision in {Precision.DAY, Precision.SECOND} else None
    return Tested(sex, born, day)


def usual_range(observed: Json, context: Context) -> str:
    """The lab's own range as a sentence; empty if it gave none."""
    whose = tested(observed, context.sex, context.born)
    return " ".join(ranges.sentences(observed, whose, decimals(observed.get("code"))))


def verdict(observed: Json, value: Value, limits: Limits | None) -> Verdict:
    """High or low: as the lab judged it, else measured against the lab's own range.

    "Very" is the lab's word alone (HH, LL, HU, LU): how far a value lies outside does not tell how dangerous it is.
    "A little" is ours, of a value up to a quarter of the range's width outside (`ranges.A_LITTLE`), and never softens a
    "very". "Outside" without a direction (A) takes its direction from the range.
    """
    lab = interpretations.given(observed)
    if not value.words:
        return Verdict(notes=lab.notes)
    if lab.words:
        return Verdict("", lab.words, Tone.INFO, lab.notes)
    measured = ranges.lies(value, limits)
    standing = lab.standing or measured
    if standing in {"high", "low"} and measured == f"little_{standing}":
        standing = measured
    if standing in {"outside", "far_outside"} and measured.endswith(("high", "low")):
        direction = measured.removeprefix("little_")
        standing = measured if standing == "outside" else f"very_{direction}"
    if not standing:
        return Verdict(notes=lab.notes)
    return Verdict(
        "outside" if standing == "far_outside" else standing,
        _words(standing, value, limits),
        tone(standing),
        lab.notes,
    )


def standing(observed: Json, context: Context) -> tuple[str, Tone]:
    """High or low in words, with how it should look."""
    said = _judge(observed, context.sex, context.born)
    return said.words, said.tone


def judged(observed: Json, sex: str = "", born: date | None = None) -> str:
    """The same as a word for queries: usual, one of OUTSIDE, or empty.

    Of a reading with several values (a blood pressure, a panel in one Observation) it is the most urgent.
    """
    return _judge(observed, sex, born).standing


def words(standing: str) -> str:
    """A standing as a person reads it."""
    return say(_WORDS[standing]) if standing in _WORDS else ""


def tone(standing: str) -> Tone:
    """How a standing should look."""
    return Tone.READY if standing == "usual" else Tone.SOON if standing else Tone.WORKING


def worst(verdicts: list[Verdict]) -> Verdict:
    """The most urgent of several; "usual" only if nothing is outside."""
    order = (*OUTSIDE, "usual")
    known = [one for one in verdicts if one.standing]
    return min(known, key=lambda one: order.index(one.standing), default=Verdict())


def progress(observed: Json) -> str:
    """What a patient should know about a result that is not final."""
    return {
        "registered": say("Waiting for the lab"),
        "preliminary": say("Not final yet"),
        "corrected": say("Corrected by the lab"),
        "amended": say("Corrected by the lab"),
        "cancelled": say("The test was canceled"),
        IN_ERROR: say("Entered by mistake"),
    }.get(text(observed.get("status")), "")


def _judge(observed: Json, sex: str, born: date | None) -> Verdict:
    whose = tested(observed, sex, born)
    own = verdict(observed, found(observed, observed.get("code"), "UTC"), ranges.fitting(observed, whose))
    if own.words or text(observed.get("status")) in NOT_THERE:
        return own
    return worst([part for component in rows(observed.get("component")) if (part := _of_part(component, whose))])


def _of_part(component: Json, whose: Tested) -> Verdict:
    value = found(component, component.get("code"), "UTC")
    return verdict(component, value, ranges.fitting(component, whose))


def _words(standing: str, value: Value, limits: Limits | None) -> str:
    if standing == "usual" and value.amount is None:
        return say("The usual result")
    if standing == "usual" and limits is not None and limits.kind == "target":
        return say("In the target range")
    return say(_WORDS[standing])
