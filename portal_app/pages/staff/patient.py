"""`/staff/patients/<id>`: who it is, what waits, what the chart says, and who opened the record."""

import reflex as rx

from portal_app.components.desk import (
    DESK_ROW,
    PLAIN,
    desk_button,
    desk_card,
    desk_empty,
    desk_list,
    desk_pill,
    fact_row,
    history_row,
    kind_tile,
)
from portal_app.components.icon import icon
from portal_app.components.link import link
from portal_app.pages.frame import staff_page, title
from portal_app.pages.staff.found import found
from portal_app.pages.staff.invitations import invitation_card
from portal_app.pages.staff.patient_forms import patient_forms
from portal_app.pages.staff.patient_results import patient_results
from portal_app.pages.staff.rail import rail
from portal_app.services.access_log import LookCard
from portal_app.services.patients.cards import Line, Part, WorkLine
from portal_app.state.staff.invitations import InvitationState
from portal_app.state.staff.patient import PatientState
from portal_app.state.staff.patient_forms import PatientFormsState
from portal_app.state.staff.patient_results import PatientResultsState
from portal_app.words import t

CARD = PatientState.card


# the name stays out of the title: browsers keep titles in their history
@rx.page(
    route="/staff/patients/[patient_id]",
    title=title(t("Patient")),
    on_load=[PatientState.open, PatientFormsState.enter, PatientResultsState.enter, InvitationState.enter],
)
def patient() -> rx.Component:
    """Three columns on a wide screen, one on a phone; the first thing said is what the patient is allergic to."""
    return staff_page(
        found(
            CARD.id != "",
            rx.fragment(
                _head(),
                rx.el.div(
                    rx.el.div(_tasks(), _threads(), patient_forms(), class_name="grid gap-4 content-start"),
                    rx.el.div(patient_results(), _chart(), class_name="grid gap-4 content-start"),
                    rx.el.div(_account(), invitation_card(), _looks(), class_name="grid gap-4 content-start"),
                    class_name="grid gap-4 p-4 lg:p-6 lg:grid-cols-2 min-[87.5rem]:grid-cols-3 items-start",
                ),
            ),
            t("Patient"),
        ),
        title=t("Patients"),
        views=rail("patients"),
    )


def _head() -> rx.Component:
    return rx.el.header(
        rx.el.div(
            rx.el.h1(CARD.name, tab_index=-1, class_name="text-xl font-bold outline-none"),
            rx.el.span(CARD.age),
            rx.cond(CARD.born != "", rx.el.span(t("born {day}", day=CARD.born), class_name="text-quiet")),
            rx.el.span(CARD.gender, class_name="text-quiet empty:hidden"),
            rx.cond(CARD.deceased, desk_pill(t("Has died"), "working")),
            class_name="flex items-baseline gap-x-2.5 gap-y-0.5 flex-wrap",
        ),
        rx.el.ul(
            rx.cond(
                CARD.allergies != "",
                rx.el.li(
                    rx.cond(
                        CARD.allergic,
                        rx.el.span(
                            icon("triangle-alert", "size-4"),
                            CARD.allergies,
                            class_name="inline-flex items-center gap-1.5 font-semibold text-error",
                        ),
                        CARD.allergies,
                    )
                ),
            ),
            _known(t("Speaks"), CARD.tongue),
            _known(t("Site"), CARD.site),
            _known(t("Record number"), CARD.mrn),
            class_name="mt-1.5 flex flex-wrap gap-x-5 gap-y-1 text-[13px]",
        ),
        class_name="px-4 lg:px-6 py-3 border-b border-base-300 bg-base-100",
    )


def _known(what: rx.Var[str], value: rx.Var[str]) -> rx.Component:
    return rx.cond(value != "", rx.el.li(rx.el.span(what, " ", class_name="text-quiet"), value))


def _tasks() -> rx.Component:
    return desk_card(
        t("Open now"),
        rx.cond(
            CARD.tasks.length() > 0,
            desk_list(rx.foreach(CARD.tasks, _work)),
            desk_empty(t("Nothing of this patient waits in your queues.")),
        ),
        beside=CARD.tasks.length(),
    )


