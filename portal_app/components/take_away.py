"""Take it with you: what is on the page as a file to read or for another program, or on paper."""

import reflex as rx

from portal_app.components import Content
from portal_app.components.button import OUTLINE
from portal_app.components.card import CARD
from portal_app.components.form import INPUT, choice, choices, native_form
from portal_app.components.icon import icon
from portal_app.words import t

FILES = "/files/records"


def save_page(part: str, words: Content) -> rx.Component:
    """Under a page of the record: save it, or some days of it; `part` is the page's name, or `whole`."""
    return rx.el.details(
        rx.el.summary(
            icon("download", "size-5"),
            words,
            icon("chevron-down", "size-5 ml-auto transition-transform group-open:rotate-180"),
            class_name="no-marker flex min-h-11 cursor-pointer items-center gap-3 px-5 py-3 font-semibold",
        ),
        native_form(
            rx.el.input(type="hidden", name="part", value=part),
            choices(
                t("What kind of file"),
                choice(t("To read or print"), "form", "pdf", t("A PDF that opens on any device"), default_checked=True),
                choice(t("For another program"), "form", "json", t("A file that health apps can read")),
            ),
            rx.el.fieldset(
                rx.el.legend(t("Which days"), class_name="font-semibold"),
                rx.el.p(t("Leave both empty for all of it."), class_name="text-base text-quiet"),
                rx.el.div(
                    _day("since", part, t("First day")),
                    _day("until", part, t("Last day")),
                    class_name="mt-2 grid gap-4 sm:grid-cols-2",
                ),
            ),
            _kept(),
            rx.el.button(icon("download", "size-5"), t("Save the file"), type="submit", class_name=OUTLINE),
            action=FILES,
            class_name="grid gap-5 border-t border-base-300 p-5",
        ),
        class_name=[CARD, "group mt-6 print:hidden"],
    )


def save_item(item: rx.Var[str]) -> rx.Component:
    """Under one item: as a PDF, for another program, or printed as it stands."""
    return rx.el.div(
        _one(item, "pdf", "download", t("Save as PDF")),
        _one(item, "json", "files", t("Save for another program")),
        rx.el.button(
            icon("printer", "size-5"),
            t("Print this page"),
            type="button",
            custom_attrs={"data-prints": ""},
            class_name="tap link-on",
        ),
        class_name="mt-6 grid justify-items-start gap-1 print:hidden",
    )


def _one(item: rx.Var[str], form: str, drawing: str, words: Content) -> rx.Component:
    return native_form(
        rx.el.input(type="hidden", name="item", value=item),
        rx.el.input(type="hidden", name="form", value=form),
        rx.el.button(icon(drawing, "size-5"), words, type="submit", class_name="tap link-on"),
        _kept(),
        action=FILES,
    )


def _day(name: str, part: str, words: Content) -> rx.Component:
    id = f"{name}-{part}"
    return rx.el.div(
        rx.el.label(words, html_for=id, class_name="text-base"),
        rx.el.input(id=id, name=name, type="date", class_name=INPUT),
    )


def _kept() -> rx.Component:
    return rx.el.p(
        icon("check", "size-5 mt-0.5"),
        t("The file is saved. Look among your downloads."),
        hidden=True,
        role="status",
        tab_index=-1,
        custom_attrs={"data-kept": ""},
        class_name="flex gap-2 font-semibold text-success [&[hidden]]:hidden",
    )
