"""`/sign-in` and the code after the password. Passkey first; nothing here tells who has an account."""

import reflex as rx

from portal_app.components.button import OUTLINE, PRIMARY, submit
from portal_app.components.card import card
from portal_app.components.credentials import code_field, email_field, passkey_form, password_field
from portal_app.components.form import native_form
from portal_app.components.heading import page_heading
from portal_app.components.icon import icon
from portal_app.components.link import STANDOUT, call_us, link
from portal_app.components.sign_in_shell import or_line
from portal_app.pages.frame import FRAME, public_page, title
from portal_app.state.sign_in import SignInState
from portal_app.words import t

TAP = "tap link-on -mt-2 -mb-2"


@rx.page(route="/", title=title(t("Welcome")), on_load=SignInState.start)
def start() -> rx.Component:
    """The clinic's address by itself: on to the right page, with a way on if that fails."""
    return public_page(
        page_heading(t("Welcome"), t("One moment: we are opening your page."), big=False),
        link(t("Sign in"), to="/sign-in", class_name="btn btn-primary mt-6"),
    )


@rx.page(route="/sign-in", title=title(t("Sign in")), on_load=SignInState.enter)
def sign_in() -> rx.Component:
    """Two ways in, and a way for who has neither."""
    return public_page(
        page_heading(t("Sign in"), big=False),
        rx.cond(SignInState.over, _signed_out()),
        card(
            rx.el.h2(t("With this phone or computer"), class_name="text-[1.125rem] font-semibold"),
            rx.el.p(
                t("Use your face, your fingerprint or your screen lock. No password to remember."),
                class_name="mt-1 mb-4 text-quiet",
            ),
            passkey_form(t("Sign in with a passkey"), make=False, action="/session/passkey"),
            class_name="mt-6 p-5 [.no-passkeys_&]:hidden",
        ),
        rx.el.div(or_line(), class_name="[.no-passkeys_&]:hidden"),
        card(
            native_form(
                rx.el.h2(t("With a password and a code"), class_name="text-[1.125rem] font-semibold"),
                email_field(),
                password_field(t("Password")),
                submit(t("Continue to the code"), OUTLINE, class_name="btn-block"),
                link(t("I can’t sign in"), to="/recover", class_name=TAP),
                action="/session/password",
                class_name="space-y-5",
            ),
            class_name="p-5",
        ),
        below=rx.fragment(
            t("First time here? You need an invitation from us. Ask for it at your visit."),
            rx.el.span(
                link(t("I have a code from the front desk"), to="/invite", class_name=STANDOUT), class_name="block"
            ),
            _reach_us(),
        ),
    )


@rx.page(route="/sign-in/code", title=title(t("Enter your code")), on_load=SignInState.greet)
def code() -> rx.Component:
    """The second factor."""
    return public_page(
        page_heading(
            t("Enter your code"), t("Open your authenticator app and type the six digits it shows."), big=False
        ),
        card(
            native_form(
                code_field(t("Six-digit code"), custom_attrs={"data-first": ""}),
                submit(t("Sign in"), PRIMARY, class_name="btn-block"),
                link(t("I lost my phone"), to="/recover", class_name=TAP),
                action="/session/code",
                class_name="space-y-5",
            ),
            class_name="mt-6 p-5",
        ),
        below=_reach_us(),
    )


def _reach_us() -> rx.Component:
    return rx.fragment(call_us(FRAME.phone), rx.el.span(t("In an emergency call 911."), class_name="block"))


def _signed_out() -> rx.Component:
    return rx.el.div(
        icon("lock", "size-6 mt-px text-primary"),
        rx.el.p(
            rx.el.strong(t("You were signed out to keep your record safe."), class_name="font-semibold"),
            " ",
            t("What you were writing is kept."),
        ),
        role="status",
        class_name="mt-5 flex gap-2.5 rounded-box border border-base-300 bg-tint p-4",
    )
