"""The last gate: does a QuestionnaireResponse satisfy its Questionnaire?

It reads both as raw FHIR and shares no line with the code that asks and checks, so that a mistake
there cannot let a blank or unsigned form through here.
"""

import operator
import re
from collections.abc import Iterator
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]
VALUE = {
    "boolean": "valueBoolean",
    "decimal": "valueDecimal",
    "integer": "valueInteger",
    "date": "valueDate",
    "dateTime": "valueDateTime",
    "time": "valueTime",
    "string": "valueString",
    "text": "valueString",
    "url": "valueUri",
    "quantity": "valueQuantity",
    "attachment": "valueAttachment",
    "reference": "valueReference",
}
URL = "http://hl7.org/fhir/StructureDefinition/"
_ORDERS = {"=": operator.eq, ">": operator.gt, "<": operator.lt, ">=": operator.ge, "<=": operator.le}


def validates(questionnaire: Json, response: Json) -> list[str]:
    """What is wrong with a response, one line each; empty means that it satisfies its Questionnaire."""
    wrong: list[str] = []
    address = questionnaire.get("url") or f"Questionnaire/{questionnaire.get('id', '')}"
    if str(response.get("questionnaire", "")).split("|")[0] != address:
        wrong.append("the response answers another questionnaire")
    if response.get("status") not in ("completed", "amended"):
        wrong.append("the response is not completed")
    gate = _Gate(questionnaire.get("contained") or [], wrong)
    gate.level(questionnaire.get("item") or [], response.get("item") or [], [])
    return wrong


Scopes: TypeAlias = list[tuple[list[Json], list[Json]]]  # what is asked and what is given, from the root to here


class _Gate:
    """Walks both trees side by side."""

    def __init__(self, contained: list[Json], wrong: list[str]):
        self.contained, self.wrong = contained, wrong

    def level(self, asked: list[Json], given: list[Json], above: Scopes) -> None:
        scopes = [*above, (asked, given)]
        order = [item["linkId"] for item in asked]
        for one in given:
            if one.get("linkId") not in order:
                self.wrong.append(f"{one.get('linkId')} is not asked here")
        known = [order.index(one["linkId"]) for one in given if one.get("linkId") in order]
        if known != sorted(known):
            self.wrong.append("the answers are not in the order of the questions")
        for item in asked:
            self.item(item, [one for one in given if one.get("linkId") == item["linkId"]], scopes)

    def item(self, item: Json, given: list[Json], scopes: Scopes) -> None:
        name, kind = item["linkId"], item["type"]
        if not self.enabled(item, scopes):
            if given:
                self.wrong.append(f"{name} is answered though it is not asked")
            return
        if len(given) > 1 and not (kind == "group" and item.get("repeats")):
            self.wrong.append(f"{name} stands there more than once")
        least = max(_extension(item, "questionnaire-minOccurs") or 0, 1 if item.get("required") else 0)
        most = _extension(item, "questionnaire-maxOccurs") or (None if item.get("repeats") else 1)
        count = len(given) if kind == "group" else sum(len(one.get("answer") or []) for one in given)
        if kind != "display" and count < least:
            self.wrong.append(f"{name} is required")
        if most is not None and count > most:
            self.wrong.append(f"{name} has too many answers")
        if kind == "group" and not given and not item.get("repeats"):
            # stricter than FHIR, which asks nothing inside a group that is left out whole: a blank form must not pass
            self.level(item.get("item") or [], [], scopes)
        for one in given:
            if kind == "group":
                self.group(item, one, scopes)
            else:
                self.question(item, one, scopes)

    def group(self, item: Json, given: Json, scopes: Scopes) -> None:
        if given.get("answer"):
            self.wrong.append(f"{item['linkId']} is a group and has an answer of its own")
        if not given.get("item"):
            self.wrong.append(f"{item['linkId']} is an empty group")
        self.level(item.get("item") or [], given.get("item") or [], scopes)

    def question(self, item: Json, given: Json, scopes: Scopes) -> None:
        answers = given.get("answer") or []
        if not answers or given.get("item") or item["type"] == "display":
            self.wrong.append(f"{item['linkId']} stands there without an answer")
        for answer in answers:
            problem = _wrong_value(item, answer, self.contained)
            if problem:
                self.wrong.append(f"{item['linkId']}: {problem}")
            self.level(item.get("item") or [], answer.get("item") or [], scopes)
        signed = any(
            extension.get("url") == URL + "questionnaireresponse-signature"
            and (extension.get("valueSignature") or {}).get("who")
            for extension in given.get("extension") or []
        )
        if answers and _has_extension(item, "questionnaire-signatureRequired") and not signed:
            self.wrong.append(f"{item['linkId']} is not signed")

    def enabled(self, item: Json, scopes: Scopes) -> bool:
        conditions = item.get("enableWhen") or []
        met = [self.met(condition, scopes) for condition in conditions]
        return not met or (any(met) if item.get("enableBehavior") == "any" else all(met))

    def met(self, condition: Json, scopes: Scopes) -> bool:
        answers: list[object] = []
        for asked, given in reversed(scopes):
            if any(item.get("linkId") == condition["question"] for item in _within(asked)):
                found = [one for one in _within(given) if one.get("linkId") == condition["question"]]
                answers = [_value(answer) for one in found for answer in one.get("answer") or []]
                break
        wanted = next(value for name, value in condition.items() if name.startswith("answer"))
        how = condition["operator"]
        if how == "exists":
            return bool(answers) == wanted
        if how == "!=":
            return bool(answers) and not any(_is(answer, wanted, "=") for answer in answers)
        return any(_is(answer, wanted, how) for answer in answers)


