"""The questions of a form as a patient answers them; every answer is handed on as soon as it is given."""

from dataclasses import dataclass

import reflex as rx

from portal_app.chart.questionnaire.ask import Block, Choice, Field, Row
from portal_app.components.button import GHOST, OUTLINE, button
from portal_app.components.card import CARD
from portal_app.components.form import CHOICE, INPUT, TEXTAREA
from portal_app.components.icon import icon
from portal_app.words import t

PAUSE = 600
"""Milliseconds without a key before what was typed is saved; leaving the field saves at once."""
SHORT = (
    "relative flex min-h-12 cursor-pointer items-center justify-center gap-1.5 rounded-field border border-edge "
    "bg-base-100 px-2 text-center has-checked:border-primary has-checked:bg-primary has-checked:font-semibold "
    "has-checked:text-primary-content has-focus-visible:outline-3 has-focus-visible:outline-offset-2 "
    "has-focus-visible:outline-primary"
)


@dataclass(frozen=True)
class Hands:
    """What happens with what the patient does."""

    answer: rx.EventHandler
    tick: rx.EventHandler
    add: rx.EventHandler
    remove: rx.EventHandler


def block(part: rx.Var[Block], hands: Hands) -> rx.Component:
    """A part of a screen: its heading, its rows, and room for more."""
    return rx.el.section(
        rx.cond(part.title != "", rx.el.h2(part.title, class_name="text-[1.25rem] leading-snug font-semibold")),
        rx.cond(part.help != "", rx.el.p(part.help, class_name="mt-1 text-quiet")),
        problem(part.problem, part.anchor),
        rx.cond(
            part.rows.length() > 0,
            rx.el.div(
                rx.foreach(part.rows, lambda one: row(part, one, hands)),
                class_name=[CARD, "mt-3 divide-y divide-base-300 overflow-hidden"],
            ),
        ),
        rx.cond(
            part.can_grow,
            button(t("Add another"), OUTLINE, "plus", "mt-4 max-sm:btn-block", on_click=hands.add(part.key)),
        ),
        key=part.key,
        id=part.anchor,
        tab_index=-1,
        class_name="mt-8 scroll-mt-20 outline-none first:mt-6",
    )


def row(part: rx.Var[Block], one: rx.Var[Row], hands: Hands) -> rx.Component:
    """Questions that belong together; a medicine or an allergy carries its name."""
    questions = rx.el.div(rx.foreach(one.fields, lambda asked: question(asked, hands)), class_name="grid gap-6")
    named = rx.el.fieldset(
        rx.el.legend(one.title, class_name="sr-only"),
        rx.el.p(one.title, aria_hidden="true", class_name="text-[1.125rem] leading-snug font-semibold wrap-anywhere"),
        rx.cond(one.detail != "", rx.el.p(one.detail, class_name="text-base text-quiet")),
        rx.el.div(questions, class_name="mt-3"),
        rx.cond(
            one.can_go,
            button(t("Remove"), GHOST, "trash-2", "mt-3 -ml-3", on_click=hands.remove(part.key, one.name)),
        ),
    )
    return rx.el.div(rx.cond(one.name != "", named, questions), key=one.name, class_name="p-5")


def question(asked: rx.Var[Field], hands: Hands) -> rx.Component:
    """One question with its help, its problem and the way to answer it."""
    return rx.el.div(
        rx.match(
            asked.draw,
            ("said", rx.el.p(asked.label, class_name="whitespace-pre-line")),
            ("read", rx.el.p(rx.el.span(asked.label, class_name="block font-semibold"), asked.value)),
            ("area", _labelled(asked, _area(asked, hands))),
            ("list", _labelled(asked, _list(asked, hands))),
            ("pick", _chosen(asked, _picks(asked, hands))),
            ("pick-open", _chosen(asked, _picks(asked, hands), _own_words(asked, hands))),
            ("tick", _chosen(asked, _ticks(asked, hands))),
            ("tick-open", _chosen(asked, _ticks(asked, hands))),
            ("sign", _labelled(asked, _line(asked, hands, "font-semibold italic"))),
            _labelled(asked, _line(asked, hands)),
        ),
        key=asked.key,
        class_name=rx.cond(asked.problem != "", "-mx-5 -my-2 border-l-4 border-error bg-error/5 px-4 py-2", ""),
    )


def problem(sentence: rx.Var[str], anchor: rx.Var[str]) -> rx.Component:
    """What is missing or wrong, at its place."""
    return rx.cond(
        sentence != "",
        rx.el.p(
            icon("circle-alert", "size-5 mt-[3px]"),
            sentence,
            id=anchor + "-problem",
            class_name="mt-2 flex gap-2 font-semibold text-error",
        ),
    )


def _name(asked: rx.Var[Field]) -> rx.Component:
    return rx.fragment(
        asked.label,
        rx.cond(asked.required, "", rx.el.span(" ", t("(optional)"), class_name="font-normal text-quiet")),
    )


def _help(asked: rx.Var[Field]) -> rx.Component:
    return rx.cond(asked.help != "", rx.el.p(asked.help, id=asked.anchor + "-help", class_name="text-base text-quiet"))


