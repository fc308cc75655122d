"""A row of the inbox: who, what, how long it waits, whose it is."""

import reflex as rx

from portal_app.components.desk import clock, kind_tile, small_avatar
from portal_app.components.icon import icon
from portal_app.components.link import link
from portal_app.services.tasks.cards import TaskRow
from portal_app.state.staff.inbox import InboxState
from portal_app.words import t


def task_row(row: rx.Var[TaskRow]) -> rx.Component:
    """The row, under the heading of its group where it is the first."""
    chosen = InboxState.task.id == row.id
    return rx.fragment(
        rx.cond(row.group != "", _heading(row)),
        rx.el.li(
            link(
                rx.cond(
                    row.unread,
                    rx.fragment(
                        rx.el.span(
                            class_name="absolute left-[9px] top-1/2 -mt-1 size-2 rounded-full bg-primary",
                            aria_hidden="true",
                        ),
                        rx.el.span(t("Unread."), " ", class_name="sr-only"),
                    ),
                ),
                kind_tile(row.drawing),
                rx.el.span(_who(row), _what(row), class_name="min-w-0 flex-1 grid gap-px"),
                to=_address(row.id),
                aria_current=rx.cond(chosen, "true", "false"),
                custom_attrs={"data-row": "", "data-fresh": rx.cond(row.fresh, "yes", "no")},
                class_name=[
                    "relative flex items-center gap-3 h-16 lg:h-[3.25rem] pl-6 pr-3 -outline-offset-2!",
                    rx.cond(
                        chosen,
                        "bg-primary/10 before:absolute before:inset-y-0 before:left-0 before:w-[3px] before:bg-primary",
                        "hover:bg-base-200/70",
                    ),
                ],
            )
        ),
        key=row.id,
    )


def _heading(row: rx.Var[TaskRow]) -> rx.Component:
    return rx.el.li(
        rx.el.h3(
            row.group,
            class_name=[
                "font-semibold",
                rx.match(row.tone, ("red", "text-error"), ("amber", "text-warning"), "text-quiet"),
            ],
        ),
        class_name="flex items-center h-7 px-6 bg-base-200/60 border-y border-base-300/70 text-xs",
    )


def _who(row: rx.Var[TaskRow]) -> rx.Component:
    return rx.el.span(
        rx.el.span(row.name, class_name=["truncate", rx.cond(row.unread, "font-bold", "font-semibold")]),
        rx.el.span(row.age, class_name="text-xs text-quiet"),
        rx.cond(
            row.looker != "",
            rx.el.span(
                icon("eye", "size-3.5"),
                rx.el.span(t("{name} is looking at this", name=row.looker), class_name="sr-only"),
                class_name="inline-flex items-center text-info",
            ),
        ),
        rx.el.span(class_name="flex-1"),
        rx.el.span(row.waits, class_name="text-xs text-quiet tabular-nums whitespace-nowrap max-[87.5rem]:hidden"),
        rx.el.span(
            clock(row.clock, row.tone),
            class_name="inline-flex justify-end shrink-0 min-w-[5.25rem] min-[87.5rem]:min-w-[6.25rem]",
        ),
        class_name="flex items-center gap-1.5 min-w-0",
    )


def _what(row: rx.Var[TaskRow]) -> rx.Component:
    return rx.el.span(
        rx.el.span(
            rx.el.span(row.kind, rx.el.span(". ", class_name="sr-only"), class_name="font-medium"),
            rx.cond(
                row.tongue != "",
                rx.el.span(
                    row.tongue,
                    class_name="ml-1.5 rounded border border-base-content/25 px-1 text-[11px] leading-4 text-quiet",
                ),
            ),
            rx.el.span(row.gist, class_name="text-quiet ml-1.5"),
            class_name="truncate flex-1 min-w-0",
        ),
        rx.el.span(
            rx.cond(
                row.owner != "",
                rx.fragment(small_avatar(row.initials, "size-[18px] text-[9px]"), row.owner),
                rx.fragment(
                    rx.el.span(
                        class_name="size-[18px] rounded-full border border-dashed border-base-content/50",
                        aria_hidden="true",
                    ),
                    t("Unclaimed"),
                ),
            ),
            class_name="inline-flex items-center gap-1.5 text-xs text-quiet max-w-[40%] whitespace-nowrap overflow-hidden",
        ),
        class_name="flex items-center gap-2 min-w-0 text-[13px]",
    )


def _address(task: rx.Var[str]) -> rx.Var[str]:
    return "/staff?view=" + InboxState.view + "&pool=" + InboxState.pool + "&task=" + task
