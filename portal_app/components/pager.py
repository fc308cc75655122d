"""A long list, a part at a time: it says how much of it is shown."""

import reflex as rx

from portal_app.components.button import OUTLINE, button
from portal_app.words import t, tn


def pager(shown: rx.Var[int], total: rx.Var[int], more: rx.EventHandler | rx.event.EventSpec) -> rx.Component:
    """ "Showing 20 of 431", and a button while there is more; a number of a number only where the two differ."""
    return rx.el.div(
        rx.el.p(
            rx.cond(
                shown < total,
                t("Showing {n} of {total}", n=shown, total=total),
                tn("There are no more", "Showing all {n}", n=total),
            ),
            role="status",
            class_name="text-base text-quiet",
        ),
        rx.cond(shown < total, button(t("Show more"), OUTLINE, on_click=more)),
        class_name="mt-4 flex flex-wrap items-center justify-between gap-x-4 gap-y-2",
    )
