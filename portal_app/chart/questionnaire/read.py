"""A FHIR R4 Questionnaire in, a form out; what cannot be asked is refused before a patient sees it."""

import re
from collections.abc import Iterator

from portal_app.catalogue import say
from portal_app.chart.questionnaire import extensions as ext
from portal_app.chart.questionnaire.item import QUESTIONS, Item, Json, Option, Questionnaire, UnfitQuestionnaire, When

LATER = ("attachment", "reference")
OPERATORS = ("exists", "=", "!=", ">", "<", ">=", "<=")


def read(resource: Json, language: str = "en") -> Questionnaire:
    """The form that a Questionnaire describes, in one language; raises UnfitQuestionnaire with the reason."""
    if resource.get("resourceType") != "Questionnaire":
        raise UnfitQuestionnaire(say("This file is not a FHIR Questionnaire."))
    left_out: list[str] = []
    contained = {str(held.get("id")): held for held in resource.get("contained") or []}
    reader = _Reader(language, contained, left_out)
    form = Questionnaire(
        url=str(resource.get("url") or f"Questionnaire/{resource.get('id', '')}"),
        version=str(resource.get("version") or ""),
        title=ext.words(resource, "title", language),
        description=ext.words(resource, "description", language),
        language=language,
        items=reader.items(resource),
        variables=tuple(
            (str(value.get("name")), str(value.get("expression")))
            for value in ext.found(resource, "variable")
            if isinstance(value, dict)
        ),
        left_out=tuple(left_out),
    )
    _refuse_what_cannot_work(form)
    return form


def every(items: tuple[Item, ...]) -> Iterator[Item]:
    """Each item of a form, parents first."""
    for item in items:
        yield item
        yield from every(item.items)


class _Reader:
    """Carries what each item of one Questionnaire needs in order to be read."""

    def __init__(self, language: str, contained: dict[str, Json], left_out: list[str]):
        self.language, self.contained, self.left_out = language, contained, left_out

    def items(self, holder: Json) -> tuple[Item, ...]:
        return tuple(item for child in holder.get("item") or [] if (item := self.item(child)) and not _is_help(child))

    def item(self, raw: Json) -> Item | None:
        link_id, kind = str(raw.get("linkId") or ""), str(raw.get("type") or "")
        if not link_id or re.search(r"[\[\]/\s]", link_id):
            raise UnfitQuestionnaire(say("A question has no usable linkId: “{name}”.", name=link_id))
        if kind in LATER:
            if raw.get("required"):
                raise UnfitQuestionnaire(
                    say(
                        "Question {name} requires a file or a reference, which this portal cannot ask for yet. "
                        "Make it optional, or take it out.",
                        name=link_id,
                    )
                )
            self.left_out.append(link_id)
            return None
        if kind not in QUESTIONS | {"group", "display"}:
            raise UnfitQuestionnaire(
                say("Question {name} has a type that this portal does not know: “{kind}”.", name=link_id, kind=kind)
            )
        row_name, rows_from = ext.expression(raw, "rows")
        units = [value for name in ("unit", "unit_option") for value in ext.found(raw, name)]
        return Item(
            link_id=link_id,
            kind=kind,
            text=ext.words(raw, "text", self.language),
            short=self.short(raw),
            help=" ".join(
                ext.words(child, "text", self.language) for child in raw.get("item") or [] if _is_help(child)
            ),
            required=raw.get("required") is True,
            repeats=raw.get("repeats") is True,
            read_only=raw.get("readOnly") is True,
            hidden=ext.one(raw, "hidden") is True,
            signature=ext.one(raw, "signature") is not None,
            options=self.options(raw),
            when=tuple(self.when(link_id, one) for one in raw.get("enableWhen") or []),
            when_any=raw.get("enableBehavior") == "any",
            items=self.items(raw),
            control=_code(ext.one(raw, "control")),
            placeholder=str(ext.one(raw, "placeholder") or ""),
            shortest=int(ext.one(raw, "shortest") or 0),
            longest=int(raw.get("maxLength") or 0),
            least=_limit(ext.one(raw, "least")),
            most=_limit(ext.one(raw, "most")),
            decimals=ext.one(raw, "decimals"),
            pattern=_pattern(link_id, ext.one(raw, "pattern")),
            fewest=int(ext.one(raw, "fewest") or 0),
            many=int(ext.one(raw, "many") or 0),
            units=tuple(unit for unit in units if isinstance(unit, dict)),
            initial=tuple(raw.get("initial") or ()),
            prefill=ext.expression(raw, "initial")[1],
            rows_from=rows_from,
            row_name=row_name,
            definition=str(raw.get("definition") or "").rpartition("#")[2],
            becomes="Observation" if ext.one(raw, "observed") is True else str(ext.one(raw, "becomes") or ""),
            code=tuple(raw.get("code") or ()),
            category=ext.one(raw, "observed_as"),
        )

    def short(self, raw: Json) -> str:
        for extension in raw.get("extension") or []:
            if extension.get("url") == ext.ADDRESSES["short"]:
                return ext.words(extension, "valueString", self.language)
        return ""

    def options(self, raw: Json) -> tuple[Option, ...]:
        if raw.get("answerValueSet"):
            return tuple(self.option(coding) for coding in self.value_set(raw))
        return tuple(self.option(option) for option in raw.get("answerOption") or [])

    def option(self, raw: Json) -> Option:
        value = {name: held for name, held in raw.items() if name.startswith("value")}
        held = ext.value_of(value)
        if isinstance(held, dict):
            label = ext.words(held, "display", self.language) or str(held.get("code", ""))
            return Option(str(held.get("code") or label), label, value, ext.one(raw, "exclusive") is True)
        name = next(iter(value), "valueString")
        return Option(str(held), ext.words(raw, name, self.language), value, ext.one(raw, "exclusive") is True)

    def value_set(self, raw: Json) -> Iterator[Json]:
        address = str(raw["answerValueSet"])
        held = self.contained.get(address.removeprefix("#"))
        if not address.startswith("#") or held is None:
            raise UnfitQuestionnaire(
                say(
                    "Question {name} takes its choices from {address}, which is not inside the form.",
                    name=raw.get("linkId"),
                    address=address,
                )
            )
        for include in (held.get("compose") or {}).get("include") or []:
            for concept in include.get("concept") or []:
                coding = {**concept, "system": include.get("system")}
                yield {"valueCoding": {name: part for name, part in coding.items() if part}}

    def when(self, link_id: str, raw: Json) -> When:
        operator = str(raw.get("operator"))
        answer = {name: value for name, value in raw.items() if name.startswith("answer")}
        if operator not in OPERATORS or not answer:
            raise UnfitQuestionnaire(say("Question {name} has a condition that cannot be read.", name=link_id))
        return When(str(raw.get("question")), operator, answer)


