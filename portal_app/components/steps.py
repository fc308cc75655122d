"""Where somebody is on a short way: "Step 1 of 3", in words and as a bar."""

import reflex as rx

from portal_app.components import Content
from portal_app.components.heading import H1
from portal_app.words import t


def step_heading(words: Content, step: int, steps: int) -> rx.Component:
    """The heading of one step."""
    return rx.el.div(
        rx.el.p(t("Step {step} of {steps}", step=step, steps=steps), class_name="text-base text-quiet"),
        rx.el.h1(words, tab_index=-1, class_name=[H1, "mt-1"]),
        rx.el.div(
            *[
                rx.el.span(class_name=f"h-1.5 grow rounded-full {'bg-primary' if n < step else 'bg-base-300'}")
                for n in range(steps)
            ],
            aria_hidden="true",
            class_name="mt-4 flex gap-1.5",
        ),
    )
