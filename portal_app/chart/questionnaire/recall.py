"""A FHIR QuestionnaireResponse back into answers by place: what `respond` wrote, read again."""

from portal_app.chart.questionnaire.item import Answers, Item, Json, Questionnaire
from portal_app.chart.questionnaire.prefill import as_written


def recall(form: Questionnaire, response: Json) -> Answers:
    """The answers that a response holds; what the form does not ask is passed over."""
    answers: Answers = {}
    _recall(form.items, response.get("item") or [], "", answers)
    return answers


def _recall(items: tuple[Item, ...], given: list[Json], scope: str, answers: Answers) -> None:
    for item in items:
        key = scope + item.link_id
        held = [one for one in given if one.get("linkId") == item.link_id]
        if item.many_rows and held:
            rows = [str(one.get("id") or f"r{count}") for count, one in enumerate(held, 1)]
            answers[key] = rows
            for row, one in zip(rows, held, strict=True):
                _recall(item.items, one.get("item") or [], f"{key}[{row}]/", answers)
            continue
        for one in held:
            found = one.get("answer") or []
            texts = [as_written(value) for answer in found for name, value in answer.items() if name != "item"]
            if texts:
                answers[key] = texts if item.repeats else texts[0]
            inner = [child for answer in found for child in answer.get("item") or []]
            _recall(item.items, (one.get("item") or []) + inner, scope, answers)
