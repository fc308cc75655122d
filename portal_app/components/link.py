"""Ways to another page."""

import reflex as rx
from reflex_components_core.el.elements.base import BaseHTML
from reflex_components_core.react_router.dom import ReactRouterLink

from portal_app.components import Content
from portal_app.components.icon import icon
from portal_app.words import t

_BACK = "tap -ml-1 pr-2 font-semibold text-primary print:hidden"
STANDOUT = "link-on inline-block py-2.5 -my-2.5"


def link(
    *children: Content, to: str | rx.Var[str], class_name: str | list | rx.Var[str] = "link-on", **props
) -> rx.Component:
    """A link inside the portal: the page changes, the connection stays."""
    classes = [class_name] if isinstance(class_name, rx.Var) else class_name
    return ReactRouterLink.create(*children, to=to, class_name=classes, **props)


def back(words: Content, to: str | rx.Var[str]) -> rx.Component:
    """The way up, above a page's heading."""
    return link(icon("chevron-left"), words, to=to, class_name=_BACK)


# React Router counts in the history's own state how many of the portal's pages lie behind this one
_FROM_OURS = rx.Var("(typeof window !== 'undefined' && window.history.state?.idx > 0)", _var_type=bool).to(bool)


def way_back(words: Content, to: str | rx.Var[str]) -> rx.Component:
    """Back to where the person came from; who came by the address goes to `to`, and `words` say what that is.

    `assets/portal.js` goes back: the address says nothing of where that was.
    """
    words = rx.cond(_FROM_OURS, t("Back"), words)
    return link(icon("chevron-left"), words, to=to, class_name=_BACK, custom_attrs={"data-goes-back": ""})


class _Jump(BaseHTML):
    tag = "a"
    href: rx.Var[str]


def jump(*children: Content, to: str, class_name: str = "tap link-on") -> rx.Component:
    """A link inside this page, to "#id"; Reflex's own element would go through the router."""
    return _Jump.create(*children, href=to, class_name=class_name)


def file_link(words: Content, to: str | rx.Var[str]) -> rx.Component:
    """A file to keep; it comes from the server, so the router must not take the link."""
    return _Jump.create(words, href=to, custom_attrs={"download": ""}, class_name=STANDOUT)


def phone(number: rx.Var[str] | str) -> rx.Component:
    """A number that dials itself."""
    return rx.el.a(number, href=rx.Var.create("tel:") + number, class_name=STANDOUT)


def call_us(number: rx.Var[str] | str) -> rx.Component:
    """The sentence with the number; nothing where the clinic has given none."""
    return rx.cond(number, rx.el.span(t("Call"), " ", phone(number), class_name="block text-quiet"))


def emergency() -> rx.Component:
    """What to do when it cannot wait."""
    return rx.el.a(t("call 911"), href="tel:911", class_name=STANDOUT)
