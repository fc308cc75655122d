"""What to read about a result, a problem or a medicine."""

import reflex as rx

from portal_app.components.card import CARD
from portal_app.components.icon import icon
from portal_app.components.link import link
from portal_app.services.education import LinkCard
from portal_app.words import t


def good_to_know(links: rx.Var[list[LinkCard]]) -> rx.Component:
    """A card of links; nothing where there is nothing to read."""
    return rx.cond(
        links.length() > 0,
        rx.el.section(
            rx.el.h2(t("Good to know"), class_name="px-5 pt-5 text-[1.125rem] font-semibold"),
            rx.el.ul(rx.foreach(links, _row), class_name="p-2"),
            class_name=[CARD, "mt-6"],
        ),
    )


def _row(one: rx.Var[LinkCard]) -> rx.Component:
    shape = "tap w-full px-3 font-semibold text-primary"
    return rx.el.li(
        rx.cond(
            one.outside,
            rx.el.a(
                icon("external-link"),
                one.title,
                rx.el.span(t("(opens another site)"), class_name="font-normal text-quiet"),
                href=one.path,
                rel="noopener noreferrer external",
                target="_blank",
                class_name=shape,
            ),
            link(icon("info"), one.title, to=one.path, class_name=shape),
        )
    )