def _is_help(raw: Json) -> bool:
    return raw.get("type") == "display" and _code(ext.one(raw, "control")) == "help"


def _code(concept: object) -> str:
    codings = (concept.get("coding") or []) if isinstance(concept, dict) else []
    return str(codings[0].get("code", "")) if codings else ""


def _limit(value: object) -> str:
    held = value.get("value") if isinstance(value, dict) else value
    return "" if held is None else str(held)


def _pattern(link_id: str, text: object) -> re.Pattern[str] | None:
    try:
        return re.compile(str(text)) if text else None
    except re.error as problem:
        raise UnfitQuestionnaire(say("Question {name} has a pattern that cannot be read.", name=link_id)) from problem


def _refuse_what_cannot_work(form: Questionnaire) -> None:
    items = list(every(form.items))
    known = {item.link_id: item for item in items}
    if len(known) < len(items):
        raise UnfitQuestionnaire(say("Two questions have the same linkId."))
    for item in items:
        if item.kind == "choice" and not item.options:
            raise UnfitQuestionnaire(say("Question {name} offers no choices.", name=item.link_id))
        if item.repeats and item.is_question and any(child.is_question for child in item.items):
            raise UnfitQuestionnaire(
                say(
                    "Question {name} takes several answers and holds further questions. Use a repeated group.",
                    name=item.link_id,
                )
            )
        if item.signature and (item.kind != "string" or item.prefill or item.initial or item.repeats):
            raise UnfitQuestionnaire(
                say("Signature {name} must be an empty string item that a person fills in.", name=item.link_id)
            )
        if item.hidden and item.required and not (item.prefill or item.initial):
            raise UnfitQuestionnaire(
                say("Question {name} is required and hidden, and nothing fills it in.", name=item.link_id)
            )
        for when in item.when:
            if when.question not in known and when.question not in form.left_out:
                raise UnfitQuestionnaire(
                    say(
                        "Question {name} depends on {other}, which is not there.",
                        name=item.link_id,
                        other=when.question,
                    )
                )
    _refuse_circles(form.items, known)


def _refuse_circles(items: tuple[Item, ...], known: dict[str, Item]) -> None:
    waits_for: dict[str, set[str]] = {link_id: set() for link_id in known}
    for item in known.values():
        waits_for[item.link_id] |= {when.question for when in item.when if when.question in known}
        for child in item.items:
            waits_for[child.link_id].add(item.link_id)
    done: set[str] = set()
    while ready := {link_id for link_id, on in waits_for.items() if on <= done} - done:
        done |= ready
    if len(done) < len(known):
        raise UnfitQuestionnaire(
            say("Some questions wait for each other: {names}.", names=", ".join(sorted(set(known) - done)))
        )
