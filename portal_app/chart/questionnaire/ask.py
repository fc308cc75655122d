"""The screens of a form: what a patient is asked now, given what was answered so far."""

import re
from dataclasses import dataclass, field, replace
from itertools import groupby

from portal_app.catalogue import say
from portal_app.chart.dates import moment, spoken
from portal_app.chart.questionnaire.item import Answers, Item, Questionnaire
from portal_app.chart.questionnaire.places import MOST_ROWS, Place, lay_out
from portal_app.chart.questionnaire.values import chosen

ONE_LINE = {"date": "date", "dateTime": "datetime-local", "time": "time", "url": "url"}
MOST_RADIOS = 9
AUTOCOMPLETE = {
    "Patient.name.text": "name",
    "Patient.telecom:phone": "tel",
    "Patient.telecom:email": "email",
    "Patient.address.line": "street-address",
    "Patient.address.city": "address-level2",
    "Patient.address.state": "address-level1",
    "Patient.address.postalCode": "postal-code",
}


@dataclass(frozen=True)
class Choice:
    """One answer to pick."""

    key: str
    label: str
    picked: bool


@dataclass(frozen=True)
class Field:
    """One question, sentence or heading on a screen; `draw` says which part draws it."""

    key: str
    draw: str  # line, area, pick, pick-open, tick, tick-open, list, sign, read, said
    label: str
    help: str = ""
    required: bool = False
    value: str = ""
    choices: list[Choice] = field(default_factory=list)
    type: str = "text"
    keyboard: str = "text"
    fill_in: str = "off"  # what a browser may fill in by itself (WCAG 1.3.5)
    unit: str = ""
    longest: int = 0
    least: str = ""
    most: str = ""
    example: str = ""
    problem: str = ""
    anchor: str = ""  # where a link to this question leads


@dataclass(frozen=True)
class Row:
    """Questions that belong together: one medicine, one allergy, or simply the questions of a block."""

    name: str
    title: str
    detail: str
    fields: list[Field]
    can_go: bool = False


@dataclass(frozen=True)
class Block:
    """A part of a screen with a heading of its own."""

    key: str
    title: str
    help: str
    rows: list[Row]
    can_grow: bool = False
    problem: str = ""
    anchor: str = ""


@dataclass(frozen=True)
class Problem:
    """What is missing or wrong: where, in which question, and what to do."""

    anchor: str
    question: str
    sentence: str


@dataclass(frozen=True)
class Section:
    """One screen."""

    key: str
    title: str
    help: str
    blocks: list[Block]
    problems: list[Problem] = field(default_factory=list)


def ask(form: Questionnaire, answers: Answers, problems: dict[str, str] | None = None) -> list[Section]:
    """The screens with what is asked on each; questions that are switched off are not there at all."""
    drawer = _Drawer(problems or {})
    sections: list[Section] = []
    loose: list[Place] = []
    for place in [place for place in lay_out(form, answers) if place.asked and not place.item.hidden]:
        if place.item.is_group and not place.item.repeats:
            sections += drawer.loose(form, loose) + drawer.section(place)
            loose = []
        else:
            loose.append(place)
    return sections + drawer.loose(form, loose)


