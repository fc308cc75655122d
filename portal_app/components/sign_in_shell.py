"""The frame of the pages before the portal: signing in, an invitation, what the public may read."""

import reflex as rx

from portal_app.catalogue import LANGUAGES
from portal_app.components import Content
from portal_app.components.banner import language_mark, offline, refusal, skip_link
from portal_app.components.form import native_form
from portal_app.components.frame import Frame
from portal_app.components.patient_shell import mark
from portal_app.words import Speaker, t

LANGUAGE = "/session/language"


def sign_in_shell(*content: Content, frame: Frame, below: Content = "", room: str = "max-w-md") -> rx.Component:
    """A page of one narrow column; `below` stands under the line at the end."""
    return rx.el.div(
        skip_link(),
        language_mark(frame.read),
        rx.el.header(
            rx.el.span(
                mark(),
                rx.el.span(frame.clinic),
                class_name="flex items-center gap-3 leading-tight font-semibold",
            ),
            _other_languages(),
            class_name=f"mx-auto flex w-full {room} items-center justify-between gap-3 px-5 pt-5 lg:pt-14",
        ),
        offline(),
        refusal(frame.refusal),
        rx.el.main(
            *content, id="main", tab_index=-1, class_name=f"mx-auto w-full {room} grow px-5 pt-8 pb-10 outline-none"
        ),
        rx.el.footer(
            rx.el.p(below, class_name="border-t border-base-300 pt-5 empty:hidden"),
            class_name=f"mx-auto w-full {room} px-5 pb-8 text-base text-quiet",
        ),
        class_name="pt flex min-h-dvh flex-col bg-base-200 text-base-content antialiased",
    )


def or_line() -> rx.Component:
    """Between two ways to do the same."""
    return rx.el.p(
        t("or"),
        class_name="my-5 flex items-center gap-3 text-base text-quiet before:h-px before:grow before:bg-base-300 "
        "after:h-px after:grow after:bg-base-300",
    )


def _other_languages() -> rx.Component:
    """Each language is offered in its own words; choosing one is a native POST, so it works before anything loads."""
    return native_form(
        rx.el.div(
            *[
                rx.cond(
                    Speaker.language != code,
                    rx.el.button(
                        name,
                        type="submit",
                        name="language",
                        value=code,
                        lang=code,
                        class_name="tap cursor-pointer font-semibold text-primary",
                    ),
                )
                for code, name in LANGUAGES.items()
            ],
            class_name="flex gap-4",
        ),
        action=LANGUAGE,
    )
