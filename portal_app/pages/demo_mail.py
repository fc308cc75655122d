"""`/demo/mail`: what the demo clinic has mailed to its made-up people."""

import reflex as rx

from portal_app.components.card import card, empty
from portal_app.components.heading import page_heading
from portal_app.components.pill import status_pill
from portal_app.pages.frame import public_page, title
from portal_app.services.outbox import MailCard
from portal_app.state.demo_mail import DemoMailState
from portal_app.words import t


@rx.page(route="/demo/mail", title=title(t("Demo mail")), on_load=DemoMailState.enter)
def demo_mail() -> rx.Component:
    """Newest first."""
    return public_page(
        page_heading(
            t("Demo mail"),
            t("This is a demo clinic with made-up people. Its letters are shown here instead of being sent."),
            above=status_pill(t("Demo"), "soon"),
            big=False,
        ),
        rx.cond(
            DemoMailState.mails.length() > 0,
            rx.el.div(rx.foreach(DemoMailState.mails, _mail), class_name="mt-6 grid gap-5"),
            rx.cond(
                DemoMailState.loaded,
                rx.el.div(
                    empty(t("No mail yet"), t("Invite a patient, and the letter stands here."), drawing="mail"),
                    class_name="mt-6",
                ),
            ),
        ),
        room="max-w-2xl",
    )


def _mail(mail: rx.Var[MailCard]) -> rx.Component:
    return card(
        rx.el.p(
            t("To {address}, {day}", address=mail.address, day=mail.at), class_name="text-base text-quiet wrap-anywhere"
        ),
        rx.el.h2(mail.subject, class_name="mt-1 text-[1.125rem] font-semibold"),
        rx.el.p(mail.text, class_name="mt-2 whitespace-pre-line wrap-anywhere"),
        rx.cond(
            mail.link,
            rx.el.a(t("Open the link of this letter"), href=mail.link, class_name="btn btn-outline btn-primary mt-4"),
        ),
        key=mail.id,
        class_name="p-5",
    )
