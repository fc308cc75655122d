"""`/records/results`: every result, newest first; or every value of one test."""

import reflex as rx

from portal_app.components.button import OUTLINE, button
from portal_app.components.card import card, empty
from portal_app.components.heading import page_heading
from portal_app.components.link import back
from portal_app.components.one_test import values
from portal_app.components.pager import pager
from portal_app.components.patient_shell import NARROW
from portal_app.components.reader import PATIENT, Reader
from portal_app.components.records import freshness, waiting
from portal_app.components.results import filters, line, month, section, wait
from portal_app.components.take_away import save_page
from portal_app.components.trend import trend
from portal_app.pages.frame import patient_page, title
from portal_app.state.results import ResultsState
from portal_app.values.cards import TestName
from portal_app.words import t

FOUND, ONE = ResultsState.found, ResultsState.one


@rx.page(
    route="/records/results",
    title=title(t("Test results")),
    on_load=[ResultsState.open, ResultsState.look_around],
)
def results() -> rx.Component:
    """The list, and what it can be narrowed by."""
    return patient_page(drawn(PATIENT), room=NARROW)


def drawn(reader: Reader) -> rx.Component:
    """What is ready, what is coming, what has come; or one test."""
    return rx.fragment(
        back(t("Records"), reader.to("/records")),
        page_heading(
            t("Test results"),
            t("Newest first. You see each result as soon as the lab sends it, unless you chose to wait."),
        ),
        rx.cond(ResultsState.test == "", _kinds()),
        # it stands from the first drawing on, or the list would jump when the names come
        rx.cond(~ResultsState.loaded | (FOUND.total > 0) | (ResultsState.test != ""), _which()),
        rx.el.div(
            waiting(
                ResultsState.loaded,
                ResultsState.notice,
                ResultsState.refresh,
                rx.fragment(
                    rx.cond(ResultsState.test == "", _listed(reader), _one_test(reader)), freshness(FOUND.fresh)
                ),
                reader.only_theirs(save_page("results", t("Save or print this list"))),
            ),
            class_name="mt-7",
        ),
    )


def _kinds() -> rx.Component:
    return filters(
        t("Show"),
        ResultsState.show,
        ResultsState.choose,
        [
            ("all", t("All")),
            ("new", rx.cond(FOUND.new > 0, t("New ({n})", n=FOUND.new), t("New"))),
            ("outside", t("Outside usual range")),
            ("labs", t("Blood and urine")),
            ("scans", t("Scans")),
            ("waiting", t("Waiting")),
        ],
    )


def _which() -> rx.Component:
    return rx.el.div(
        rx.el.label(t("One test over time"), html_for="which", class_name="block font-semibold"),
        rx.el.select(
            rx.el.option(t("All tests"), value=""),
            rx.foreach(ResultsState.names, _option),
            id="which",
            value=ResultsState.test,
            on_change=ResultsState.pick,
            class_name="select mt-1.5 w-full bg-base-100 sm:max-w-sm",
        ),
        class_name="mt-5",
    )


def _option(name: rx.Var[TestName]) -> rx.Component:
    return rx.el.option(name.words, value=name.value)


def _listed(reader: Reader) -> rx.Component:
    there = FOUND.total + FOUND.waits.length() + FOUND.coming.length()
    return rx.cond(
        there > 0,
        rx.el.div(
            rx.cond(
                FOUND.waits.length() > 0,
                section(t("Ready"), rx.foreach(FOUND.waits, lambda one: wait(one, ResultsState.show_now, reader))),
            ),
            rx.cond(
                FOUND.coming.length() > 0,
                section(t("Waiting for the lab"), rx.foreach(FOUND.coming, lambda one: line(one, reader))),
            ),
            rx.foreach(FOUND.months, lambda part: month(part, reader)),
            rx.cond(FOUND.total > 0, pager(FOUND.shown, FOUND.total, ResultsState.more)),
            class_name="grid gap-7",
        ),
        _nothing(),
    )


def _nothing() -> rx.Component:
    return rx.cond(
        ResultsState.show == "all",
        empty(
            t("No test results yet"),
            t("What your care team adds to your record appears here."),
            drawing="flask-conical",
        ),
        empty(
            t("Nothing fits"),
            t("There are no results of this kind."),
            button(t("Show all"), OUTLINE, on_click=ResultsState.choose("all")),
            drawing="list-filter",
        ),
    )


def _one_test(reader: Reader) -> rx.Component:
    return rx.el.div(
        card(
            rx.el.h2(ONE.title, class_name="text-[1.25rem] leading-snug font-semibold"),
            rx.el.p(ONE.what, class_name="mt-1 mb-5 text-quiet empty:hidden"),
            trend(ONE.trend, "h3"),
        ),
        values(ONE, ResultsState.more, lambda one: reader.to("/records/results/") + one.result_id),
        class_name="grid gap-7",
    )
