"""`/staff`: everything that waits for the person's pools, and the task that is open."""

import reflex as rx

from portal_app.components.desk import BARE, desk_button, desk_empty, key_cap
from portal_app.components.icon import icon
from portal_app.components.loading import skeleton_rows
from portal_app.components.staff_shell import PANES
from portal_app.pages.frame import staff_page, title
from portal_app.pages.staff.rail import rail
from portal_app.pages.staff.task_row import task_row
from portal_app.pages.staff.work_pane import work_pane
from portal_app.state.portal import PortalState
from portal_app.state.staff.inbox import InboxState
from portal_app.words import t, tn

OPEN = InboxState.task.id != ""
REVIEWING = InboxState.task.kind == "form"
"""A form is laid beside the chart: it needs the room of the list."""


@rx.page(route="/staff", title=title(t("Inbox")), on_load=InboxState.open)
def inbox() -> rx.Component:
    """Three panes on a wide screen, two on a small one, one on a phone."""
    return staff_page(
        rx.el.h1(t("Inbox"), class_name="sr-only", tab_index=-1),
        _list(),
        work_pane(),
        title=_view_name(),
        views=rail("inbox", InboxState.view, InboxState.pool),
        room=PANES,
    )


def _view_name() -> rx.Var[str]:
    return rx.match(
        InboxState.view,
        ("mine", t("Mine")),
        ("unclaimed", t("Unclaimed")),
        ("waiting", t("With the patient")),
        ("closed", t("Closed")),
        t("Everything open"),
    )


def _count() -> rx.Var[str]:
    counts = PortalState.counts
    return rx.cond(
        (InboxState.pool != "") | (InboxState.kind != ""),
        "",
        rx.match(
            InboxState.view,
            ("open", counts.open),
            ("mine", counts.mine),
            ("unclaimed", counts.unclaimed),
            ("waiting", counts.waiting),
            "",
        ),
    )


def _list() -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h2(_view_name(), class_name="text-base font-bold whitespace-nowrap"),
            rx.el.span(_count(), class_name="text-quiet tabular-nums"),
            rx.el.span(class_name="flex-1"),
            rx.cond(InboxState.arrived > 0, _new()),
            class_name="flex items-center gap-2 min-h-12 pl-6 pr-2 shrink-0 flex-wrap",
        ),
        _filters(),
        rx.cond(
            InboxState.loaded,
            rx.cond(
                InboxState.rows.length() > 0,
                rx.el.ul(
                    rx.foreach(InboxState.rows, task_row),
                    rx.el.li(_pages()),
                    role="list",
                    custom_attrs={"data-list": ""},
                    key=InboxState.view + InboxState.pool + InboxState.order + InboxState.kind + InboxState.after,
                    class_name="lg:overflow-y-auto flex-1 min-h-0 pb-4",
                ),
                desk_empty(_nothing()),
            ),
            rx.el.div(skeleton_rows(t("The list is on its way")), class_name="px-6 py-3"),
        ),
        aria_label=t("Tasks"),
        class_name=[
            "flex-col w-full lg:w-[23.5rem] min-[87.5rem]:w-[29rem] shrink-0 border-r border-base-300 bg-base-100 min-h-0",
            rx.cond(OPEN, rx.cond(REVIEWING, "hidden", "hidden lg:flex"), "flex"),
        ],
    )


def _new() -> rx.Component:
    return rx.el.button(
        icon("arrow-up", "size-3.5"),
        rx.el.span(t("{n} new", n=InboxState.arrived), role="status"),
        key_cap("."),
        type="button",
        on_click=InboxState.show_new,
        custom_attrs={"data-key": ".", "data-new": "", "aria-keyshortcuts": "."},
        class_name="btn btn-sm h-11 lg:h-8 btn-soft btn-primary text-xs gap-1.5 px-2.5",
    )


def _filters() -> rx.Component:
    return rx.el.div(
        _choice(
            t("Order"),
            "order",
            InboxState.order,
            InboxState.sort,
            (
                ("promise", t("Soonest promise first")),
                ("longest", t("Longest waiting first")),
                ("newest", t("Newest first")),
            ),
        ),
        _choice(
            t("Kind"),
            "kind",
            InboxState.kind,
            InboxState.only,
            (
                ("", t("All kinds")),
                ("message", t("Messages")),
                ("form", t("Forms")),
                ("result", t("Results")),
                ("contact", t("Contacts")),
            ),
        ),
        class_name="flex gap-2 px-6 pb-2 flex-wrap",
    )


def _choice(
    name: rx.Var[str], id: str, value: rx.Var[str], pick: rx.EventHandler, options: tuple[tuple[str, rx.Var[str]], ...]
) -> rx.Component:
    return rx.el.label(
        rx.el.span(name, class_name="sr-only"),
        rx.el.select(
            *(rx.el.option(words, value=option) for option, words in options),
            id=id,
            name=id,
            value=value,
            on_change=pick,
            class_name="select select-sm h-11 lg:h-8 w-auto bg-base-100 text-[13px]",
        ),
    )


def _pages() -> rx.Component:
    return rx.el.div(
        rx.cond(
            InboxState.after != "",
            desk_button(t("Back to the first"), BARE, "chevron-left", on_click=InboxState.turn("")),
        ),
        rx.el.span(
            tn("Showing {n} task", "Showing {n} tasks", n=InboxState.rows.length()),
            class_name="flex-1 text-center text-xs text-quiet",
        ),
        rx.cond(
            InboxState.next != "",
            desk_button(t("Next page"), BARE, "chevron-right", on_click=InboxState.turn(InboxState.next)),
        ),
        class_name="flex items-center gap-2 px-4 py-2",
    )


def _nothing() -> rx.Var[str]:
    return rx.match(
        InboxState.view,
        ("mine", t("Nothing is yours right now. Take something from Unclaimed.")),
        ("unclaimed", t("Nothing is unclaimed. Somebody has everything.")),
        ("waiting", t("Nothing waits for a patient.")),
        ("closed", t("Nothing has been closed yet.")),
        t("Nothing waits. What patients send appears here by itself."),
    )
