"""`/staff/education`: the clinic's own pages and links for patients, beside those that come with the portal."""

import reflex as rx

from portal_app.components.desk import BARE, CHIEF, desk_button, desk_card, desk_empty, desk_list, desk_pill
from portal_app.components.form import field, field_error, text_area
from portal_app.components.loading import skeleton_rows
from portal_app.pages.frame import staff_page, title
from portal_app.pages.staff.rail import rail
from portal_app.services.education import OwnCard
from portal_app.state.staff.education import EducationState
from portal_app.words import t

DRAFT = EducationState.draft


@rx.page(route="/staff/education", title=title(t("Reading for patients")), on_load=EducationState.open)
def education() -> rx.Component:
    """The list, and the page that is being written above it."""
    return staff_page(
        rx.el.div(
            rx.el.h1(t("Reading for patients"), tab_index=-1, class_name="text-xl font-bold outline-none"),
            rx.el.p(
                t(
                    "The portal brings pages about common problems and tests. Your own pages and links come first. "
                    "A link that does not answer is not shown."
                ),
                class_name="mt-1 max-w-[70ch] text-quiet",
            ),
            rx.cond(
                EducationState.writing,
                _form(),
                desk_button(
                    t("Write a page"), CHIEF, "plus", on_click=EducationState.write(""), class_name="mt-4 self-start"
                ),
            ),
            rx.cond(EducationState.loaded, _list(), skeleton_rows(t("The list is on its way"))),
            class_name="mx-auto flex max-w-3xl flex-col p-4 lg:p-6",
        ),
        title=t("Reading for patients"),
        views=rail("education"),
    )


def _list() -> rx.Component:
    return rx.el.div(
        desk_card(
            t("Your own"),
            rx.cond(
                EducationState.own.pages.length() > 0,
                desk_list(rx.foreach(EducationState.own.pages, _row)),
                desk_empty(t("Nothing yet. Patients read what comes with the portal.")),
            ),
        ),
        class_name="mt-4",
    )


def _row(page: rx.Var[OwnCard]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.p(
                rx.el.span(page.title, class_name="font-semibold"),
                rx.cond(~page.active, desk_pill(t("Not shown"), "working")),
                class_name="flex items-center gap-2",
            ),
            rx.el.p(page.codes, class_name="text-[13px] text-quiet wrap-anywhere"),
            rx.el.p(page.trouble, class_name="text-[13px] text-warning empty:hidden"),
            class_name="min-w-0 flex-1",
        ),
        desk_button(t("Change"), BARE, "pencil", on_click=EducationState.write(page.id)),
        rx.cond(
            page.active,
            desk_button(t("Do not show"), BARE, on_click=EducationState.switch(page.id, False)),
            desk_button(t("Show"), BARE, on_click=EducationState.switch(page.id, True)),
        ),
        key=page.id,
        class_name="flex flex-wrap items-center gap-2 px-4 py-2",
    )


def _form() -> rx.Component:
    wrong = EducationState.wrong_field

    def of(name: str) -> rx.Var[str]:
        return rx.cond(wrong == name, EducationState.notice, "").to(str)

    return rx.el.form(
        field(t("Title"), "title", default_value=DRAFT.title, max_length=200, error=of("title")),
        field(t("Title in Spanish"), "title_es", default_value=DRAFT.title_es, max_length=200),
        _area(t("What to read"), "text", DRAFT.text, of("text")),
        _area(t("What to read, in Spanish"), "text_es", DRAFT.text_es, None),
        field(
            t("Or a link"),
            "link",
            default_value=DRAFT.link,
            max_length=500,
            hint=t("The whole address, beginning with https://"),
            error=of("link"),
        ),
        field(
            t("What it is about"),
            "codes",
            default_value=DRAFT.codes,
            hint=t("Codes of problems, tests or medicines, for example: icd10:E11, loinc:4548-4"),
            error=of("codes"),
        ),
        rx.el.div(
            rx.el.button(t("Save page"), type="submit", class_name="btn btn-primary"),
            desk_button(t("Leave it as it was"), BARE, on_click=EducationState.drop),
            class_name="flex gap-2",
        ),
        on_submit=EducationState.save,
        class_name="mt-4 grid gap-4 rounded-box border border-base-300 bg-base-100 p-4",
        key=DRAFT.id,
    )


def _area(words: rx.Var[str], name: str, value: rx.Var[str], error: rx.Var[str] | None) -> rx.Component:
    return rx.el.div(
        rx.el.label(words, html_for=name, class_name="font-semibold"),
        text_area(name, error=error, rows=4, default_value=value, max_length=10_000),
        *([] if error is None else [field_error(name, error)]),
    )
