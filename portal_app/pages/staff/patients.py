"""`/staff/patients`: a patient found as one types."""

import reflex as rx

from portal_app.components.desk import DESK_CARD, DESK_ROW, desk_empty, desk_list, small_avatar
from portal_app.components.icon import icon
from portal_app.components.link import link
from portal_app.pages.frame import staff_page, title
from portal_app.pages.staff.rail import rail
from portal_app.services.patients.cards import PatientRow
from portal_app.state.staff.patients import PatientsState
from portal_app.words import t, tn

PAUSE = 120
"""Milliseconds without a key before the search runs."""
FOUND = PatientsState.found


@rx.page(route="/staff/patients", title=title(t("Patients")), on_load=PatientsState.open)
def patients() -> rx.Component:
    """One field, and whom it finds."""
    return staff_page(
        rx.el.div(
            rx.el.h1(t("Patients"), tab_index=-1, class_name="text-xl font-bold outline-none"),
            rx.el.label(
                rx.el.span(t("Name, birth date or record number"), class_name="text-[13px] font-medium"),
                rx.el.span(
                    icon("search", "size-4 text-quiet"),
                    rx.el.input(
                        id="find",
                        type="search",
                        custom_attrs={"data-first": "", "data-key": "/"},
                        auto_complete="off",
                        on_change=PatientsState.find.debounce(PAUSE),
                        aria_describedby="how",
                        class_name="grow bg-transparent outline-none!",
                    ),
                    class_name="input h-11 mt-1 w-full bg-base-100 flex items-center gap-2 focus-within:outline-2 "
                    "focus-within:outline-primary",
                ),
                class_name="block mt-4",
            ),
            rx.el.p(
                t("For example: rivera ana, 3/3/1968, or MS-1001"), id="how", class_name="mt-1 text-[13px] text-quiet"
            ),
            rx.el.p(_how_many(), role="status", class_name="mt-4 text-[13px] text-quiet min-h-5"),
            rx.cond(
                FOUND.rows.length() > 0,
                rx.el.div(desk_list(rx.foreach(FOUND.rows, _row)), class_name=["mt-1", DESK_CARD]),
                rx.cond(
                    PatientsState.asked,
                    desk_empty(t("Nobody of your sites fits. Check the spelling, or try the birth date.")),
                ),
            ),
            rx.cond(
                PatientsState.may_break_glass,
                rx.el.p(
                    t("Not at your site, and it cannot wait?"),
                    " ",
                    link(t("Open a record at another site"), to="/staff/break-glass", class_name="link-on"),
                    class_name="mt-6 text-[13px] text-quiet",
                ),
            ),
            class_name="mx-auto max-w-3xl p-4 lg:p-6",
        ),
        title=t("Patients"),
        views=rail("patients"),
    )


def _how_many() -> rx.Component:
    shown = FOUND.rows.length()
    return rx.cond(
        FOUND.more,
        t("Showing {n} of more. Type a little more to narrow it down.", n=shown),
        rx.cond(shown > 0, tn("{n} patient", "{n} patients", n=shown), ""),
    )


def _row(row: rx.Var[PatientRow]) -> rx.Component:
    return rx.el.li(
        link(
            small_avatar(row.name[0]),
            rx.el.span(
                rx.el.span(row.name, class_name="font-semibold"),
                rx.el.span(row.age, class_name="ml-1.5 text-quiet"),
                rx.el.span(
                    rx.cond(row.born != "", t("born {day}", day=row.born), ""),
                    class_name="block text-[13px] text-quiet",
                ),
                class_name="min-w-0 flex-1",
            ),
            rx.el.span(
                rx.el.span(row.mrn, class_name="block wrap-anywhere"),
                rx.el.span(row.site, rx.cond(row.tongue != "", ", " + row.tongue, ""), class_name="block"),
                class_name="text-[13px] text-quiet text-right max-w-[45%]",
            ),
            to="/staff/patients/" + row.id,
            custom_attrs={"data-row": ""},
            class_name=DESK_ROW,
        ),
        key=row.id,
    )
