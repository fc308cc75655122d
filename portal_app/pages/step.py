"""A step of setting up, or of coming back in: asked first whether its time has run out."""

import reflex as rx

from portal_app.components.button import OUTLINE, PRIMARY, link_button
from portal_app.components.heading import page_heading
from portal_app.components.link import call_us
from portal_app.pages.frame import FRAME, public_page
from portal_app.state.portal import PortalState
from portal_app.state.set_up import SetUpState
from portal_app.words import t

ACCOUNT = rx.cond(PortalState.me.kind == "staff", "/staff/account", "/account")


def step_page(heading: rx.Component, *content: rx.Component, below: rx.Component | str = "") -> rx.Component:
    """The step where it can be done now; nothing to fill in where it cannot, but why, and the ways on."""
    return public_page(
        rx.match(
            SetUpState.stands,
            ("over", _over()),
            ("proof", _proof()),
            ("yes", rx.fragment(heading, *content)),
            rx.fragment(heading, rx.el.div(class_name="skeleton mt-6 h-64", aria_busy="true")),
        ),
        below=rx.cond(SetUpState.stands == "yes", below, ""),
    )


def _over() -> rx.Component:
    return rx.fragment(
        page_heading(
            t("Your time for this step is over"),
            t(
                "For your safety a step stays open for 30 minutes at most. Start again with your invitation, or sign in "
                "if your account is set up."
            ),
            big=False,
        ),
        rx.el.div(
            link_button(t("Open my invitation again"), "/invite", PRIMARY, class_name="btn-block"),
            link_button(t("Sign in"), "/sign-in", OUTLINE, class_name="btn-block"),
            link_button(t("I can’t sign in"), "/recover", OUTLINE, class_name="btn-block"),
            class_name="mt-6 grid gap-3",
        ),
        rx.el.p(t("Need help? Ask us."), " ", call_us(FRAME.phone), class_name="mt-6 text-base text-quiet"),
    )


def _proof() -> rx.Component:
    return rx.fragment(
        page_heading(
            t("First show us that it is you"),
            t("You can change how you sign in for ten minutes after you have shown it. Those are over."),
            big=False,
        ),
        link_button(t("Go to your account"), ACCOUNT, PRIMARY, class_name="btn-block mt-6"),
    )