class _Drawer:
    """Turns places into blocks and rows, carrying the problems to show."""

    def __init__(self, problems: dict[str, str]):
        self.problems = problems

    def section(self, place: Place) -> list[Section]:
        """The screen of one group."""
        return self._screen(place.key, place.item.text, place.item.help, place.children)

    def loose(self, form: Questionnaire, places: list[Place]) -> list[Section]:
        """The screen of questions that stand outside of any group."""
        return self._screen(places[0].key, form.title, "", places) if places else []

    def _screen(self, key: str, title: str, help: str, places: list[Place]) -> list[Section]:
        blocks = self._blocks("", "", places)
        found = [Problem(anchor(key), title, self.problems.get(key, ""))]
        for block in blocks:
            found.append(Problem(block.anchor, block.title, block.problem))
            for row in block.rows:
                about = f"{row.title}: " if row.name else ""
                found += [Problem(one.anchor, about + one.label, one.problem) for one in row.fields]
        return [Section(key, title, help, blocks, [one for one in found if one.sentence])] if blocks else []

    def _blocks(self, title: str, help: str, places: list[Place]) -> list[Block]:
        """One block for each run of questions that stand directly here, and for each group inside, in order."""
        blocks: list[Block] = []
        shown = [place for place in places if place.asked and not place.item.hidden]
        for group, run in groupby(shown, key=lambda place: place.key if place.item.is_group else ""):
            held = list(run)
            item = held[0].item
            if not group:
                fields = [one for place in held for one in self._fields(place)]
                head = ("", "") if blocks else (title, help)
                blocks.append(Block(held[0].key, *head, [Row("", "", "", fields)]))
            elif item.repeats:
                blocks += self._rows(held)
            else:
                blocks += self._blocks(item.text, item.help, held[0].children)
        return blocks

    def _rows(self, places: list[Place]) -> list[Block]:
        item, key = places[0].item, places[0].key
        held = [place for place in places if place.row]
        rows = [self._row(place, number) for number, place in enumerate(held, 1)]
        problem = self.problems.get(key, "")
        room = item.can_grow and len(rows) < (item.many or MOST_ROWS)
        return [
            Block(key, item.text, item.help, rows, room, problem, anchor(key)),
            *(
                replace(block, title=f"{block.title}: {row.title}" if row.title else block.title)
                for place, row in zip(held, rows, strict=True)
                for block in self._blocks("", "", [child for child in place.children if child.item.is_group])
            ),
        ]

    def _row(self, place: Place, number: int) -> Row:
        known = [said(child) for child in place.children if child.item.read_only and not child.item.hidden]
        asked = [child for child in place.children if child.asked and not child.item.hidden and not child.item.is_group]
        fields = [one for child in asked if not child.item.read_only for one in self._fields(child)]
        told = [said(child) for child in asked if child.written][:1]
        texts = [text for text in known if text] or told or [say("Number {n}", n=number)]
        return Row(place.row, texts[0], " ".join(texts[1:]), fields, place.item.can_grow)

    def _fields(self, place: Place) -> list[Field]:
        inner = [child for child in place.children if child.asked and not child.item.hidden]
        return [self._field(place), *(one for child in inner for one in self._fields(child))]

    def _field(self, place: Place) -> Field:
        item = place.item
        return Field(
            key=place.key,
            draw=_part(item),
            label=item.text,
            help=item.help,
            required=item.at_least > 0,
            value=_value(place),
            choices=choices(place),
            type=_type(item),
            keyboard=_keyboard(item),
            fill_in=AUTOCOMPLETE.get(item.definition, "off"),
            unit=_unit(item),
            longest=item.longest,
            least=item.least if item.kind in ONE_LINE else "",
            most=item.most if item.kind in ONE_LINE else "",
            example=item.placeholder,
            problem=self.problems.get(place.key, ""),
            anchor=anchor(place.key),
        )


def anchor(key: str) -> str:
    """The element id under which a question stands on its screen."""
    return "q-" + re.sub(r"[^A-Za-z0-9]+", "-", key)


def choices(place: Place) -> list[Choice]:
    """What can be picked for a question, and what is."""
    item = place.item
    if item.kind == "boolean":
        return [Choice(key, said_one(item, key), key in place.written) for key in ("true", "false")]
    return [Choice(option.key, option.label, option.key in place.written) for option in item.options]


def said(place: Place) -> str:
    """The answers of a question as a person reads them."""
    return ", ".join(said_one(place.item, text) for text in place.written)


def said_one(item: Item, text: str) -> str:
    """One answer as a person reads it: a choice by its words, a unit by its name, a day as it is spoken."""
    if item.kind == "boolean":
        return say("Yes") if text == "true" else say("No")
    if item.kind == "quantity":
        return _measured(item, text)
    if item.kind == "date":
        return day_said(text)
    option = chosen(item, text)
    return option.label if option else text


def day_said(text: str) -> str:
    """A day that was written as a form keeps it, as people say it."""
    return spoken(moment(text), "UTC") or text


def _measured(item: Item, text: str) -> str:
    amount, _, code = text.partition(" ")
    names = {unit.get("code"): str(unit.get("display") or code) for unit in item.units}
    return f"{amount} {names.get(code, code)}".strip()


def _part(item: Item) -> str:
    if item.kind == "display":
        return "said"
    if item.read_only:
        return "read"
    if item.signature:
        return "sign"
    if item.kind == "boolean":
        return "pick"
    if item.kind == "open-choice":
        return "tick-open" if item.repeats else "pick-open"
    if item.options:
        if item.repeats:
            return "tick"
        return "list" if item.control == "drop-down" or len(item.options) > MOST_RADIOS else "pick"
    return "area" if item.kind == "text" or item.repeats else "line"


def _type(item: Item) -> str:
    if item.definition.endswith(":phone"):
        return "tel"
    if item.definition.endswith(":email"):
        return "email"
    return ONE_LINE.get(item.kind, "text")


def _keyboard(item: Item) -> str:
    """The keys that a phone shows."""
    by_kind = {"integer": "numeric", "decimal": "decimal", "quantity": "decimal"}
    return by_kind.get(item.kind) or {"tel": "tel", "email": "email", "url": "url"}.get(_type(item), "text")


def _unit(item: Item) -> str:
    return str(item.units[0].get("display") or item.units[0].get("code") or "") if len(item.units) == 1 else ""


def _value(place: Place) -> str:
    """What stands in the input: nothing where an answer is picked, of an open choice what is none of its options."""
    item = place.item
    if item.read_only:
        return said(place)
    if item.kind in ("boolean", "choice") and _part(item) != "list":
        return ""
    return "\n".join(text for text in place.written if not chosen(item, text))
