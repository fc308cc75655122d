"""Pills: a state in a drawing and words; the colour only helps."""

import reflex as rx

from portal_app.components import Content
from portal_app.components.icon import icon
from portal_app.words import t

_COLOURS = {
    "ready": "bg-success/10 text-success",
    "soon": "bg-sun text-warning",
    "failed": "bg-error/10 text-error",
    "info": "bg-info/10 text-info",
    "working": "bg-base-200 text-quiet",
}
_DRAWINGS = {
    "ready": "check",
    "soon": "clock",
    "failed": "circle-alert",
    "info": "info",
    "working": "loader",
}


def new_pill(words: Content | None = None) -> rx.Component:
    """What the person has not seen yet."""
    return rx.el.span(
        t("New") if words is None else words,
        class_name="inline-flex items-center rounded-full bg-accent px-2.5 text-base leading-6 font-semibold "
        "text-accent-content",
    )


def status_pill(words: Content, tone: str | rx.Var[str] = "working", drawing: str | rx.Var[str] = "") -> rx.Component:
    """A state; `tone` is ready, soon, failed, info or working."""
    return rx.el.span(
        icon(by_tone(tone, _DRAWINGS) if isinstance(drawing, str) and not drawing else drawing, "size-4 icon-bold"),
        words,
        class_name=[
            "inline-flex items-center gap-1.5 rounded-full py-0.5 pr-3 pl-2 text-base font-semibold",
            by_tone(tone, _COLOURS),
        ],
    )


def count_pill(n: rx.Var[int], class_name: str = "") -> rx.Component:
    """How many are new; nothing when none are."""
    return rx.cond(
        n > 0,
        rx.el.span(
            n,
            rx.el.span(" ", t("new"), class_name="sr-only"),
            class_name=[
                "grid h-6 min-w-6 place-items-center rounded-full bg-accent px-1.5 text-[0.875rem] leading-none "
                "font-semibold text-accent-content",
                class_name,
            ],
        ),
    )


def by_tone(tone: str | rx.Var[str], choices: dict[str, str]) -> str | rx.Var[str]:
    if isinstance(tone, str):
        return choices[tone]
    return rx.match(tone, *choices.items(), choices["working"]).to(str)
