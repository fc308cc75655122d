"""What an edit would do for one patient, line by line."""

import reflex as rx

from portal_app.components import Content
from portal_app.components.desk import BARE, DESK_CARD, desk_button, desk_empty
from portal_app.components.icon import icon
from portal_app.services.patients.cards import PatientRow
from portal_app.services.release.cards import Cell, PreviewLine
from portal_app.state.staff.rules import RulesState
from portal_app.words import t, tn

SEEN = RulesState.seen
PAUSE = 150
CELL = "px-1.5 py-1.5 align-top"


def preview() -> rx.Component:
    """What one person would see today, tomorrow, and with the edit."""
    return rx.el.section(
        rx.el.div(
            rx.el.h2(t("Try it on a patient"), class_name="font-semibold"),
            rx.el.div(
                rx.el.label(
                    rx.el.span(t("Name, birth date or record number"), class_name="sr-only"),
                    icon("search", "size-4 text-quiet"),
                    rx.el.input(
                        id="try-on",
                        type="search",
                        auto_complete="off",
                        placeholder=t("Find a patient"),
                        on_change=RulesState.find.debounce(PAUSE),
                        class_name="grow min-w-0 bg-transparent outline-none!",
                    ),
                    class_name="input input-sm h-11 lg:h-9 flex-1 min-w-44 bg-base-100 flex items-center gap-2 focus-within:outline-2 focus-within:outline-primary",
                ),
                rx.el.label(
                    rx.el.span(t("signed in as"), class_name="text-[13px] text-quiet"),
                    rx.el.select(
                        rx.el.option(t("the patient"), value="patient"),
                        rx.el.option(t("who acts for the patient"), value="proxy"),
                        value=RulesState.viewer,
                        on_change=RulesState.choose_viewer,
                        class_name="select select-sm h-11 lg:h-9 w-auto bg-base-100 text-[13px]",
                    ),
                    class_name="inline-flex items-center gap-2",
                ),
                class_name="mt-2 flex flex-wrap items-center gap-2",
            ),
            rx.cond(
                RulesState.found.rows.length() > 0,
                rx.el.ul(
                    rx.foreach(RulesState.found.rows, _found),
                    class_name="mt-2 rounded-field border border-base-300 divide-y divide-base-300/60 max-h-64 overflow-y-auto",
                ),
            ),
            class_name="px-4 pt-3 pb-3",
        ),
        rx.cond(
            SEEN.patient != "",
            _table(),
            desk_empty(t("Find a patient to see what they would see today, tomorrow, and with your edit.")),
        ),
        class_name=DESK_CARD,
    )


def _found(row: rx.Var[PatientRow]) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            rx.el.span(row.name, class_name="font-semibold"),
            rx.el.span(row.age, class_name="text-quiet"),
            rx.el.span(row.mrn, class_name="flex-1 text-right text-[13px] text-quiet"),
            type="button",
            on_click=RulesState.choose_patient(row.id),
            class_name="flex w-full items-center gap-2 px-3 min-h-11 lg:min-h-9 cursor-pointer hover:bg-base-200/70 -outline-offset-2!",
        ),
        key=row.id,
    )


def _table() -> rx.Component:
    return rx.fragment(
        rx.el.div(
            rx.el.table(
                rx.el.caption(
                    t("What {name} would see", name=SEEN.patient), class_name="text-left px-4 pb-2 font-medium"
                ),
                rx.el.thead(
                    rx.el.tr(
                        rx.el.th(
                            t("Item, and the rule that decides"),
                            scope="col",
                            class_name="pl-4 pr-2 py-2 text-left font-normal text-quiet text-[13px]",
                        ),
                        _column(t("Today"), SEEN.today),
                        _column(t("Tomorrow"), SEEN.tomorrow, "max-sm:hidden"),
                        _column(t("With your edit"), t("today"), "text-primary"),
                        class_name="border-y border-base-300/70",
                    )
                ),
                rx.el.tbody(rx.foreach(SEEN.lines, _line), class_name="divide-y divide-base-300/60"),
                class_name="w-full text-[13px]",
            ),
            tab_index=0,
            role="region",
            aria_label=t("Preview"),
            class_name="overflow-x-auto",
        ),
        rx.el.p(
            tn("{n} of {all} items changes.", "{n} of {all} items change.", n=SEEN.changes, all=SEEN.total),
            rx.cond(
                SEEN.lines.length() < SEEN.total,
                rx.fragment(
                    " ",
                    t("Showing {n}.", n=SEEN.lines.length()),
                    " ",
                    desk_button(t("Show more"), BARE, on_click=RulesState.show_more),
                ),
            ),
            class_name="px-4 py-2 border-t border-base-300/60 text-[13px] text-quiet",
        ),
    )


def _column(words: Content, below: Content, class_name: str = "") -> rx.Component:
    return rx.el.th(
        rx.el.span(words, class_name="block font-semibold"),
        rx.el.span(below, class_name="block font-normal text-quiet text-xs"),
        scope="col",
        class_name=f"px-1.5 py-2 text-left align-top {class_name}",
    )


def _line(line: rx.Var[PreviewLine]) -> rx.Component:
    return rx.el.tr(
        rx.el.th(
            rx.el.span(line.title, ", ", line.day, class_name="font-semibold block"),
            rx.el.span(line.why, class_name="block text-xs text-quiet mt-0.5"),
            scope="row",
            class_name="pl-4 pr-2 py-2 text-left align-top font-normal min-w-36 wrap-anywhere",
        ),
        rx.el.td(_cell(line.today), class_name=CELL),
        rx.el.td(_cell(line.tomorrow), class_name=f"{CELL} max-sm:hidden"),
        rx.el.td(_cell(line.edited), class_name=CELL),
    )


def _cell(cell: rx.Var[Cell]) -> rx.Component:
    return rx.el.div(
        rx.match(
            cell.state,
            (
                "sees",
                rx.el.span(
                    icon("eye", "size-3.5"),
                    t("Sees it"),
                    class_name="flex items-center gap-1.5 font-semibold whitespace-nowrap text-success",
                ),
            ),
            (
                "waits",
                rx.el.span(
                    icon("hourglass", "size-3.5"),
                    t("Waits"),
                    class_name="flex items-center gap-1.5 font-semibold whitespace-nowrap text-info",
                ),
            ),
            rx.el.span(
                icon("eye-off", "size-3.5"),
                t("Hidden"),
                class_name="flex items-center gap-1.5 font-semibold whitespace-nowrap text-quiet",
            ),
        ),
        rx.el.span(cell.words, class_name="block text-xs text-quiet"),
        class_name=["rounded-lg px-2 py-1", rx.cond(cell.changed, "outline-2 outline-primary bg-primary/10", "")],
    )
