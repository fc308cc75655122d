"""`/staff/audit`: what happened, searched by who, whose, what and when; admins only."""

import reflex as rx

from portal_app.components.desk import CHIEF, DESK_CARD, PLAIN, desk_button, desk_empty, desk_field
from portal_app.components.loading import skeleton_rows
from portal_app.pages.frame import staff_page, title
from portal_app.pages.staff.rail import rail
from portal_app.services.audit import Choice, FactCard
from portal_app.state.staff.audit import AuditState
from portal_app.words import t

FIELD = "select select-sm h-11 lg:h-9 mt-1 w-full bg-base-100 text-sm"
CELL = "px-3 py-2 align-top"


@rx.page(route="/staff/audit", title=title(t("Audit trail")), on_load=AuditState.open)
def audit() -> rx.Component:
    """A form above, the facts below."""
    return staff_page(
        rx.el.div(
            rx.el.h1(t("Audit trail"), tab_index=-1, class_name="text-xl font-bold outline-none"),
            rx.el.p(
                t("Everything that happened, newest first. Nobody can change it, and this search is written down too."),
                class_name="mt-1 text-quiet",
            ),
            _form(),
            rx.cond(
                AuditState.loaded,
                rx.cond(
                    AuditState.found.lines.length() > 0, _table(), desk_empty(t("Nothing fits what you asked for."))
                ),
                skeleton_rows(t("The list is on its way")),
            ),
            class_name="p-4 lg:p-6",
        ),
        title=t("Audit trail"),
        views=rail("audit"),
    )


def _form() -> rx.Component:
    return rx.el.form(
        desk_field(
            t("Person"),
            "staff",
            rx.el.select(
                rx.el.option(t("Anybody"), value=""),
                rx.foreach(AuditState.choices.people, _choice),
                id="staff",
                name="staff",
                class_name=FIELD,
            ),
        ),
        desk_field(t("Patient's record number"), "mrn", auto_complete="off"),
        desk_field(
            t("What"),
            "kind",
            rx.el.select(
                rx.el.option(t("Anything"), value=""),
                rx.foreach(AuditState.choices.kinds, _choice),
                id="kind",
                name="kind",
                class_name=FIELD,
            ),
        ),
        desk_field(t("From"), "since", type="date"),
        desk_field(t("Until"), "until", type="date"),
        rx.el.button(t("Search"), type="submit", class_name=f"btn btn-sm h-11 lg:h-9 {CHIEF}"),
        on_submit=AuditState.search,
        no_validate=True,
        class_name="mt-4 grid gap-3 sm:grid-cols-2 lg:grid-cols-6 items-end",
    )


def _choice(one: rx.Var[Choice]) -> rx.Component:
    return rx.el.option(one.words, value=one.value)


def _table() -> rx.Component:
    return rx.fragment(
        rx.el.div(
            rx.el.table(
                rx.el.thead(
                    rx.el.tr(
                        *(
                            rx.el.th(words, scope="col", class_name=f"{CELL} text-left font-medium text-quiet")
                            for words in (t("When"), t("Who"), t("What"), t("About whom"), t("From where"), t("More"))
                        )
                    ),
                    class_name="border-b border-base-300",
                ),
                rx.el.tbody(rx.foreach(AuditState.found.lines, _fact), class_name="divide-y divide-base-300/60"),
                class_name="w-full min-w-4xl text-[13px]",
            ),
            tab_index=0,
            role="region",
            aria_label=t("Audit trail"),
            class_name=["mt-4 overflow-x-auto", DESK_CARD],
        ),
        rx.cond(
            AuditState.found.before > 0,
            desk_button(t("Show earlier"), PLAIN, class_name="mt-3", on_click=AuditState.earlier),
        ),
    )


def _fact(fact: rx.Var[FactCard]) -> rx.Component:
    return rx.el.tr(
        rx.el.td(fact.when, class_name=f"{CELL} whitespace-nowrap tabular-nums"),
        rx.el.td(fact.who, class_name=f"{CELL} font-medium"),
        rx.el.td(fact.deed, class_name=CELL),
        rx.el.td(fact.about, class_name=CELL),
        rx.el.td(fact.address, class_name=f"{CELL} tabular-nums"),
        rx.el.td(
            fact.more,
            rx.cond(
                fact.technical,
                rx.el.details(
                    rx.el.summary(
                        t("Technical details"),
                        class_name="w-fit cursor-pointer py-0.5 text-xs underline decoration-dotted underline-offset-4",
                    ),
                    rx.el.p(fact.technical, class_name="font-mono text-[12px] wrap-anywhere"),
                ),
            ),
            class_name=f"{CELL} text-quiet min-w-56",
        ),
        key=fact.seq.to(str),
    )
