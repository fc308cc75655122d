"""The page for an address that leads nowhere."""

import reflex as rx

from portal_app.components.button import link_button
from portal_app.components.heading import page_heading
from portal_app.pages.frame import public_page, title
from portal_app.words import t


@rx.page(route="404", title=title(t("Not found")))
def missing() -> rx.Component:
    """Says so, and the way on."""
    return public_page(
        page_heading(
            t("We could not find that page"),
            t("It may have moved, or the link was cut short. Nothing of yours is lost."),
            big=False,
        ),
        link_button(t("Go to the start"), "/", class_name="mt-6"),
    )