def _threads() -> rx.Component:
    return desk_card(
        t("Messages"),
        rx.cond(
            CARD.threads.length() > 0,
            desk_list(rx.foreach(CARD.threads, _work)),
            desk_empty(t("No messages that you may read.")),
        ),
        _more(CARD.more_threads),
    )


def _work(line: rx.Var[WorkLine]) -> rx.Component:
    inside = (
        kind_tile(line.drawing),
        rx.el.span(
            rx.el.span(
                rx.el.span(line.title, class_name="font-semibold truncate flex-1"),
                rx.cond(line.state != "", desk_pill(line.state, line.tone)),
                class_name="flex items-center gap-2",
            ),
            rx.el.span(
                rx.el.span(line.below, class_name="truncate flex-1"),
                rx.el.span(line.when),
                class_name="flex gap-2 text-[13px] text-quiet",
            ),
            class_name="min-w-0 flex-1",
        ),
    )
    return rx.el.li(
        rx.cond(
            line.task_id != "",
            link(*inside, to="/staff?task=" + line.task_id, class_name=DESK_ROW),
            rx.el.div(*inside, class_name="flex items-center gap-3 px-4 min-h-[3.25rem] py-1.5"),
        ),
        key=line.id,
    )


def _more(n: rx.Var[int]) -> rx.Component:
    return rx.cond(
        n > 0, rx.el.p(t("{n} older ones are not shown", n=n), class_name="px-4 py-2 text-[13px] text-quiet")
    )


def _chart() -> rx.Component:
    return desk_card(
        t("Chart"),
        rx.cond(
            CARD.charted,
            rx.el.div(rx.foreach(CARD.chart, _part), class_name="px-4 pb-3"),
            desk_empty(t("Your role does not read charts. Ask a nurse or a doctor if you need to know something.")),
        ),
        beside=CARD.fresh,
    )


def _part(part: rx.Var[Part]) -> rx.Component:
    return rx.el.section(
        rx.el.h3(part.heading, class_name="pt-3 text-[13px] text-quiet"),
        rx.cond(
            part.lines.length() > 0,
            rx.el.ul(rx.foreach(part.lines, _line), class_name="divide-y divide-base-300/60"),
            rx.el.p(part.empty, class_name="py-2 text-[13px]"),
        ),
        rx.cond(part.more > 0, rx.el.p(t("and {n} more", n=part.more), class_name="py-1 text-[13px] text-quiet")),
        key=part.heading,
    )


def _line(line: rx.Var[Line]) -> rx.Component:
    return fact_row(line.what, line.value, line.below)


def _account() -> rx.Component:
    return desk_card(
        t("Portal account"),
        rx.el.div(
            desk_pill(CARD.account, CARD.account_tone),
            rx.el.span(CARD.seen, class_name="text-[13px] text-quiet"),
            class_name="flex items-center gap-2 flex-wrap px-4 pt-3",
        ),
        rx.el.ul(
            rx.cond(CARD.account_email != "", fact_row(t("Signs in as"), CARD.account_email)),
            rx.cond(CARD.email != "", fact_row(t("Email in the chart"), CARD.email)),
            rx.cond(CARD.phone != "", fact_row(t("Phone"), CARD.phone)),
            class_name="px-4 py-2 divide-y divide-base-300/60",
        ),
    )


def _looks() -> rx.Component:
    return desk_card(
        t("Who opened this record"),
        rx.el.ul(rx.foreach(PatientState.looks.lines, _look), class_name="px-4 py-2"),
        rx.cond(
            PatientState.looks.before > 0,
            rx.el.div(
                desk_button(t("Show earlier"), PLAIN, on_click=PatientState.earlier_looks), class_name="px-4 pb-3"
            ),
        ),
        id="looks",
    )


def _look(look: rx.Var[LookCard]) -> rx.Component:
    return history_row(
        look.when,
        rx.fragment(
            rx.el.span(look.who, class_name="font-semibold"),
            ". ",
            look.what,
            rx.cond(look.times > 1, rx.fragment(" ", t("({n} times)", n=look.times))),
            rx.cond(look.why != "", rx.el.span(". ", look.why, class_name="text-quiet")),
        ),
    )
