"""`/visits`: what is coming, and what was."""

import reflex as rx

from portal_app.components.card import empty, heading
from portal_app.components.link import call_us, link
from portal_app.components.pager import pager
from portal_app.components.patient_shell import NARROW
from portal_app.components.reader import PATIENT, Reader
from portal_app.components.records import freshness, lines, months, record_heading, waiting
from portal_app.components.take_away import save_page
from portal_app.pages.frame import FRAME, patient_page, title
from portal_app.state.visits import VisitsState
from portal_app.words import t

PAGE = VisitsState.page
VISIT = "/visits/"


@rx.page(route="/visits", title=title(t("Visits")), on_load=VisitsState.refresh)
def visits() -> rx.Component:
    """The next visit stands on top; each visit that was leads to its summary."""
    return patient_page(drawn(PATIENT), room=NARROW)


def drawn(reader: Reader) -> rx.Component:
    """What is coming stands above what was."""
    return rx.fragment(
        record_heading(t("Visits"), t("The visits that are booked, and those that were.")),
        waiting(
            VisitsState.loaded,
            VisitsState.notice,
            VisitsState.refresh,
            rx.fragment(rx.el.div(_coming(reader), _past(reader), class_name="grid gap-8"), freshness(PAGE.fresh)),
            reader.only_theirs(save_page("visits", t("Save or print this list"))),
        ),
    )


def _coming(reader: Reader) -> rx.Component:
    return rx.el.section(
        heading(t("Coming up")),
        rx.cond(
            PAGE.coming_total > 0,
            rx.fragment(
                lines(PAGE.coming, reader.to(VISIT)),
                rx.cond(
                    PAGE.coming.length() < PAGE.coming_total,
                    rx.el.p(
                        t("Showing {n} of {total}", n=PAGE.coming.length(), total=PAGE.coming_total),
                        class_name="mt-4 text-base text-quiet",
                    ),
                ),
            ),
            empty(
                t("No visits are booked"),
                t("Write to us or call us if you want to be seen."),
                reader.only_theirs(link(t("Write a new message"), to="/messages/new")),
                call_us(FRAME.phone),
                drawing="calendar-days",
            ),
        ),
    )


def _past(reader: Reader) -> rx.Component:
    return rx.el.section(
        heading(t("Past visits")),
        rx.cond(
            PAGE.past.total > 0,
            rx.fragment(
                months(PAGE.past.months, reader.to(VISIT), below=True),
                pager(PAGE.past.shown, PAGE.past.total, VisitsState.more),
            ),
            rx.el.p(t("No visits yet. What was said and done at a visit appears here."), class_name="text-quiet"),
        ),
    )
