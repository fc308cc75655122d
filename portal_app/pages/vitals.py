"""`/records/vitals` and one kind of measurement: what was measured on the body, now and over time."""

import reflex as rx

from portal_app.components.card import CARD, card, empty
from portal_app.components.heading import page_heading
from portal_app.components.icon import icon, tile
from portal_app.components.link import back, link
from portal_app.components.number_line import number_line
from portal_app.components.one_test import value, values
from portal_app.components.patient_shell import NARROW
from portal_app.components.pill import status_pill
from portal_app.components.reader import PATIENT, Reader
from portal_app.components.records import waiting
from portal_app.components.take_away import save_page
from portal_app.components.trend import trend
from portal_app.pages.frame import patient_page, title
from portal_app.services.vitals import VitalLine
from portal_app.state.vitals import VitalsState, VitalState
from portal_app.words import t

CARD_OF = VitalState.card


@rx.page(route="/records/vitals", title=title(t("Measurements")), on_load=VitalsState.refresh)
def vitals() -> rx.Component:
    """The newest of each kind."""
    return patient_page(drawn(PATIENT), room=NARROW)


def drawn(reader: Reader) -> rx.Component:
    """The newest of each kind, each the way to all of its kind."""
    return rx.fragment(
        back(t("Records"), reader.to("/records")),
        page_heading(t("Measurements"), t("Blood pressure, weight and what else was measured at your visits.")),
        waiting(
            VitalsState.loaded,
            VitalsState.notice,
            VitalsState.refresh,
            rx.cond(
                VitalsState.lines.length() > 0,
                rx.fragment(
                    rx.el.h2(t("The newest of each"), class_name="sr-only"),
                    rx.el.ul(
                        rx.foreach(VitalsState.lines, lambda line: _line(line, reader)),
                        class_name=[CARD, "divide-y divide-base-300 overflow-hidden"],
                    ),
                ),
                empty(
                    t("No measurements yet"),
                    t("What your care team adds to your record appears here."),
                    drawing="heart-pulse",
                ),
            ),
            reader.only_theirs(save_page("vitals", t("Save or print this list"))),
        ),
    )


def _line(line: rx.Var[VitalLine], reader: Reader) -> rx.Component:
    return rx.el.li(
        link(
            tile("activity"),
            rx.el.span(
                rx.el.span(line.title, class_name="block text-[1.125rem] leading-snug font-medium"),
                value(line.value, line.words, line.outside),
                rx.el.span(line.when, class_name="block text-base text-quiet"),
                class_name="min-w-0 grow",
            ),
            icon("chevron-right", "size-5 mt-3 text-quiet"),
            to=reader.to("/records/vitals/") + line.id,
            class_name="flex items-start gap-3.5 p-4 hover:bg-base-200/60 sm:p-5",
        )
    )


@rx.page(route="/records/vitals/[vital_id]", title=title(t("Measurement")), on_load=VitalState.refresh)
def vital() -> rx.Component:
    """One value, and all of its kind."""
    return patient_page(drawn_one(PATIENT), room=NARROW)


def drawn_one(reader: Reader) -> rx.Component:
    """One kind: the value that was opened, the chart, every value."""
    measured = CARD_OF.measure
    return rx.fragment(
        back(t("Measurements"), reader.to("/records/vitals")),
        page_heading(rx.cond(VitalState.loaded, measured.title, t("Measurement")), measured.what),
        waiting(
            VitalState.loaded,
            VitalState.notice,
            VitalState.refresh,
            rx.el.div(
                _newest(),
                rx.cond(CARD_OF.over_time.trend.drawn, card(trend(CARD_OF.over_time.trend, "h2"))),
                values(CARD_OF.over_time, VitalState.more),
                class_name="grid gap-7",
            ),
        ),
    )


def _newest() -> rx.Component:
    measured = CARD_OF.measure
    return card(
        rx.el.h2(CARD_OF.when, class_name="text-base font-normal text-quiet"),
        rx.el.p(
            rx.el.span(measured.value, class_name="text-[1.625rem] font-semibold tabular-nums"),
            " ",
            rx.el.span(measured.unit, class_name="text-quiet"),
        ),
        rx.cond(
            measured.standing == "outside",
            rx.el.p(status_pill(measured.words, "soon", measured.drawing), class_name="mt-2"),
        ),
        rx.cond(
            measured.lined,
            number_line(
                measured.sentence, measured.at, measured.low, measured.high, t("usual"), measured.standing != "outside"
            ),
            rx.el.p(measured.usual, class_name="mt-1 text-base text-quiet empty:hidden"),
        ),
        rx.el.p(measured.meaning, class_name="mt-3 empty:hidden"),
        rx.foreach(measured.notes, lambda note: rx.el.p(note, class_name="mt-2 text-base wrap-anywhere")),
    )
