"""The first answers of a form, from what the chart already says (SDC: initialExpression, itemPopulationContext)."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, TypeAlias

import fhirpathpy
from fhirpathpy.models import models

from portal_app.chart.questionnaire.item import Answers, Item, Json, Questionnaire
from portal_app.chart.questionnaire.values import plain

Chart: TypeAlias = Mapping[str, Any]  # what expressions may name: %patient, %coverage, %medicines, %allergies, %habits


def prefill(form: Questionnaire, chart: Chart) -> Answers:
    """The answers to start with; what the chart does not know stays open."""
    env = {"coverage": [], "habits": [], **chart}
    for name, path in form.variables:
        env[name] = _found(path, env)
    answers: Answers = {}
    _fill(form.items, "", env, answers)
    return answers


def _fill(items: tuple[Item, ...], scope: str, env: dict[str, object], answers: Answers) -> None:
    for item in items:
        key = scope + item.link_id
        if item.many_rows:
            _fill_rows(item, key, env, answers)
            continue
        if item.is_question and not item.signature:
            values = _found(item.prefill, env) if item.prefill else [_initial(value) for value in item.initial]
            texts = [text for value in values if (text := as_written(value))]
            if item.kind == "choice":  # what the form can not offer, it can not fill in
                texts = [text for text in texts if any(option.key == text for option in item.options)]
            if texts:
                answers[key] = texts if item.repeats else texts[0]
        _fill(item.items, scope, env, answers)


def _fill_rows(item: Item, key: str, env: dict[str, object], answers: Answers) -> None:
    if not item.rows_from:
        return
    entries = [entry for entry in _found(item.rows_from, env) if isinstance(entry, dict)]
    rows = [str(entry.get("id") or f"c{count}") for count, entry in enumerate(entries, 1)]
    if rows:
        answers[key] = rows
    for row, entry in zip(rows, entries, strict=True):
        _fill(item.items, f"{key}[{row}]/", {**env, item.row_name: entry}, answers)


def as_written(value: object) -> str:
    """A value of the chart in the way in which a person would have written the answer."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        if "value" in value:
            return f"{value['value']} {value.get('code') or value.get('unit') or ''}".strip()
        return plain(str(value.get("code") or value.get("display") or value.get("text") or ""))
    return plain(str(value)) if value is not None else ""


def _initial(holder: Json) -> object:
    return next((value for name, value in holder.items() if name.startswith("value")), None)


@lru_cache(maxsize=512)
def _compiled(path: str) -> Callable[[Json, dict[str, object]], list[object]]:
    return fhirpathpy.compile(path, model=models["r4"])


def _found(path: str, env: dict[str, object]) -> list[object]:
    return list(_compiled(path)({}, env))
