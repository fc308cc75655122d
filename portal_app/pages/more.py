"""`/more`: everything that is not one of the four daily places."""

import reflex as rx

from portal_app.components.card import card, heading, list_card, row_link
from portal_app.components.form import sign_out_form
from portal_app.components.heading import page_heading
from portal_app.components.link import call_us
from portal_app.components.patient_shell import NARROW
from portal_app.pages.frame import FRAME, patient_page, title
from portal_app.state.more import MoreState
from portal_app.words import t


@rx.page(route="/more", title=title(t("More")), on_load=MoreState.enter)
def more() -> rx.Component:
    """What else there is, and how to reach the clinic."""
    return patient_page(
        page_heading(t("More")),
        rx.el.div(
            list_card(
                row_link(
                    t("Forms"),
                    "/forms",
                    "clipboard-list",
                    below=t("What we ask before a visit, and what you sent us"),
                ),
                row_link(
                    t("What is new"),
                    "/notices",
                    "bell",
                    below=t("Everything that came, and how we tell you"),
                ),
                row_link(
                    t("Your account"),
                    "/account",
                    "user",
                    below=t("How you sign in, your email, your language, where you are signed in"),
                ),
                row_link(
                    t("When I see my results"),
                    "/account/results",
                    "flask-conical",
                    below=t("Right away, or after your care team has commented"),
                ),
                row_link(
                    t("Who looked at your record"),
                    "/account/access",
                    "eye",
                    below=t("Everyone who opened it, when and why"),
                ),
            ),
            card(
                heading(t("Reach us")),
                rx.el.p(FRAME.clinic, class_name="font-semibold"),
                call_us(FRAME.phone),
                rx.el.p(t("In an emergency call 911."), class_name="mt-2 text-quiet"),
            ),
            card(
                rx.el.p(FRAME.name, class_name="font-semibold wrap-anywhere"),
                rx.el.p(t("On a shared phone or computer, always sign out."), class_name="mb-4 text-quiet"),
                sign_out_form(class_name="btn btn-outline btn-primary"),
            ),
            class_name="grid gap-5 lg:gap-6",
        ),
        room=NARROW,
    )
