"""People: initials in a circle, always beside the name."""

import reflex as rx


def avatar(initials: str | rx.Var[str], class_name: str = "size-11 text-base") -> rx.Component:
    """The circle; the name stands beside it, so screen readers skip it."""
    return rx.el.span(
        initials,
        aria_hidden="true",
        class_name=[
            "grid shrink-0 place-items-center rounded-full bg-secondary font-semibold text-secondary-content",
            class_name,
        ],
    )


def nobody(class_name: str = "size-11") -> rx.Component:
    """A dashed ring: nobody has it yet."""
    return rx.el.span(
        aria_hidden="true",
        class_name=["shrink-0 rounded-full border border-dashed border-base-content/50", class_name],
    )
