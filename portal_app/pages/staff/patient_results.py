"""The results part of a patient's page at the desk."""

import reflex as rx

from portal_app.components.desk import DESK_ROW, desk_card, desk_empty, desk_link, desk_list, desk_pill
from portal_app.components.link import link
from portal_app.services.reviews.cards import ResultLine
from portal_app.state.staff.patient import PatientState
from portal_app.state.staff.patient_results import PatientResultsState
from portal_app.words import t

FOUND = PatientResultsState.found


def patient_results() -> rx.Component:
    """The newest results, what waits first; each opens its review. And the way to see what the patient sees."""
    return rx.cond(
        FOUND.shown | FOUND.may_view_as,
        desk_card(
            t("Results and release"),
            rx.cond(
                FOUND.shown,
                rx.cond(
                    FOUND.lines.length() > 0,
                    desk_list(rx.foreach(FOUND.lines, _line)),
                    desk_empty(t("No results, notes or visits in the chart.")),
                ),
            ),
            rx.cond(
                FOUND.may_view_as,
                rx.el.div(
                    desk_link(
                        t("See the portal as this patient does"),
                        to="/staff/patients/" + PatientState.card.id + "/as-patient",
                    ),
                    class_name="border-t border-base-300/70 px-4 py-2",
                ),
            ),
            id="results",
        ),
    )


def _line(line: rx.Var[ResultLine]) -> rx.Component:
    return rx.el.li(
        link(
            rx.el.span(
                rx.el.span(
                    rx.el.span(line.title, class_name="font-semibold flex-1 min-w-0 wrap-anywhere"),
                    rx.el.span(line.when, class_name="text-[13px] text-quiet"),
                    class_name="flex items-baseline gap-2",
                ),
                rx.el.span(
                    rx.cond(
                        line.tone == "ready",
                        rx.el.span(line.sees, class_name="text-quiet"),
                        rx.el.span(
                            line.sees,
                            class_name=[
                                "font-semibold",
                                rx.match(line.tone, ("soon", "text-warning"), ("failed", "text-error"), "text-quiet"),
                            ],
                        ),
                    ),
                    rx.cond(line.read != "", desk_pill(line.read, "ready", "check")),
                    class_name="flex flex-wrap items-center gap-x-2 text-[13px]",
                ),
                class_name="min-w-0 flex-1",
            ),
            to="/staff/results/" + line.id,
            class_name=DESK_ROW,
        ),
        key=line.id,
    )
