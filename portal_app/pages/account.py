"""`/account`: how I sign in, where I am signed in, my email and language. Staff have it at `/staff/account`."""

import reflex as rx

from portal_app.catalogue import LANGUAGES
from portal_app.components.button import DANGER, OUTLINE, button, link_button, submit
from portal_app.components.card import card, heading, list_card
from portal_app.components.credentials import code_field, email_field, passkey_form, password_field
from portal_app.components.disclosure import disclosure
from portal_app.components.form import native_form, sign_out_form
from portal_app.components.heading import page_heading
from portal_app.components.icon import icon
from portal_app.components.link import back
from portal_app.components.patient_shell import NARROW
from portal_app.components.pill import status_pill
from portal_app.components.records import waiting
from portal_app.components.sign_in_shell import LANGUAGE
from portal_app.pages.frame import FRAME, patient_page, staff_page, title
from portal_app.pages.mail_trouble import mail_trouble
from portal_app.pages.staff.rail import rail
from portal_app.services.account import PasskeyCard, SessionCard
from portal_app.state.account import AccountState
from portal_app.words import Speaker, t

MINE = AccountState.account
ROW = "flex flex-wrap items-center justify-between gap-3 p-5"


@rx.page(route="/account", title=title(t("Your account")), on_load=AccountState.enter)
def account() -> rx.Component:
    """A patient's."""
    return patient_page(back(t("More"), "/more"), _content(), room=NARROW)


@rx.page(route="/staff/account", title=title(t("Your account")), on_load=AccountState.enter)
def staff_account() -> rx.Component:
    """A colleague's."""
    return staff_page(
        rx.el.div(_content(), class_name="mx-auto max-w-3xl p-6"),
        title=t("Your account"),
        views=rail("account"),
    )


def _content() -> rx.Component:
    return rx.fragment(
        # a name that comes later moves nothing
        page_heading(t("Your account"), rx.cond(FRAME.name, FRAME.name, "\u00a0")),
        waiting(AccountState.loaded, AccountState.notice, AccountState.enter, _shown()),
    )


def _shown() -> rx.Component:
    return rx.el.div(
        rx.cond(
            (MINE.email != "") & (~MINE.confirmed | MINE.stopped),
            mail_trouble(rx.cond(MINE.stopped, "stopped", "unconfirmed"), MINE.email),
        ),
        rx.cond(MINE.fresh, rx.fragment(_ways(), _email()), rx.fragment(_overview(), _prove_again())),
        _sessions(),
        _language(),
        card(
            rx.el.p(t("On a shared phone or computer, always sign out."), class_name="mb-4 text-quiet"),
            sign_out_form(class_name=OUTLINE),
        ),
        class_name="grid gap-6",
    )


def _overview() -> rx.Component:
    return card(
        heading(t("How you sign in")),
        rx.el.ul(
            rx.el.li(icon("fingerprint"), t("Passkeys: {n}", n=MINE.passkeys.length()), class_name="flex gap-2.5"),
            rx.el.li(
                icon("key-round"),
                rx.cond(MINE.password, t("Password and app: set up"), t("Password and app: not set up")),
                class_name="flex gap-2.5",
            ),
            rx.el.li(icon("scroll-text"), t("Recovery codes left: {n}", n=MINE.codes_left), class_name="flex gap-2.5"),
            rx.el.li(icon("mail"), rx.el.span(MINE.email, class_name="wrap-anywhere"), class_name="flex gap-2.5"),
            class_name="grid gap-2",
        ),
    )


def _prove_again() -> rx.Component:
    return card(
        heading(t("Change how you sign in")),
        rx.el.p(t("First show us that it is you. Then you can change things for ten minutes."), class_name="mb-4"),
        rx.cond(
            MINE.passkeys.length() > 0,
            rx.el.div(
                passkey_form(t("Use my passkey"), make=False, action="/account/prove/passkey", wide=False),
                class_name="mb-5",
            ),
        ),
        rx.cond(
            MINE.password,
            native_form(
                password_field(t("Password")),
                code_field(t("Six-digit code")),
                submit(t("Continue"), OUTLINE, class_name="max-sm:btn-block"),
                action="/account/prove",
                class_name="space-y-5",
            ),
        ),
    )


