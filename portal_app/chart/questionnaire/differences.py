"""What a patient wrote beside what the chart says, for the person who decides what becomes part of the chart."""

from collections.abc import Iterator
from dataclasses import dataclass

from portal_app.catalogue import say
from portal_app.chart.questionnaire.ask import said, said_one
from portal_app.chart.questionnaire.item import CHART_CHECK, Answers, Item, Json, Questionnaire
from portal_app.chart.questionnaire.places import Place, every_place, lay_out
from portal_app.chart.questionnaire.prefill import Chart, prefill
from portal_app.chart.questionnaire.recall import recall
from portal_app.chart.questionnaire.values import written

SAME, CHANGED, NEW = "same", "changed", "new"


@dataclass(frozen=True)
class Difference:
    """One line of a review: a question, or one row of a group that is asked for each medicine or allergy."""

    key: str
    section: str
    question: str
    charted: str
    wrote: str
    state: str  # same, changed, new
    becomes: str  # the kind of chart entry that accepting it writes; empty: it stays an answer of the form
    caution: str = ""
    compared: bool = True
    """Whether the chart was asked at all; nothing from it means nothing else."""


def differences(form: Questionnaire, response: Json, chart: Chart) -> list[Difference]:
    """Every answer of a response but the signature, in the order of the form, each beside the chart's own word."""
    charted = prefill(form, chart)
    lines: list[Difference] = []
    for section in lay_out(form, recall(form, response)):
        if section.asked:
            lines += _lines(section, section.item.text, charted)
    return lines


def row_key(place: Place) -> str:
    """The key under which a whole row is decided."""
    return f"{place.key}[{place.row}]"


def _lines(place: Place, section: str, charted: Answers) -> Iterator[Difference]:
    if not place.asked or place.item.hidden:
        return
    if place.row:
        yield _row(place, section)
        return
    if place.item.is_question and not place.item.signature:
        line = _question(place, section, charted)
        if line.wrote or line.charted:
            yield line
    for child in place.children:
        yield from _lines(child, section, charted)


def _question(place: Place, section: str, charted: Answers) -> Difference:
    item = place.item
    before = written(item, charted.get(place.key))
    in_chart, wrote = ", ".join(said_one(item, text) for text in before), said(place)
    state = SAME if _alike(item, in_chart, wrote) else CHANGED if in_chart else NEW
    becomes = (item.becomes or item.definition.partition(".")[0]) if state != SAME else ""
    compared = bool(item.prefill)
    return Difference(place.key, section, item.short or item.text, in_chart, wrote, state, becomes, compared=compared)


def _row(place: Place, section: str) -> Difference:
    known = [said(child) for child in place.children if child.item.read_only and not child.item.hidden]
    told = [child for child in every_place(place.children) if child.is_answered and not child.item.read_only]
    told = [child for child in told if not child.item.hidden]
    name = known[0] if known else said(told[0]) if told else place.item.text
    if not known:
        wrote = "; ".join(said(child) for child in told[1:]) or say("Yes")
        return Difference(row_key(place), section, name, "", wrote, NEW, place.item.becomes, _new(place.item))
    verdict = chart_check(place)
    wrote = "; ".join(said(child) for child in told)
    charted = "; ".join(text for text in known[1:] if text) or say("In the chart")
    if verdict == SAME:
        return Difference(row_key(place), section, name, charted, wrote, SAME, "")
    caution = _gone(place.item) if verdict == "gone" else ""
    return Difference(row_key(place), section, name, charted, wrote, CHANGED, place.item.becomes, caution)


def chart_check(place: Place) -> str:
    """What a patient says of a row that the chart filled in: same, changed or gone."""
    for child in place.children:
        for option in child.item.options:
            coding = option.value.get("valueCoding")
            if isinstance(coding, dict) and coding.get("system") == CHART_CHECK and option.key in child.written:
                return option.key
    return CHANGED


def _alike(item: Item, charted: str, wrote: str) -> bool:
    if item.definition.endswith(":phone"):
        return _digits(charted) == _digits(wrote)
    return " ".join(charted.casefold().split()) == " ".join(wrote.casefold().split())


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())[-10:]


def _new(item: Item) -> str:
    if item.becomes == "AllergyIntolerance":
        return say("A new allergy: ask when it happened, and how bad it was.")
    return ""


def _gone(item: Item) -> str:
    if item.becomes == "AllergyIntolerance":
        return say("The chart lists this allergy. Ask why it should go.")
    return say("The chart lists this medicine. Ask who stopped it, and when.")