def _labelled(asked: rx.Var[Field], control: rx.Component) -> rx.Component:
    return rx.el.div(
        rx.el.label(_name(asked), html_for=asked.anchor, class_name="font-semibold"),
        _help(asked),
        problem(asked.problem, asked.anchor),
        control,
    )


def _chosen(asked: rx.Var[Field], *controls: rx.Component) -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(_name(asked), class_name="font-semibold"),
        _help(asked),
        problem(asked.problem, asked.anchor),
        *controls,
        id=asked.anchor,
        # as a property of a fieldset Reflex takes it for a style
        custom_attrs={"tabIndex": -1},
        aria_describedby=_described(asked),
        class_name="outline-none",
    )


def _described(asked: rx.Var[Field]) -> rx.Var[str]:
    helped = rx.cond(asked.help != "", asked.anchor + "-help ", "")
    return helped + rx.cond(asked.problem != "", asked.anchor + "-problem", "")


def _typed(asked: rx.Var[Field], hands: Hands) -> dict[str, object]:
    return {
        "id": asked.anchor,
        "name": asked.key,
        "default_value": asked.value,
        "on_blur": lambda text: hands.answer(asked.key, text),
        "on_change": lambda text: hands.answer.debounce(PAUSE)(asked.key, text),
        "aria_describedby": _described(asked),
        "aria_invalid": rx.cond(asked.problem != "", "true", "false"),
        "aria_required": rx.cond(asked.required, "true", "false"),
    }


def _line(asked: rx.Var[Field], hands: Hands, class_name: str = "") -> rx.Component:
    return rx.el.div(
        rx.el.input(
            type=asked.type,
            input_mode=asked.keyboard,
            auto_complete=asked.fill_in,
            placeholder=asked.example,
            min=asked.least,
            max=asked.most,
            class_name=[INPUT, class_name],
            **_typed(asked, hands),
        ),
        rx.cond(asked.unit != "", rx.el.span(asked.unit, class_name="mt-1.5 text-quiet")),
        class_name="flex items-center gap-3",
    )


def _area(asked: rx.Var[Field], hands: Hands) -> rx.Component:
    return rx.el.textarea(rows=3, class_name=TEXTAREA, **_typed(asked, hands))


def _list(asked: rx.Var[Field], hands: Hands) -> rx.Component:
    return rx.el.select(
        rx.el.option(t("Choose"), value=""),
        rx.foreach(asked.choices, lambda one: rx.el.option(one.label, value=one.key, selected=one.picked)),
        id=asked.anchor,
        name=asked.key,
        on_change=lambda text: hands.answer(asked.key, text),
        aria_describedby=_described(asked),
        class_name="select mt-1.5 w-full bg-base-100",
    )


def _picks(asked: rx.Var[Field], hands: Hands) -> rx.Component:
    """Two or three short answers side by side, more of them in a column."""
    return rx.el.div(
        rx.foreach(asked.choices, lambda one: _pick(asked, one, hands)),
        class_name=[
            "mt-3 grid gap-2",
            rx.match(
                asked.choices.length(),
                (2, "grid-cols-2"),
                (3, "grid-cols-3 max-[359px]:grid-cols-1"),
                "sm:grid-cols-2",
            ),
        ],
    )


def _pick(asked: rx.Var[Field], one: rx.Var[Choice], hands: Hands) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="radio",
            name=asked.key,
            value=one.key,
            default_checked=one.picked,
            on_change=lambda _: hands.answer(asked.key, one.key),
            class_name="peer absolute inset-0 cursor-pointer appearance-none outline-none",
        ),
        icon("check", "hidden size-4 sm:peer-checked:block"),
        rx.el.span(one.label),
        key=one.key,
        class_name=SHORT,
    )


def _ticks(asked: rx.Var[Field], hands: Hands) -> rx.Component:
    return rx.el.div(
        rx.foreach(asked.choices, lambda one: _tick(asked, one, hands)),
        class_name="mt-3 grid gap-2 sm:grid-cols-2",
    )


def _tick(asked: rx.Var[Field], one: rx.Var[Choice], hands: Hands) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="checkbox",
            name=asked.key,
            # the tick stands at once; what the server makes of it follows (`assets/portal.js`)
            default_checked=one.picked,
            custom_attrs={"data-picked": one.picked.to_string()},
            on_change=lambda on: hands.tick(asked.key, one.key, on),
            class_name="checkbox checkbox-primary",
        ),
        rx.el.span(one.label),
        key=one.key,
        class_name=CHOICE,
    )


def _own_words(asked: rx.Var[Field], hands: Hands) -> rx.Component:
    """For an answer that is none of the choices."""
    return rx.el.div(
        rx.el.label(t("Or in your own words"), html_for=asked.anchor + "-own", class_name="text-base text-quiet"),
        rx.el.input(
            id=asked.anchor + "-own",
            name=asked.key + "-own",
            default_value=asked.value,
            on_change=lambda text: hands.answer.debounce(PAUSE)(asked.key, text),
            class_name=INPUT,
        ),
        class_name="mt-3",
    )
