"""Buttons: one primary a screen, the verb on it."""

import reflex as rx

from portal_app.components import Content
from portal_app.components.icon import icon
from portal_app.components.link import link

PRIMARY = "btn btn-primary"
OUTLINE = "btn btn-outline btn-primary"
GHOST = "btn btn-ghost text-primary"
DANGER = "btn btn-outline btn-error"


def button(words: Content, kind: str = PRIMARY, drawing: str = "", class_name: str = "", **props) -> rx.Component:
    """A button; `type` is "button" unless it sends a form."""
    props.setdefault("type", "button")
    return rx.el.button(*_content(words, drawing), class_name=[kind, class_name], **props)


def submit(words: Content, kind: str = PRIMARY, drawing: str = "", class_name: str = "", **props) -> rx.Component:
    """The button that sends its form."""
    return button(words, kind, drawing, class_name, type="submit", **props)


def link_button(
    words: Content,
    to: str | rx.Var[str],
    kind: str = PRIMARY,
    drawing: str = "",
    class_name: str = "",
    **props,
) -> rx.Component:
    """A link that looks like the button it replaces: the next step is on another page."""
    return link(*_content(words, drawing), to=to, class_name=[kind, class_name], **props)


def _content(words: Content, drawing: str) -> list[Content]:
    return [icon(drawing), words] if drawing else [words]
