"""`/staff/break-glass`: one record at another site, for care that cannot wait."""

import reflex as rx

from portal_app.components.button import PRIMARY
from portal_app.components.desk import DESK_CARD
from portal_app.components.form import choice, choices, field, field_error, text_area
from portal_app.pages.frame import staff_page, title
from portal_app.pages.staff.rail import rail
from portal_app.state.staff.break_glass import BreakGlassState
from portal_app.words import t


@rx.page(route="/staff/break-glass", title=title(t("A record at another site")), on_load=BreakGlassState.enter)
def break_glass() -> rx.Component:
    """Who it is, and why it is needed now."""
    return staff_page(
        rx.el.div(
            rx.el.h1(t("A record at another site"), tab_index=-1, class_name="text-xl font-bold outline-none"),
            rx.el.p(
                t(
                    "The record opens to you for four hours. The patient sees that you opened it, "
                    "and the practice manager is told."
                ),
                class_name="mt-1 text-quiet",
            ),
            rx.el.form(
                field(t("Record number"), "mrn", error=_wrong("mrn"), auto_complete="off"),
                field(t("Birth date"), "birth_date", type="date", error=_wrong("birth_date")),
                choices(
                    t("Why you need it"),
                    choice(t("Emergency"), "reason", "emergency"),
                    choice(t("I stand in for a colleague"), "reason", "cover"),
                    choice(t("The patient comes to our site"), "reason", "transfer"),
                ),
                field_error("reason", _wrong("reason")),
                field(
                    t("In a few words"),
                    "words",
                    control=text_area("words", error=_wrong("words"), max_length=500),
                    error=_wrong("words"),
                ),
                rx.el.button(t("Open the record"), type="submit", class_name=PRIMARY),
                on_submit=BreakGlassState.open_record,
                no_validate=True,
                class_name=["mt-4 grid gap-4 p-4", DESK_CARD],
            ),
            class_name="mx-auto max-w-xl p-4 lg:p-6",
        ),
        title=t("Patients"),
        views=rail("patients"),
    )


def _wrong(field: str) -> rx.Var[str]:
    return rx.cond(BreakGlassState.wrong_field == field, BreakGlassState.notice, "")
