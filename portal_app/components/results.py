"""Results in a list: what each says in a line, what waits, and ways to narrow the list."""

from collections.abc import Callable

import reflex as rx

from portal_app.components import Content
from portal_app.components.button import OUTLINE, button
from portal_app.components.card import CARD
from portal_app.components.icon import icon, tile
from portal_app.components.link import link
from portal_app.components.pill import new_pill, status_pill
from portal_app.components.reader import PATIENT, Reader
from portal_app.services.results import LineCard, MonthCard, WaitCard
from portal_app.words import t

_CHIP = "inline-flex min-h-11 cursor-pointer items-center rounded-full border px-4 text-base whitespace-nowrap"
_CHOSEN = "border-primary bg-primary font-semibold text-primary-content"


def filters(
    label: Content, chosen: rx.Var[str], pick: rx.EventHandler, options: list[tuple[str, Content]]
) -> rx.Component:
    """Ways to narrow the list, in one line that a phone moves sideways."""
    return rx.el.div(
        *[
            rx.el.button(
                words,
                type="button",
                aria_pressed=rx.cond(chosen == value, "true", "false"),
                on_click=pick(value),
                class_name=[_CHIP, rx.cond(chosen == value, _CHOSEN, "border-edge bg-base-100 hover:bg-base-200")],
            )
            for value, words in options
        ],
        role="group",
        aria_label=label,
        class_name="-mx-4 flex gap-2 overflow-x-auto px-4 py-1 [scrollbar-width:none] sm:mx-0 sm:flex-wrap sm:px-0",
    )


def section(heading: Content, *rows: Content) -> rx.Component:
    """A part of the list under its heading."""
    return rx.el.section(
        rx.el.h2(heading, class_name="mb-2.5 text-base font-semibold text-quiet"),
        rx.el.ul(*rows, class_name=[CARD, "divide-y divide-base-300 overflow-hidden"]),
    )


def month(part: rx.Var[MonthCard], reader: Reader = PATIENT) -> rx.Component:
    """The results of one month."""
    return section(part.heading, rx.foreach(part.lines, lambda one: line(one, reader)))


def line(card: rx.Var[LineCard], reader: Reader = PATIENT) -> rx.Component:
    """One result; it opens its page."""
    return rx.el.li(
        link(
            tile(card.drawing, card.fresh),
            rx.el.span(
                rx.cond(
                    card.fresh,
                    rx.el.span(
                        new_pill(),
                        rx.el.span(card.sent, class_name="text-base text-quiet"),
                        class_name="mb-1 flex flex-wrap items-center gap-x-2.5 gap-y-1",
                    ),
                ),
                rx.el.span(
                    card.title,
                    class_name=[
                        "block text-[1.125rem] leading-snug wrap-anywhere",
                        rx.cond(card.fresh, "font-semibold", "font-medium"),
                    ],
                ),
                rx.el.span(card.below, class_name="block text-base text-quiet empty:hidden"),
                rx.cond(card.bold | card.rest, _verdict(card)),
                rx.cond(card.dots.length() > 0, _dots(card)),
                rx.cond(card.said, _said(card)),
                rx.cond(
                    card.mark,
                    rx.el.span(status_pill(card.mark, card.tone, card.sign), class_name="mt-2.5 block"),
                ),
                class_name="min-w-0 grow",
            ),
            icon("chevron-right", "size-5 mt-3 text-quiet"),
            to=reader.to("/records/results/") + card.id,
            class_name="flex items-start gap-3 p-4 hover:bg-base-200/60 sm:gap-3.5 sm:p-5",
        )
    )


def _verdict(card: rx.Var[LineCard]) -> rx.Component:
    return rx.el.span(
        rx.el.strong(card.bold, class_name="font-semibold empty:hidden"),
        rx.cond(card.bold, " ", ""),
        card.rest,
        class_name="mt-1 block",
    )


def _dots(card: rx.Var[LineCard]) -> rx.Component:
    """One sign for each test; the sentence above says the same."""
    return rx.el.span(
        rx.foreach(
            card.dots,
            lambda outside: rx.el.span(
                class_name=[
                    "size-2.5",
                    rx.cond(
                        outside,
                        "rotate-45 rounded-[2px] bg-warning",
                        "rounded-full bg-band ring-1 ring-inrange/60 ring-inset",
                    ),
                ]
            ),
        ),
        aria_hidden="true",
        class_name="mt-2 flex flex-wrap gap-1.5",
    )


def _said(card: rx.Var[LineCard]) -> rx.Component:
    return rx.el.span(
        icon("message-square-text", "size-[1.125rem]"),
        card.said,
        class_name="mt-2 flex items-center gap-2 text-base text-primary",
    )


def wait(
    card: rx.Var[WaitCard], show_now: Callable[[rx.Var[str]], rx.event.EventSpec], reader: Reader = PATIENT
) -> rx.Component:
    """A result that is ready and waits because the patient asked for it; one tap ends that."""
    return rx.el.li(
        rx.el.span(
            icon("eye-off"),
            class_name="grid size-11 shrink-0 place-items-center rounded-full bg-base-100 text-primary",
        ),
        rx.el.div(
            rx.el.h3(card.title, class_name="text-[1.125rem] leading-snug font-semibold wrap-anywhere"),
            rx.el.p(card.sentence, class_name="mt-1"),
            reader.only_theirs(
                button(
                    rx.fragment(t("Show me now"), rx.el.span(": ", card.title, class_name="sr-only")),
                    OUTLINE,
                    class_name="mt-3 bg-base-100",
                    on_click=show_now(card.id),
                )
            ),
            class_name="min-w-0 grow",
        ),
        class_name="flex items-start gap-3 bg-tint p-4 sm:gap-3.5 sm:p-5",
    )
