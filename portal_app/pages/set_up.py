"""`/set-up`: terms, how to sign in, recovery codes; after an invitation and after a recovery alike."""

import reflex as rx

from portal_app.components.button import GHOST, OUTLINE, PRIMARY, button, link_button, submit
from portal_app.components.card import card
from portal_app.components.credentials import code_field, passkey_form, password_field
from portal_app.components.disclosure import disclosure
from portal_app.components.form import native_form
from portal_app.components.heading import page_heading
from portal_app.components.sign_in_shell import or_line
from portal_app.components.steps import step_heading
from portal_app.pages.frame import title
from portal_app.pages.step import ACCOUNT, step_page
from portal_app.state.portal import PortalState
from portal_app.state.set_up import SetUpState
from portal_app.words import t

CARD = "mt-6 p-5"
SIGNED_IN = PortalState.me.kind != "nobody"


@rx.page(route="/set-up/terms", title=title(t("How we use your information")), on_load=SetUpState.agree)
def terms() -> rx.Component:
    """The current terms, in the person's language."""
    return step_page(
        rx.cond(
            SetUpState.terms.again,
            page_heading(t("Our terms have changed"), t("Please read them. Then you are in."), big=False),
            step_heading(t("How we use your information"), 2, 3),
        ),
        rx.cond(
            SetUpState.terms.version > 0,
            card(_terms(), class_name=CARD),
            rx.el.div(class_name=f"{CARD} skeleton h-64"),
        ),
    )


def _terms() -> rx.Component:
    return rx.fragment(
        rx.el.div(
            SetUpState.terms.body,
            tab_index=0,
            role="region",
            aria_label=t("Terms of use"),
            class_name="max-h-[50vh] overflow-y-auto whitespace-pre-line",
        ),
        native_form(
            rx.el.input(type="hidden", name="version", value=SetUpState.terms.version.to_string()),
            submit(t("I have read this and I agree"), class_name="btn-block"),
            action="/session/terms",
            class_name="mt-4 space-y-4 border-t border-base-300 pt-4",
        ),
    )


@rx.page(route="/set-up", title=title(t("Choose how you sign in")), on_load=SetUpState.choose)
def ways() -> rx.Component:
    """Passkey first."""
    return step_page(
        step_heading(t("Choose how you sign in"), 3, 3),
        rx.cond(
            SetUpState.step.recovering,
            rx.el.p(t("When you are done, the old ways to sign in stop working."), class_name="mt-4"),
        ),
        card(
            rx.el.h2(t("With this phone or computer"), class_name="text-[1.125rem] font-semibold"),
            rx.el.p(
                t(
                    "Use your face, your fingerprint or your screen lock. It is the safest way, and there is nothing to remember."
                ),
                class_name="mt-1 mb-4 text-quiet",
            ),
            passkey_form(t("Set up a passkey"), make=True, action="/session/set-up/passkey"),
            class_name=f"{CARD} [.no-passkeys_&]:hidden",
        ),
        rx.el.div(or_line(), class_name="[.no-passkeys_&]:hidden"),
        card(
            rx.el.h2(t("With a password and a code"), class_name="text-[1.125rem] font-semibold"),
            rx.el.p(t("You also need an authenticator app on your phone."), class_name="mt-1 mb-4 text-quiet"),
            link_button(t("Use a password"), "/set-up/password", OUTLINE, class_name="btn-block"),
            class_name="p-5",
        ),
    )


@rx.page(route="/set-up/password", title=title(t("Choose a password")), on_load=SetUpState.show_password)
def password() -> rx.Component:
    """Long beats complicated; pasting is welcome."""
    return step_page(
        page_heading(t("Choose a password"), t("Length is what counts. There are no other rules."), big=False),
        card(
            native_form(
                password_field(
                    t("New password"),
                    new=True,
                    hint=t("At least 8 characters. Three or four words in a row are easy to remember."),
                ),
                submit(t("Save and continue"), class_name="btn-block"),
                action="/session/set-up/password",
                class_name="space-y-5",
            ),
            class_name=CARD,
        ),
    )


@rx.page(route="/set-up/app", title=title(t("Add your authenticator app")), on_load=SetUpState.show_app)
def app() -> rx.Component:
    """Scan, then type what the app shows."""
    shown = SetUpState.app
    return step_page(
        page_heading(
            t("Add your authenticator app"),
            t(
                "Open the app on your phone that makes codes, such as Google Authenticator or one like it. Then scan this square."
            ),
            big=False,
        ),
        card(
            rx.cond(
                shown.qr,
                rx.el.img(
                    src=shown.qr,
                    alt=t("QR code for your authenticator app"),
                    class_name="mx-auto size-52 rounded-field",
                ),
                rx.el.div(class_name="skeleton mx-auto size-52"),
            ),
            disclosure(
                t("I can’t scan it"),
                rx.el.p(t("Choose “enter a key” in the app and type:"), class_name="text-base text-quiet"),
                rx.el.p(shown.key, id="app-key", class_name="mt-1 font-mono wrap-anywhere"),
                class_name="mt-3",
            ),
            native_form(
                code_field(t("Six-digit code"), hint=t("The digits that the app shows now.")),
                submit(t("Continue"), class_name="btn-block"),
                action="/session/set-up/app",
                class_name="mt-4 space-y-5 border-t border-base-300 pt-5",
            ),
            class_name=CARD,
        ),
    )


@rx.page(route="/set-up/codes", title=title(t("Your recovery codes")), on_load=SetUpState.show_codes)
def codes() -> rx.Component:
    """Shown this once."""
    return step_page(
        page_heading(
            t("Your recovery codes"),
            t("If you lose your phone, one of these lets you back in. Each works once. We show them only now."),
            big=False,
        ),
        rx.cond((SetUpState.stands == "yes") & (SetUpState.codes.length() == 0), _shown_before(), _codes()),
        rx.cond(
            SIGNED_IN,
            link_button(t("I saved them"), ACCOUNT, PRIMARY, class_name="btn-block mt-6"),
            native_form(
                submit(t("I saved them, open the portal"), class_name="btn-block"),
                action="/session/set-up/finish",
                class_name="mt-6 grid gap-4 print:hidden",
            ),
        ),
    )


def _codes() -> rx.Component:
    return card(
        rx.el.ol(
            rx.foreach(SetUpState.codes, lambda code: rx.el.li(code, class_name="font-mono text-[1.0625rem]")),
            id="codes",
            # ten lines have their place before they come
            class_name="grid min-h-82 gap-2 sm:min-h-40 sm:grid-cols-2",
        ),
        rx.el.div(
            button(t("Copy"), GHOST, "copy", custom_attrs={"data-copies": "codes"}),
            button(t("Print"), GHOST, "printer", custom_attrs={"data-prints": ""}),
            rx.el.span(
                t("Copied."), role="status", hidden=True, custom_attrs={"data-copied": ""}, class_name="self-center"
            ),
            class_name="mt-4 flex flex-wrap gap-2 print:hidden",
        ),
        class_name=CARD,
    )


def _shown_before() -> rx.Component:
    return card(
        rx.el.p(
            t("We showed you your codes before. They still work. If you do not have them any more, make new ones.")
        ),
        button(t("Make new codes"), OUTLINE, on_click=SetUpState.make_codes, class_name="mt-4"),
        class_name=CARD,
    )
