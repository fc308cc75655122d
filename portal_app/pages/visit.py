"""`/visits/<id>`: a visit that is booked, or the summary of one that was."""

import reflex as rx

from portal_app.components.card import empty, heading, list_card
from portal_app.components.icon import icon
from portal_app.components.link import back, call_us, link
from portal_app.components.patient_shell import NARROW
from portal_app.components.reader import PATIENT, Reader
from portal_app.components.records import freshness, record_heading, something_wrong, standing_pill, waiting
from portal_app.components.sheet import files, head, passages, read_mark
from portal_app.components.take_away import save_item
from portal_app.pages.frame import FRAME, patient_page, title
from portal_app.services.records import SectionCard
from portal_app.services.records.cards import LinkCard
from portal_app.state.record_item import VisitState
from portal_app.words import t

VISIT = VisitState.visit
SHEET = VisitState.visit.sheet


@rx.page(route="/visits/[visit_id]", title=title(t("Visit")), on_load=VisitState.open)
def visit() -> rx.Component:
    """Why, what was found and done, what changed, what comes next; and that it was read."""
    return patient_page(drawn(PATIENT), room=NARROW)


def drawn(reader: Reader) -> rx.Component:
    """The visit: its own words, and what was said and done there."""
    up = rx.el.div(back(t("Visits"), reader.to("/visits")), class_name="print:hidden")
    return rx.fragment(
        record_heading(rx.cond(VisitState.loaded, SHEET.title, t("Visit")), up=up),
        waiting(
            VisitState.loaded,
            VisitState.notice,
            VisitState.refresh,
            rx.el.div(
                head(SHEET),
                passages(SHEET.passages),
                rx.foreach(VISIT.sections, lambda part: _section(part, reader)),
                files(SHEET.files, reader),
                rx.cond(VISIT.coming, _before(reader), rx.cond(VISIT.sections.length() == 0, _nothing(reader))),
                rx.cond(
                    ~VISIT.coming & ((VISIT.sections.length() > 0) | (SHEET.files.length() > 0)),
                    read_mark(
                        SHEET,
                        VisitState.mark_read,
                        t("Have you read this summary? One tap lets your care team know."),
                    ),
                ),
                class_name="grid gap-7",
            ),
            freshness(SHEET.fresh),
            something_wrong(reader),
            reader.only_theirs(save_item(SHEET.id)),
        ),
    )


def _section(part: rx.Var[SectionCard], reader: Reader) -> rx.Component:
    return rx.el.section(
        heading(part.heading),
        list_card(rx.foreach(part.links, lambda line: _row(line, reader))),
        rx.el.p(part.left, class_name="mt-2 text-base text-quiet empty:hidden"),
    )


def _row(line: rx.Var[LinkCard], reader: Reader) -> rx.Component:
    return rx.el.li(
        link(
            rx.el.span(
                rx.el.span(line.title, class_name="block font-semibold wrap-anywhere"),
                rx.el.span(line.below, class_name="line-clamp-2 text-base text-quiet wrap-anywhere empty:hidden"),
                rx.el.span(standing_pill(line.status, line.tone), class_name="mt-1.5 block empty:hidden"),
                class_name="min-w-0 grow",
            ),
            icon("chevron-right", "size-5 mt-1 text-quiet print:hidden"),
            to=reader.to(line.path),
            class_name="flex items-start gap-3.5 p-5 hover:bg-base-200/60",
        )
    )


def _before(reader: Reader) -> rx.Component:
    return rx.el.div(
        t("If you cannot come, or need something before, write to us or call us."),
        " ",
        reader.only_theirs(
            link(t("Write a new message"), to="/messages/new", class_name="link-on inline-block py-2.5 -my-2.5"),
            "inline-block",
        ),
        call_us(FRAME.phone),
    )


def _nothing(reader: Reader) -> rx.Component:
    return empty(
        t("Nothing more about this visit"),
        t("Your care team has not added anything to it. If you expected more, ask us."),
        reader.only_theirs(link(t("Write a new message"), to="/messages/new")),
        drawing="calendar-days",
    )
