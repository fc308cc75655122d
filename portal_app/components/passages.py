"""The texts of a document or a report, under their headings."""

import reflex as rx

from portal_app.chart.record import Passage
from portal_app.components.card import CARD
from portal_app.values.cards import ValueRow


def passages(found: rx.Var[list[Passage]]) -> rx.Component:
    """One card for each part."""
    return rx.foreach(found, _passage)


def _passage(part: rx.Var[Passage]) -> rx.Component:
    return rx.el.section(
        rx.cond(part.heading, rx.el.h2(part.heading, class_name="mb-2 text-[1.25rem] font-semibold")),
        rx.foreach(part.sentences, lambda words: rx.el.p(words, class_name="mt-2 whitespace-pre-line wrap-anywhere")),
        rx.cond(
            part.rows.length() > 0,
            rx.el.dl(
                rx.foreach(part.rows, lambda row: _pair(row[0], row[1])),
                class_name="grid gap-x-6 gap-y-2 sm:grid-cols-[auto_1fr]",
            ),
        ),
        rx.cond(part.html, rx.el.div(dangerouslySetInnerHTML={"__html": part.html}, class_name="prose-plain")),
        class_name=[CARD, "p-5 lg:p-6"],
    )


def facts(rows: rx.Var[list[ValueRow]]) -> rx.Component:
    """Names with their values."""
    return rx.el.dl(
        rx.foreach(rows, lambda row: _pair(row.when, row.value)),
        class_name="grid gap-x-6 gap-y-2 sm:grid-cols-[auto_1fr]",
    )


def _pair(name: rx.Var[str], value: rx.Var[str]) -> rx.Component:
    return rx.fragment(
        rx.el.dt(name, class_name="text-quiet"),
        rx.el.dd(value, class_name="mb-2 wrap-anywhere sm:mb-0"),
    )
