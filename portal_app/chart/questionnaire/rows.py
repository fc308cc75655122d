"""What a patient may write: open questions of rows that are there, and rows where the form has room."""

from portal_app.chart.questionnaire.item import Answers, Questionnaire
from portal_app.chart.questionnaire.places import MOST_ROWS, Place, every_place, lay_out, rows_of


def can_answer(form: Questionnaire, answers: Answers, key: str) -> bool:
    """True if the key names a question that is asked now and is the patient's to answer."""
    place = _at(form, answers, key)
    return bool(place and place.asked and place.item.is_question and not _is_closed(place))


def add_row(form: Questionnaire, answers: Answers, key: str, name: str) -> list[str] | None:
    """The rows of a group with one more, or None if the group is not asked or has no room."""
    place = _at(form, answers, key)
    if not place or not place.asked or not place.item.can_grow:
        return None
    rows = rows_of(place.item, key, answers)
    return None if len(rows) >= (place.item.many or MOST_ROWS) else [*rows, name]


def remove_row(form: Questionnaire, answers: Answers, key: str, name: str) -> list[str] | None:
    """The rows of a group without one, or None if that row is not the patient's to take away."""
    place = _at(form, answers, key)
    if not place or not place.asked or not place.item.can_grow:
        return None
    rows = rows_of(place.item, key, answers)
    return [row for row in rows if row != name] if name in rows else None


def _at(form: Questionnaire, answers: Answers, key: str) -> Place | None:
    return next((place for place in every_place(lay_out(form, answers)) if place.key == key), None)


def _is_closed(place: Place) -> bool:
    return place.item.read_only or place.item.hidden or bool(place.up and _is_closed(place.up))
