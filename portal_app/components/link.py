"""Ways to another page."""

import reflex as rx
from reflex_components_core.react_router.dom import ReactRouterLink

from portal_app.components import Content
from portal_app.components.icon import icon
from portal_app.words import t

STANDOUT = "link-on inline-block py-2.5 -my-2.5"


def link(*children: Content, to: str | rx.Var[str], class_name: str | list = "link-on", **props) -> rx.Component:
    """A link inside the portal: the page changes, the connection stays."""
    return ReactRouterLink.create(*children, to=to, class_name=class_name, **props)


def back(words: Content, to: str | rx.Var[str]) -> rx.Component:
    """The way up, above a page's heading."""
    return link(icon("chevron-left"), words, to=to, class_name="tap -ml-1 pr-2 font-semibold text-primary")


def phone(number: rx.Var[str] | str) -> rx.Component:
    """A number that dials itself."""
    return rx.el.a(number, href=rx.Var.create("tel:") + number, class_name=STANDOUT)


def emergency() -> rx.Component:
    """What to do when it cannot wait."""
    return rx.el.a(t("call 911"), href="tel:911", class_name=STANDOUT)
