"""Every value of one test, newest first."""

from collections.abc import Callable

import reflex as rx

from portal_app.components.card import CARD
from portal_app.components.icon import icon
from portal_app.components.link import link
from portal_app.components.pager import pager
from portal_app.values.cards import OneTestCard, OneTestLine
from portal_app.words import t


def values(
    card: rx.Var[OneTestCard],
    more: rx.EventHandler,
    to: Callable[[rx.Var[OneTestLine]], str | rx.Var[str]] | None = None,
) -> rx.Component:
    """The list with its pager; `to` is where a value leads, if it does."""
    return rx.el.section(
        rx.el.h2(t("All values, newest first"), class_name="mb-2.5 text-base font-semibold text-quiet"),
        rx.el.ul(
            rx.foreach(card.lines, lambda line: rx.el.li(_line(line, to))),
            class_name=[CARD, "divide-y divide-base-300 overflow-hidden"],
        ),
        pager(card.lines.length(), card.total, more),
    )


def _line(line: rx.Var[OneTestLine], to: Callable[[rx.Var[OneTestLine]], str | rx.Var[str]] | None) -> rx.Component:
    inside = rx.el.span(
        rx.el.span(line.when, class_name="block text-base text-quiet"),
        value(line.value, line.words, line.outside),
        class_name="min-w-0 grow",
    )
    if to is None:
        return rx.el.div(inside, class_name="p-4 sm:p-5")
    return link(
        inside,
        icon("chevron-right", "size-5 mt-3 text-quiet"),
        to=to(line),
        class_name="flex items-start gap-3 p-4 hover:bg-base-200/60 sm:p-5",
    )


def value(number: rx.Var[str], words: rx.Var[str], outside: rx.Var[bool]) -> rx.Component:
    """A value, and how it stands in words."""
    return rx.el.span(
        rx.el.strong(number, class_name="text-[1.25rem] font-semibold tabular-nums wrap-anywhere"),
        rx.cond(
            words,
            rx.el.span(words, class_name=rx.cond(outside, "ml-3 font-semibold text-warning", "ml-3 text-quiet")),
        ),
        class_name="block",
    )
