"""What the clinic is working on: who has it, since when, what comes next and by when."""

import reflex as rx

from portal_app.components import Content
from portal_app.components.card import CARD
from portal_app.components.icon import icon
from portal_app.components.person import avatar
from portal_app.words import t


def steps(done: int | rx.Var[int], of: int | rx.Var[int]) -> rx.Component:
    """The segments of a way: filled up to where it stands. The words beside it say the same."""
    return rx.el.div(
        rx.foreach(
            rx.Var.range(of),
            lambda step: rx.el.span(
                class_name=["h-1.5 grow rounded-full", rx.cond(step < done, "bg-primary", "bg-base-300")]
            ),
        ),
        class_name="flex gap-1.5",
        aria_hidden="true",
    )


def pending_card(
    title: Content,
    who: Content,
    initials: str | rx.Var[str],
    since: Content,
    then: Content,
    *way_on: Content,
    done: int | rx.Var[int] | None = None,
    of: int | rx.Var[int] = 3,
) -> rx.Component:
    """One thing that waits for the clinic; `who` is the whole phrase, "Ben Ruiz (nurse) has it"."""
    progress = []
    if done is not None:
        progress = [rx.el.div(steps(done, of), class_name="mt-3 mb-4")]
    return rx.el.li(
        rx.el.div(
            rx.el.h3(title, class_name="text-[1.125rem] font-semibold wrap-anywhere"),
            *(
                [rx.el.p(t("Step {step} of {steps}", step=done, steps=of), class_name="text-base text-quiet")]
                if progress
                else []
            ),
            class_name="flex flex-wrap items-baseline justify-between gap-x-4",
        ),
        *(progress or [rx.el.div(class_name="mt-3")]),
        rx.el.div(
            avatar(initials),
            rx.el.div(
                rx.el.p(who),
                rx.el.p(since, class_name="text-base text-quiet"),
                class_name="min-w-0",
            ),
            class_name="flex gap-3",
        ),
        rx.el.p(
            rx.el.span(
                icon("arrow-right"),
                class_name="grid w-11 shrink-0 place-items-start justify-center pt-0.5 text-primary",
            ),
            rx.el.span(rx.el.strong(t("Next:"), class_name="font-semibold"), " ", then),
            class_name="mt-3 flex gap-3 border-t border-base-300 pt-3",
        ),
        *[rx.el.div(way, class_name="mt-1 -mb-2 ml-14") for way in way_on],
        class_name=[CARD, "p-5"],
    )
