"""`/invite`: open an invitation, then prove who you are. `/recover`: the same way back in after a lost phone."""

import reflex as rx

from portal_app.components.button import OUTLINE, submit
from portal_app.components.card import card
from portal_app.components.credentials import (
    birth_date_fields,
    detail_field,
    email_field,
    password_field,
    secret_form,
)
from portal_app.components.form import INPUT, field, native_form
from portal_app.components.heading import page_heading
from portal_app.components.link import call_us, link
from portal_app.components.steps import step_heading
from portal_app.pages.frame import FRAME, public_page, title
from portal_app.pages.step import step_page
from portal_app.state.set_up import SetUpState
from portal_app.state.sign_in import SignInState
from portal_app.words import t

FORM = "mt-6 p-5"


@rx.page(route="/invite", title=title(t("Your invitation")), on_load=SignInState.greet)
def invite() -> rx.Component:
    """A link brings its secret along; a card's code is typed."""
    return public_page(
        page_heading(
            t("Your invitation"),
            t(
                "If you came by the link in our email, it opens by itself. With a card from our front desk, type its code."
            ),
            big=False,
        ),
        card(
            native_form(
                field(
                    t("Code from our front desk"),
                    "code",
                    rx.el.input(
                        id="code",
                        name="code",
                        required=True,
                        max_length=100,
                        auto_complete="off",
                        auto_capitalize="characters",
                        spell_check=False,
                        aria_describedby="code-hint",
                        class_name=[INPUT, "text-[1.25rem] tracking-[0.14em]"],
                        custom_attrs={"data-from-link": ""},
                    ),
                    hint=t("8 letters and numbers on the card we gave you."),
                ),
                submit(t("Continue"), class_name="btn-block"),
                action="/session/invitation/open",
                custom_attrs={"data-at-once": ""},
                class_name="space-y-5",
            ),
            class_name=FORM,
        ),
        below=_call(),
    )


@rx.page(route="/invite/prove", title=title(t("Check that it is you")), on_load=SetUpState.prove)
def prove() -> rx.Component:
    """Step one."""
    asked = SetUpState.proof
    return step_page(
        step_heading(t("First, check that it is you"), 1, 3),
        rx.cond(
            asked.by,
            rx.el.p(
                t("{name} invited you to see your records and write to your care team.", name=asked.by),
                class_name="mt-4",
            ),
        ),
        rx.cond(asked.staff, _prove_staff(), _prove_patient()),
        below=rx.fragment(
            t("Next: read how we use your information, then choose how you sign in."),
            " ",
            rx.cond(asked.until, t("This invitation works until {day}.", day=asked.until), ""),
        ),
    )


def _prove_patient() -> rx.Component:
    return card(
        native_form(
            birth_date_fields(),
            detail_field(),
            rx.cond(
                SetUpState.proof.asks_email,
                email_field(hint=t("You sign in with it, and we help you back in if you lose your phone.")),
            ),
            submit(t("Continue"), class_name="btn-block"),
            action="/session/invitation/prove",
            class_name="space-y-6",
        ),
        class_name=FORM,
    )


def _prove_staff() -> rx.Component:
    return card(
        native_form(
            field(t("Code from your manager"), "code", required=True, max_length=20, auto_complete="off"),
            submit(t("Continue"), class_name="btn-block"),
            action="/session/invitation/prove-staff",
            class_name="space-y-6",
        ),
        class_name=FORM,
    )


@rx.page(route="/recover", title=title(t("Get back in")), on_load=SignInState.greet)
def recover() -> rx.Component:
    """Where should the link go?"""
    return public_page(
        page_heading(
            t("Get back in"),
            t("Lost your phone or forgot your password? We email you a link. Then you show us one more thing."),
            big=False,
        ),
        card(
            native_form(
                email_field(hint=t("The address that you sign in with.")),
                submit(t("Email me a link"), class_name="btn-block"),
                link(t("Back to sign in"), to="/sign-in", class_name="tap link-on -mt-2 -mb-2"),
                action="/session/recovery/ask",
                class_name="space-y-5",
            ),
            class_name=FORM,
        ),
        below=_call(),
    )


