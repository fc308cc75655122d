"""Where each question of a form stands once its rows are known, and whether it is asked at all."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from portal_app.chart.questionnaire.extensions import value_of
from portal_app.chart.questionnaire.item import Answers, Item, Json, Questionnaire, When, number
from portal_app.chart.questionnaire.values import Unusable, typed, written

MOST_ROWS = 50
ROW = re.compile(r"[A-Za-z0-9.-]{1,64}")


@dataclass(eq=False)
class Place:
    """One item at one spot: a question in a row, or a group (one place for each of its rows)."""

    item: Item
    key: str  # where its answer is kept
    up: "Place | None"
    row: str = ""  # which row of its repeated group this is
    children: list["Place"] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    asked: bool = False

    @property
    def is_answered(self) -> bool:
        """True if the question is asked and something was written."""
        return self.asked and bool(self.written)


def rows_of(item: Item, key: str, answers: Answers) -> list[str]:
    """The rows of a repeated group, in their order; names that no form made are passed over."""
    raw = answers.get(key)
    names = [name for name in raw if isinstance(name, str) and ROW.fullmatch(name)] if isinstance(raw, list) else []
    least = [f"r{count}" for count in range(1, item.at_least + 1)] if item.can_grow else []
    return list(dict.fromkeys(names))[:MOST_ROWS] or least


def lay_out(form: Questionnaire, answers: Answers) -> list[Place]:
    """The form with its rows and answers; what the conditions switch off is there, marked as not asked."""
    if not isinstance(answers, dict):
        answers = {}
    places = _lay(form.items, answers, "", None)
    asker = _Asker(places)
    for place in every_place(places):
        place.asked = asker.is_asked(place)
    return places


def every_place(places: list[Place]) -> Iterator[Place]:
    """Each place of a form, parents first."""
    for place in places:
        yield place
        yield from every_place(place.children)


def _lay(items: tuple[Item, ...], answers: Answers, scope: str, up: Place | None) -> list[Place]:
    places: list[Place] = []
    for item in items:
        key = scope + item.link_id
        rows = rows_of(item, key, answers) if item.many_rows else [""]
        for row in rows or ([""] if item.can_grow else []):  # no row yet, but room for one
            place = Place(item, key, up, row)
            if item.is_question:
                place.written = written(item, answers.get(key))
            if row or not item.many_rows:
                place.children = _lay(item.items, answers, f"{key}[{row}]/" if row else scope, place)
            places.append(place)
    return places


class _Asker:
    """Decides once for each place; a condition looks at the nearest place of its question."""

    def __init__(self, places: list[Place]):
        self.by_question: dict[str, list[Place]] = {}
        self.decided: dict[int, bool] = {}
        for place in every_place(places):
            self.by_question.setdefault(place.item.link_id, []).append(place)

    def is_asked(self, place: Place) -> bool:
        if id(place) not in self.decided:
            self.decided[id(place)] = self._decide(place)
        return self.decided[id(place)]

    def _decide(self, place: Place) -> bool:
        up = place.up
        if up and (not self.is_asked(up) or (up.item.is_question and not up.written)):
            return False
        met = [self._is_met(when, place) for when in place.item.when]
        return not met or (any(met) if place.item.when_any else all(met))

    def _is_met(self, when: When, place: Place) -> bool:
        near = self._nearest(when.question, place)
        values = [value for other in near if self.is_asked(other) for value in _values(other)]
        return meets(when, values)

    def _nearest(self, question: str, place: Place) -> list[Place]:
        places = self.by_question.get(question, [])
        up = place.up
        while up:
            inside = [other for other in places if _is_within(other, up)]
            if inside:
                return inside
            up = up.up
        return places


def _is_within(place: Place, group: Place) -> bool:
    up = place.up
    while up and up is not group:
        up = up.up
    return up is group


def _values(place: Place) -> list[Json]:
    values = []
    for text in place.written:
        try:
            values.append(typed(place.item, text))
        except Unusable:
            continue
    return values


def meets(when: When, values: list[Json]) -> bool:
    """True if any of the answers satisfies the condition (FHIR R4: enableWhen)."""
    wanted = value_of({name.replace("answer", "value", 1): held for name, held in when.answer.items()})
    if when.operator == "exists":
        return bool(values) is (wanted is True)
    if when.operator == "!=":
        return bool(values) and not any(_compare(value_of(value), wanted) == 0 for value in values)
    return any(_holds(_compare(value_of(value), wanted), when.operator) for value in values)


def _holds(order: int | None, operator: str) -> bool:
    if order is None:
        return False
    return {"=": order == 0, ">": order > 0, "<": order < 0, ">=": order >= 0, "<=": order <= 0}[operator]


def _compare(held: object, wanted: object) -> int | None:
    """-1, 0 or 1 as the answer stands to the wanted value; None if they cannot be compared."""
    if isinstance(held, dict) and isinstance(wanted, dict):
        if "value" in held or "value" in wanted:
            same_unit = held.get("code", held.get("unit")) == wanted.get("code", wanted.get("unit"))
            return _compare(held.get("value"), wanted.get("value")) if same_unit else None
        same = held.get("code") == wanted.get("code") and wanted.get("system") in (None, held.get("system"))
        return 0 if same else None
    if isinstance(held, bool) or isinstance(wanted, bool):
        return 0 if held is wanted else None
    if isinstance(held, int | float) and isinstance(wanted, int | float):
        return (Decimal(str(held)) > Decimal(str(wanted))) - (Decimal(str(held)) < Decimal(str(wanted)))
    if isinstance(held, str) and isinstance(wanted, str):
        left, right = number(held), number(wanted)
        if left is not None and right is not None:
            return (left > right) - (left < right)
        return (held > wanted) - (held < wanted)
    return None