def _within(items: list[Json]) -> Iterator[Json]:
    for one in items:
        yield one
        yield from _within(one.get("item") or [])
        for answer in one.get("answer") or []:
            yield from _within(answer.get("item") or [])


def _value(answer: Json) -> Any:
    return next((value for name, value in answer.items() if name.startswith("value")), None)


def _is(held: Any, wanted: Any, how: str) -> bool:
    if isinstance(held, dict) and isinstance(wanted, dict):
        if "value" in wanted:
            return held.get("code") == wanted.get("code") and _is(held.get("value"), wanted["value"], how)
        return how == "=" and all(held.get(part) == wanted[part] for part in ("system", "code") if part in wanted)
    if isinstance(held, bool) or isinstance(wanted, bool) or type(held) is not type(wanted):
        numbers = isinstance(held, int | float) and isinstance(wanted, int | float)
        if not numbers or isinstance(held, bool) or isinstance(wanted, bool):
            return how == "=" and held is wanted
    return _ORDERS[how](held, wanted)


def _wrong_value(item: Json, answer: Json, contained: list[Json]) -> str:
    kind, value = item["type"], _value(answer)
    if kind in ("choice", "open-choice"):
        return (
            ""
            if _offered(item, answer, contained) or (kind == "open-choice" and _is_text(answer))
            else "is not a choice"
        )
    if VALUE[kind] not in answer:
        return f"is not a {kind}"
    if kind in ("string", "text"):
        if not _is_text(answer):
            return "is blank"
        if len(value) > (item.get("maxLength") or len(value)) or len(value) < (_extension(item, "minLength") or 0):
            return "has a wrong length"
    pattern = _extension(item, "regex")
    if pattern and isinstance(value, str) and not re.fullmatch(pattern, value):
        return "is not written as asked"
    amount = value.get("value") if isinstance(value, dict) else value
    for name, how in (("minValue", ">="), ("maxValue", "<=")):
        limit = _extension(item, name)
        limit = limit.get("value") if isinstance(limit, dict) else limit
        if limit is not None and type(amount) in (int, float, str) and not _is(amount, limit, how):
            return "is out of range"
    return ""


def _is_text(answer: Json) -> bool:
    text = answer.get("valueString")
    return isinstance(text, str) and any(sign.isprintable() and not sign.isspace() for sign in text)


def _offered(item: Json, answer: Json, contained: list[Json]) -> bool:
    offers = [_value(option) for option in item.get("answerOption") or []]
    for value_set in contained:
        if f"#{value_set.get('id')}" == item.get("answerValueSet"):
            for include in (value_set.get("compose") or {}).get("include") or []:
                system = {"system": include["system"]} if include.get("system") else {}
                offers += [system | {"code": concept["code"]} for concept in include.get("concept") or []]
    held = _value(answer)
    return any(_is(held, offer, "=") for offer in offers)


def _extension(item: Json, name: str) -> Any:
    for extension in item.get("extension") or []:
        if extension.get("url") == URL + name:
            return next((value for key, value in extension.items() if key.startswith("value")), None)
    return None


def _has_extension(item: Json, name: str) -> bool:
    return any(extension.get("url") == URL + name for extension in item.get("extension") or [])
