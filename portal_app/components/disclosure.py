"""More of something, a press away: a sentence with an arrow that turns, and what it opens."""

import reflex as rx

from portal_app.components import Content
from portal_app.components.icon import icon

PATIENT = "tap cursor-pointer text-base font-semibold text-primary"
DESK = "inline-flex min-h-11 lg:min-h-8 cursor-pointer items-center gap-1 text-[13px] font-medium"


def disclosure(words: Content, *children: Content, look: str = PATIENT, class_name: str = "") -> rx.Component:
    """The browser's own details: it opens by keyboard, says its state, and is found by the browser's search."""
    return rx.el.details(
        rx.el.summary(
            icon("chevron-right", "size-5 shrink-0 transition-transform group-open:rotate-90"),
            words,
            class_name=f"no-marker {look}",
        ),
        *children,
        class_name=f"group {class_name}",
    )
