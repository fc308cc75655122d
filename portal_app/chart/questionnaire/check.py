"""What still has to be answered, or answered otherwise, before a form may be sent."""

from portal_app.catalogue import say, say_count
from portal_app.chart.questionnaire.item import Answers, Questionnaire
from portal_app.chart.questionnaire.places import MOST_ROWS, Place, every_place, lay_out
from portal_app.chart.questionnaire.values import Unusable, chosen, typed


def check(form: Questionnaire, answers: Answers) -> dict[str, str]:
    """The problems by place, in words, in the order of the form; empty means that the form can be sent."""
    problems: dict[str, str] = {}
    places = lay_out(form, answers)
    for place in every_place(places):
        problem = _problem(place) if place.asked else ""
        if problem:
            problems.setdefault(place.key, problem)
    return problems | _missing_rows(places, problems)


def _problem(place: Place) -> str:
    item = place.item
    if not item.is_question:
        return ""
    if len(place.written) < item.at_least:
        return missing(place)
    if (item.many and len(place.written) > item.many) or len(place.written) > MOST_ROWS:
        return say("Choose at most {count}.", count=item.many or MOST_ROWS)
    try:
        for text in place.written:
            typed(item, text)
    except Unusable as problem:
        return str(problem)
    picked = [option for text in place.written if (option := chosen(item, text))]
    alone = [option.label for option in picked if option.exclusive]
    if alone and len(place.written) > 1:
        return say("“{answer}” cannot stand beside another answer.", answer=alone[0])
    return ""


def missing(place: Place) -> str:
    """The sentence for a question that must be answered and is not."""
    item = place.item
    if item.signature:
        return say("Type your full name to sign.")
    if item.at_least > 1:
        return say("Give at least {count} answers.", count=item.at_least)
    if item.options or item.kind == "boolean":
        return say("Choose one answer.") if not item.repeats else say("Choose at least one answer.")
    return say("Answer this question.")


def _missing_rows(places: list[Place], told: dict[str, str]) -> dict[str, str]:
    """Groups that want more, or bear fewer, rows than there are, or in which nothing at all was written.

    Where a question inside already says what is missing, that is enough.
    """
    problems: dict[str, str] = {}
    groups = [place for place in every_place(places) if place.asked and place.item.is_group]
    rows: dict[str, list[Place]] = {}
    for place in groups:
        rows.setdefault(place.key, []).append(place)
    for key, held in rows.items():
        item = held[0].item
        if any(child.key in told for place in held for child in every_place(place.children)):
            continue
        filled = sum(any(child.is_answered for child in every_place(place.children)) for place in held)
        if item.can_grow and filled < item.at_least:
            problems[key] = say_count("Add at least one.", "Add at least {n}.", n=item.at_least)
        elif item.required and not item.repeats and not filled:
            problems[key] = say("Answer at least one question here.")
        elif item.many and len(held) > item.many:
            problems[key] = say("Keep at most {count}.", count=item.many)
    return problems