@rx.page(route="/recover/sent", title=title(t("Look in your email")), on_load=SignInState.greet)
def sent() -> rx.Component:
    """The same for everybody."""
    return public_page(
        page_heading(
            t("Look in your email"),
            t("If we know this address, a link is on its way. It works for one hour. Also look in the spam folder."),
            big=False,
        ),
        link(t("Back to sign in"), to="/sign-in", class_name="btn btn-outline btn-primary mt-6"),
        below=_call(),
    )


@rx.page(route="/recover/link", title=title(t("Get back in")), on_load=SignInState.greet)
def recovery_link() -> rx.Component:
    """The mailed link leads here."""
    return public_page(
        page_heading(t("Get back in"), t("Thank you: this shows that the email is yours."), big=False),
        card(
            secret_form(submit(t("Continue"), class_name="btn-block"), action="/session/recovery/open"), class_name=FORM
        ),
        below=_call(),
    )


@rx.page(route="/recover/prove", title=title(t("One more thing")), on_load=SetUpState.recover)
def recovery_proof() -> rx.Component:
    """Any one of what the person still has."""
    second = SetUpState.second
    return step_page(
        page_heading(t("One more thing"), t("Show us in one of these ways that it is you."), big=False),
        rx.cond(
            second.code,
            _way(
                t("With a recovery code"),
                field(
                    t("Recovery code"),
                    "code",
                    hint=t("One of the ten codes you saved when you set up your account."),
                    required=True,
                    max_length=40,
                    auto_complete="off",
                ),
            ),
        ),
        rx.cond(second.password, _way(t("With your password"), password_field(t("Password")))),
        rx.cond(second.details, _way(t("With your details"), birth_date_fields(), detail_field())),
        below=_call(),
    )


def _way(words: rx.Var[str], *fields: rx.Component) -> rx.Component:
    return card(
        native_form(
            rx.el.h2(words, class_name="text-[1.125rem] font-semibold"),
            *fields,
            submit(t("Continue"), OUTLINE, class_name="btn-block"),
            action="/session/recovery/prove",
            class_name="space-y-5",
        ),
        class_name=FORM,
    )


@rx.page(route="/confirm", title=title(t("Confirm your email")), on_load=SignInState.greet)
def confirm() -> rx.Component:
    """The link of a new address; a person presses, so that a mail scanner does not."""
    return public_page(
        page_heading(t("Confirm your email"), t("Press the button to confirm that this address is yours."), big=False),
        card(
            secret_form(
                submit(t("Yes, it is mine"), class_name="btn-block"), action="/session/confirm-email", at_once=False
            ),
            class_name=FORM,
        ),
        below=_call(),
    )


@rx.page(route="/confirm/done", title=title(t("Your email is confirmed")), on_load=SignInState.greet)
def confirmed() -> rx.Component:
    """Thank you."""
    return public_page(
        page_heading(t("Your email is confirmed"), t("From now on our letters come to this address."), big=False),
        link(t("Go to the portal"), to="/", class_name="btn btn-primary mt-6"),
    )


@rx.page(route="/confirm/sent", title=title(t("Look in your email")), on_load=SignInState.greet)
def confirmation_sent() -> rx.Component:
    """A new address counts when its link was used."""
    return public_page(
        page_heading(
            t("Look in your email"),
            t("We sent a link to the new address. The change counts when you have used it. It works for 24 hours."),
            big=False,
        ),
        link(t("Go to the portal"), to="/", class_name="btn btn-primary mt-6"),
    )


@rx.page(route="/confirm/again", title=title(t("Look in your email")), on_load=SignInState.greet)
def confirmation_sent_again() -> rx.Component:
    """The newest link is the one that works."""
    return public_page(
        page_heading(
            t("Look in your email"),
            t("We sent you a new link. It works for 24 hours; older ones do not. Also look in the spam folder."),
            big=False,
        ),
        link(t("Go to the portal"), to="/", class_name="btn btn-primary mt-6"),
    )


def _call() -> rx.Component:
    return rx.fragment(t("Need help? Ask us."), " ", call_us(FRAME.phone), " ", t("In an emergency call 911."))