def _ways() -> rx.Component:
    return rx.el.section(
        heading(t("How you sign in"), id="ways"),
        list_card(
            rx.foreach(MINE.passkeys, _passkey),
            rx.el.li(
                passkey_form(t("Add a passkey"), make=True, action="/session/set-up/passkey", kind=OUTLINE, wide=False),
                class_name=ROW,
            ),
            rx.el.li(
                rx.el.div(
                    rx.el.p(t("Password and authenticator app"), class_name="font-semibold"),
                    rx.el.p(rx.cond(MINE.password, t("In use"), t("Not set up")), class_name="text-base text-quiet"),
                ),
                rx.el.div(
                    link_button(rx.cond(MINE.password, t("Change password"), t("Set up")), "/set-up/password", OUTLINE),
                    rx.cond(MINE.password, link_button(t("Change app"), "/set-up/app", OUTLINE)),
                    rx.cond(
                        MINE.password & (MINE.passkeys.length() > 0),
                        native_form(submit(t("Remove"), DANGER), action="/account/password/remove"),
                    ),
                    class_name="flex flex-wrap gap-2",
                ),
                class_name=ROW,
            ),
            rx.el.li(
                rx.el.div(
                    rx.el.p(t("Recovery codes"), class_name="font-semibold"),
                    rx.el.p(t("{n} of 10 left", n=MINE.codes_left), class_name="text-base text-quiet"),
                ),
                link_button(t("Make new codes"), "/set-up/codes", OUTLINE),
                class_name=ROW,
            ),
        ),
        aria_labelledby="ways",
    )


def _passkey(key: rx.Var[PasskeyCard]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.p(icon("fingerprint"), key.name, class_name="flex gap-2.5 font-semibold"),
            rx.el.p(
                t("Passkey, made {day}", day=key.made),
                rx.cond(key.used, rx.fragment(" · ", t("last used {day}", day=key.used))),
                class_name="text-base text-quiet",
            ),
            class_name="min-w-0",
        ),
        native_form(
            rx.el.input(type="hidden", name="id", value=key.id),
            submit(t("Remove"), DANGER),
            action="/account/passkey/remove",
        ),
        key=key.id,
        class_name=ROW,
    )


def _email() -> rx.Component:
    return card(
        heading(t("Email")),
        rx.el.p(
            rx.el.span(MINE.email, class_name="mr-2 font-semibold wrap-anywhere"),
            rx.cond(MINE.confirmed, status_pill(t("Confirmed"), "ready"), status_pill(t("Not confirmed yet"), "soon")),
        ),
        disclosure(
            t("Use another address"),
            native_form(
                email_field(hint=t("We send a link to the new address, and tell the old one.")),
                submit(t("Send the link"), OUTLINE, class_name="max-sm:btn-block"),
                action="/account/email",
                class_name="mt-2 space-y-5",
            ),
            class_name="mt-2",
        ),
    )


def _sessions() -> rx.Component:
    return rx.el.section(
        heading(t("Where you are signed in"), id="sessions"),
        list_card(
            rx.foreach(MINE.sessions, _session),
            rx.cond(
                MINE.sessions.length() > 1,
                rx.el.li(
                    native_form(
                        submit(t("Sign out everywhere else"), DANGER, "log-out", class_name="h-auto min-h-12 py-2"),
                        action="/account/sessions/end-others",
                    ),
                    class_name=ROW,
                ),
            ),
        ),
        aria_labelledby="sessions",
    )


def _session(one: rx.Var[SessionCard]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.p(
                icon("monitor"),
                rx.cond(one.browser, one.browser, t("A browser")),
                class_name="flex gap-2.5 font-semibold",
            ),
            rx.el.p(
                t("Signed in {day}", day=one.since),
                " · ",
                t("last used {day}", day=one.seen),
                class_name="text-base text-quiet",
            ),
            class_name="min-w-0 flex-1 basis-56",
        ),
        rx.cond(
            one.here,
            status_pill(t("This browser"), "ready"),
            native_form(
                rx.el.input(type="hidden", name="id", value=one.id),
                submit(t("Sign out"), OUTLINE),
                action="/account/sessions/end",
            ),
        ),
        key=one.id,
        class_name=ROW,
    )


def _language() -> rx.Component:
    return card(
        heading(t("Language")),
        native_form(
            *[
                button(
                    name,
                    OUTLINE,
                    type="submit",
                    name="language",
                    value=code,
                    lang=code,
                    aria_pressed=rx.cond(Speaker.language == code, "true", "false"),
                )
                for code, name in LANGUAGES.items()
            ],
            action=LANGUAGE,
            class_name="flex flex-wrap gap-3",
        ),
    )
