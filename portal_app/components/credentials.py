"""The fields and buttons of signing in, alike wherever they stand."""

import reflex as rx

from portal_app.components import Content
from portal_app.components.button import PRIMARY, submit
from portal_app.components.form import INPUT, field, native_form, text_input
from portal_app.words import t

CODE = "text-[1.25rem] tracking-[0.14em]"


def password_field(
    label: Content, id: str = "password", new: bool = False, hint: Content | None = None
) -> rx.Component:
    """A password, with a box that shows it: people who can read what they type choose better ones."""
    return rx.el.div(
        rx.el.div(
            rx.el.label(label, html_for=id, class_name="font-semibold"),
            rx.el.label(
                rx.el.input(
                    type="checkbox",
                    class_name="checkbox checkbox-primary checkbox-sm",
                    custom_attrs={"data-shows": id},
                ),
                t("Show"),
                class_name="tap cursor-pointer text-base",
            ),
            class_name="flex items-center justify-between",
        ),
        *([] if hint is None else [rx.el.p(hint, id=f"{id}-hint", class_name="text-base text-quiet")]),
        text_input(
            id,
            type="password",
            hinted=hint is not None,
            auto_complete="new-password" if new else "current-password",
            required=True,
            max_length=200,
            auto_capitalize="none",
            spell_check=False,
        ),
    )


def code_field(label: Content, hint: Content | None = None, id: str = "code", **props) -> rx.Component:
    """The six digits of an authenticator app; further properties go to the input."""
    return field(
        label,
        id,
        rx.el.input(
            id=id,
            name=id,
            input_mode="numeric",
            auto_complete="one-time-code",
            required=True,
            max_length=10,
            class_name=[INPUT, CODE],
            **({} if hint is None else {"aria_describedby": f"{id}-hint"}),
            **props,
        ),
        hint=hint,
    )


def email_field(value: rx.Var[str] | str = "", hint: Content | None = None, id: str = "email") -> rx.Component:
    """An e-mail address, which is also the name to sign in with."""
    return field(
        t("Email"),
        id,
        hint=hint,
        type="email",
        auto_complete="username",
        required=True,
        default_value=value,
        max_length=254,
        auto_capitalize="none",
        spell_check=False,
    )


def passkey_form(words: Content, make: bool, action: str, kind: str = PRIMARY, wide: bool = True) -> rx.Component:
    """A button that makes a passkey or signs with one; `assets/passkeys.js` asks the browser."""
    return native_form(
        submit(words, kind, "fingerprint", class_name="btn-block" if wide else ""),
        action=action,
        custom_attrs={
            "data-passkey": "create" if make else "get",
            "data-options-url": f"{action}/options",
            "data-declined": t("That did not finish. Nothing was changed. You can try again."),
        },
        class_name="grid gap-4",
    )


def secret_form(*children: Content, action: str, name: str = "secret", at_once: bool = True) -> rx.Component:
    """A form that takes its secret from the end of the link (`assets/accounts.js`)."""
    return native_form(
        rx.el.input(type="hidden", name=name, custom_attrs={"data-from-link": ""}),
        *children,
        action=action,
        custom_attrs={"data-at-once": ""} if at_once else {},
        class_name="grid gap-4",
    )


def birth_date_fields() -> rx.Component:
    """Month, day and year, as the clinic's country writes them."""
    parts = (
        ("month", t("Month"), "bday-month", "w-[4.5rem]", 2),
        ("day", t("Day"), "bday-day", "w-[4.5rem]", 2),
        ("year", t("Year"), "bday-year", "w-24", 4),
    )
    return rx.el.fieldset(
        rx.el.legend(t("Your date of birth"), class_name="font-semibold"),
        rx.el.p(t("For example 3 / 27 / 1978"), class_name="text-base text-quiet"),
        rx.el.div(
            *[
                rx.el.div(
                    rx.el.label(label, html_for=name, class_name="text-base"),
                    rx.el.input(
                        id=name,
                        name=name,
                        input_mode="numeric",
                        auto_complete=filled,
                        required=True,
                        max_length=size,
                        class_name="input mt-1 w-full bg-base-100",
                    ),
                    class_name=f"{width} flex-none",
                )
                for name, label, filled, width, size in parts
            ],
            class_name="mt-2 flex gap-3",
        ),
    )


def detail_field() -> rx.Component:
    """One more thing that only the patient and the clinic know."""
    return field(
        t("One more detail"),
        "detail",
        hint=t("One of these: your ZIP code, the last 4 digits of your phone number, or your medical record number."),
        required=True,
        max_length=40,
        auto_complete="off",
    )
