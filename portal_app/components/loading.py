"""Waiting: the shape of what comes, and nothing at all for the first moment."""

import reflex as rx

from portal_app.components import Content
from portal_app.components.card import CARD


def skeleton_rows(words: Content, rows: int = 3) -> rx.Component:
    """A list that is on its way; `words` says to screen readers what is loading."""
    return rx.el.div(
        rx.el.p(words, role="status", class_name="sr-only"),
        *[_row() for _ in range(rows)],
        aria_busy="true",
        class_name=[CARD, "appear-late divide-y divide-base-300"],
    )


def _row() -> rx.Component:
    return rx.el.div(
        rx.el.span(class_name="skeleton block size-11 shrink-0 rounded-full"),
        rx.el.div(
            rx.el.span(class_name="skeleton block h-5 w-2/3 rounded-md"),
            rx.el.span(class_name="skeleton block h-4 w-full rounded-md"),
            class_name="grow space-y-2.5 pt-1",
        ),
        class_name="flex gap-3.5 p-5",
    )
