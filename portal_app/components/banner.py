"""Lines that concern the whole page: no connection, a refusal, the way past the navigation."""

import reflex as rx
from reflex_components_core.core.banner import has_connection_errors

from portal_app.components.icon import icon
from portal_app.components.link import jump
from portal_app.words import Speaker, t


def skip_link() -> rx.Component:
    """For the keyboard: straight to the page."""
    return jump(
        t("Skip to the page"),
        to="#main",
        class_name="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-field "
        "focus:bg-base-100 focus:p-3",
    )


def offline() -> rx.Component:
    """The server cannot be reached: say what still stands and that nothing written is lost."""
    return rx.cond(
        has_connection_errors,
        rx.el.div(
            icon("wifi-off", "size-5 mt-0.5"),
            rx.el.p(
                rx.el.strong(t("You are offline."), class_name="font-semibold"),
                " ",
                t("We try again by ourselves. What you see is what we had last. Keep this page open."),
                class_name="text-base",
            ),
            role="status",
            class_name="flex gap-2.5 bg-neutral px-4 py-3 text-neutral-content lg:px-10",
        ),
    )


def refusal(sentence: rx.Var[str]) -> rx.Component:
    """The sentence of what was refused or went wrong, read aloud as it appears."""
    return rx.el.div(
        rx.cond(
            sentence,
            rx.el.p(
                icon("circle-alert", "size-6 mt-px text-error"),
                rx.el.span(sentence, class_name="font-semibold"),
                class_name="mx-4 mt-4 flex gap-2.5 rounded-box border-2 border-error bg-base-100 p-4 lg:mx-10",
            ),
        ),
        role="status",
        id="refusal",
    )


def language_mark(read: rx.Var[str]) -> rx.Component:
    """Tells `assets/portal.js` which language the page is in, for the `lang` of the document, and `assets/arrive.js`
    which address has been read."""
    told = {"data-language": Speaker.language, "data-alive": Speaker.is_hydrated.to_string(), "data-read": read}
    return rx.el.span(hidden=True, custom_attrs=told)
