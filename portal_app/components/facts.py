"""Names with their values, one under the other."""

import reflex as rx

from portal_app.values.cards import ValueRow


def facts(rows: rx.Var[list[ValueRow]]) -> rx.Component:
    """What is known about a thing."""
    return rx.el.dl(rx.foreach(rows, _pair), class_name="grid gap-x-6 gap-y-2 sm:grid-cols-[auto_1fr]")


def _pair(row: rx.Var[ValueRow]) -> rx.Component:
    return rx.fragment(
        rx.el.dt(row.when, class_name="text-quiet"),
        rx.el.dd(row.value, class_name="mb-2 wrap-anywhere sm:mb-0"),
    )
