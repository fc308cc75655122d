"""The word that mail does not arrive, and what the person can do; on the account page and where one chooses letters."""

import reflex as rx

from portal_app.components.button import OUTLINE, submit
from portal_app.components.card import card, heading
from portal_app.components.form import native_form
from portal_app.words import t


def mail_trouble(state: rx.Var[str], email: rx.Var[str]) -> rx.Component:
    """`state` is unconfirmed or stopped: until the address is confirmed nothing is mailed to it but the link for that."""
    return card(
        rx.cond(
            state == "stopped",
            rx.fragment(
                heading(t("Our email does not reach you")),
                rx.el.p(
                    t("Our email to {email} came back, or was marked as unwanted. So we stopped it.", email=email),
                    " ",
                    t("Confirm the address again, or use another one. Until then we can not tell you what is new."),
                    class_name="mb-4 wrap-anywhere",
                ),
            ),
            rx.fragment(
                heading(t("Confirm your email")),
                rx.el.p(
                    t("We sent a link to {email}. Until you use it, we can not tell you what is new.", email=email),
                    class_name="mb-4 wrap-anywhere",
                ),
            ),
        ),
        native_form(
            submit(
                rx.cond(state == "stopped", t("Confirm my address again"), t("Send the link again")),
                OUTLINE,
                class_name="max-sm:btn-block",
            ),
            action="/account/email/again",
        ),
    )
