"""One measured value: what it is, how much, where it lies, what that may mean, how it was before."""

from collections.abc import Callable

import reflex as rx

from portal_app.components.button import GHOST, button
from portal_app.components.disclosure import disclosure
from portal_app.components.icon import icon
from portal_app.components.number_line import number_line
from portal_app.components.pill import status_pill
from portal_app.values.cards import MeasureCard, ValueRow
from portal_app.words import t


def measure(
    card: rx.Var[MeasureCard],
    over_time: rx.Component,
    drawn: rx.Var[bool],
    draw: Callable[[rx.Var[str]], rx.event.EventSpec],
) -> rx.Component:
    """A row of a result; `over_time` is its chart, `drawn` whether it is there, `draw` asks for it."""
    return rx.el.li(
        rx.el.div(
            _head(card),
            rx.cond(card.standing == "outside", _how_it_stands(card)),
            rx.cond(
                card.lined,
                number_line(card.sentence, card.at, card.low, card.high, t("usual"), card.standing != "outside"),
                rx.el.p(card.usual, class_name="mt-1 text-base text-quiet empty:hidden"),
            ),
            rx.foreach(card.parts, _part),
            rx.cond(
                card.corrected == "", rx.el.p(card.progress, class_name="mt-2 text-base font-semibold empty:hidden")
            ),
            rx.el.p(card.meaning, class_name="mt-3 empty:hidden"),
            rx.foreach(card.notes, lambda note: rx.el.p(note, class_name="mt-2 text-base wrap-anywhere")),
            rx.cond(card.corrected, _correction(card)),
            _more(card, drawn, draw),
            class_name="min-w-0 p-5",
        ),
        rx.cond(
            drawn,
            rx.el.div(
                over_time,
                # the button that asked for it is gone: the focus goes here (`assets/keys.js`)
                id="over-" + card.id,
                tab_index=-1,
                class_name="min-w-0 border-t border-base-300 p-5 lg:border-t-0 lg:border-l",
            ),
        ),
        class_name=["outline outline-base-300", rx.cond(drawn, "lg:col-span-2 lg:grid lg:grid-cols-2", "")],
    )


def _head(card: rx.Var[MeasureCard]) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.h3(card.title, class_name="text-[1.125rem] leading-snug font-semibold wrap-anywhere"),
            rx.el.p(card.short, class_name="text-base text-quiet empty:hidden"),
            class_name="min-w-0",
        ),
        rx.cond(
            card.value,
            rx.el.p(
                rx.cond(
                    card.standing == "usual",
                    rx.fragment(
                        icon("circle-check", "mr-2 inline size-5 -translate-y-0.5 icon-bold text-success"),
                        rx.el.span(t("Usual: "), class_name="sr-only"),
                    ),
                ),
                rx.el.span(card.value, class_name="text-[1.625rem] font-semibold tabular-nums"),
                rx.cond(card.unit, rx.fragment(rx.el.br(), rx.el.span(card.unit, class_name="text-base text-quiet"))),
                class_name="shrink-0 max-w-[55%] text-right leading-tight wrap-anywhere",
            ),
            rx.el.p(card.why_missing, class_name="max-w-[45%] text-right text-base text-quiet"),
        ),
        class_name="flex items-start justify-between gap-x-4",
    )


def _how_it_stands(card: rx.Var[MeasureCard]) -> rx.Component:
    return rx.el.p(status_pill(card.words, "soon", card.drawing), class_name="mt-2 mb-2")


def _part(part: rx.Var[ValueRow]) -> rx.Component:
    return rx.el.p(
        part.when,
        ": ",
        rx.el.strong(part.value, class_name="font-semibold"),
        rx.cond(part.words, rx.el.span(" (", part.words, ")")),
        class_name="mt-2 text-base",
    )


def _correction(card: rx.Var[MeasureCard]) -> rx.Component:
    return rx.el.div(
        rx.el.p(
            icon("pencil", "size-[1.125rem] mt-[3px] icon-bold"),
            card.corrected,
            class_name="flex gap-2 font-semibold text-info",
        ),
        rx.el.p(
            t("It first said:"),
            " ",
            rx.el.s(card.first_said, class_name="text-quiet"),
            ". ",
            card.now_says,
            class_name="mt-1",
        ),
        class_name="mt-3 rounded-field bg-info/10 p-3.5 text-base",
    )


def _more(
    card: rx.Var[MeasureCard], drawn: rx.Var[bool], draw: Callable[[rx.Var[str]], rx.event.EventSpec]
) -> rx.Component:
    """What the test is, and how it was before: a tap away."""
    return rx.el.div(
        rx.cond(
            card.what,
            disclosure(
                rx.fragment(t("What is this test?"), rx.el.span(" ", card.title, class_name="sr-only")),
                rx.el.p(card.what, class_name="pb-2"),
                class_name="open:w-full",
            ),
        ),
        rx.cond(
            card.earlier & ~drawn,
            button(
                rx.fragment(t("See it over time"), rx.el.span(" ", card.title, class_name="sr-only")),
                GHOST,
                "activity",
                "-mx-4 text-base",
                on_click=draw(card.id),
                custom_attrs={"data-then-focus": "#over-" + card.id},
            ),
        ),
        class_name="mt-2 flex flex-wrap items-start justify-between gap-x-4 empty:hidden",
    )
