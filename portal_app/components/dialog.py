"""Dialogs: the browser's own, so that focus, Escape and the page behind are right by themselves."""

import reflex as rx

from portal_app.components import Content
from portal_app.components.button import PRIMARY, button
from portal_app.words import t


def dialog(id: str, title: Content, *children: Content, shown: rx.Var[bool] | None = None) -> rx.Component:
    """A question in front of the page. It opens while `shown` is true, or when a button `opens(id)` is pressed.

    Escape presses the button inside that carries `dismisses()`.
    """
    return rx.el.dialog(
        rx.el.div(
            rx.el.h2(title, id=f"{id}-title", class_name="text-[1.125rem] font-semibold"),
            *children,
            class_name="modal-box max-w-md rounded-box border border-base-300 p-5 lg:p-6",
        ),
        id=id,
        aria_labelledby=f"{id}-title",
        class_name="modal",
        custom_attrs={} if shown is None else {"data-shown": rx.cond(shown, "yes", "no")},
    )


def opens(id: str) -> dict[str, dict[str, str]]:
    """What a button carries to open a dialog: `button(..., **opens("leave"))`."""
    return {"custom_attrs": {"data-opens": id}}


def dismisses(first: bool = False) -> dict[str, dict[str, str]]:
    """What the button carries that changes nothing: it closes the dialog, by Escape too; `first` has the focus."""
    return {"custom_attrs": {"data-dismisses": "", **({"data-safe": ""} if first else {})}}


def closes() -> dict[str, dict[str, str]]:
    """What a button carries that does something and closes the dialog; Escape never presses it."""
    return {"custom_attrs": {"data-closes": ""}}


def still_there(shown: rx.Var[bool], stay: rx.EventHandler, leave: rx.Component) -> rx.Component:
    """The warning before the idle time-out; `leave` is the sign-out form."""
    return dialog(
        "still-there",
        t("Are you still there?"),
        rx.el.p(
            t("To keep your records safe we will sign you out soon. What you wrote is kept."),
            class_name="mt-1",
        ),
        rx.el.div(
            button(t("Stay signed in"), PRIMARY, on_click=stay, **dismisses()),
            leave,
            class_name="mt-4 flex flex-wrap gap-3",
        ),
        shown=shown,
    )
