"""The frame of the staff's desk: a rail from 1280 px, a bar above below that."""

import reflex as rx

from portal_app.components import Content
from portal_app.components.banner import language_mark, offline, refusal, skip_link
from portal_app.components.desk import key_cap, small_avatar
from portal_app.components.dialog import still_there
from portal_app.components.form import sign_out_form
from portal_app.components.frame import Frame
from portal_app.components.icon import icon
from portal_app.components.link import link
from portal_app.words import t

# Panes scroll alone from 1024 px; below that the page scrolls as one.
PANES = "flex flex-1 min-h-0 focus-visible:outline-none!"
# relative: what only screen readers see must not stick out of the pane that scrolls
PAGE = "relative flex-1 min-h-0 lg:overflow-y-auto focus-visible:outline-none!"


def staff_shell(
    *content: Content, frame: Frame, title: Content, views: rx.Component, role: Content = "", room: str = PAGE
) -> rx.Component:
    """A page of the desk; `views` are the `rail_group`s, `title` names the page in the bar of narrow screens."""
    return rx.el.div(
        skip_link(),
        language_mark(frame.read),
        rx.el.div(
            _rail(frame, views, role),
            rx.el.div(
                _bar(frame, title, views),
                offline(),
                refusal(frame.refusal),
                # a page that scrolls by itself is reached by keyboard even where nothing on it can be pressed
                rx.el.main(*content, id="main", tab_index=0 if room == PAGE else -1, class_name=room),
                class_name="flex-1 min-w-0 flex flex-col",
            ),
            class_name="flex min-h-dvh lg:h-dvh lg:overflow-hidden",
        ),
        still_there(frame.idle, frame.stay, sign_out_form()),
        class_name="desk bg-base-200 text-base-content antialiased",
    )


def rail_group(title: Content | None, *items: Content) -> rx.Component:
    """Places of one kind under their name."""
    name = [] if title is None else [rx.el.h2(title, class_name="px-2.5 pt-4 pb-1 text-xs font-medium text-quiet")]
    return rx.fragment(*name, rx.el.ul(*items, class_name="grid gap-px"))


def rail_item(
    words: Content,
    to: str | rx.Var[str],
    drawing: str,
    chosen: rx.Var[bool] | bool = False,
    count: rx.Var[int] | rx.Var[str] | str = "",
    late: rx.Var[int] | None = None,
) -> rx.Component:
    """One place of the rail: how much waits there, and how much of it is late."""
    return rx.el.li(
        link(
            icon(drawing, "size-4"),
            rx.el.span(words, class_name="truncate flex-1"),
            rx.fragment()
            if late is None
            else rx.cond(late > 0, rx.el.span(t("{n} late", n=late), class_name="text-error font-semibold text-xs")),
            rx.el.span(count, class_name="text-quiet text-xs tabular-nums min-w-5 text-right empty:hidden"),
            to=to,
            aria_current=rx.cond(chosen, "page", "false"),
            class_name=[
                "flex items-center gap-2.5 h-11 xl:h-8 px-2.5 rounded-lg",
                rx.cond(
                    chosen,
                    "bg-base-100 font-semibold shadow-[0_0_0_1px_var(--color-base-300)]",
                    "hover:bg-base-300/50",
                ),
            ],
        ),
        class_name="min-w-0",
    )


def _rail(frame: Frame, views: rx.Component, role: Content) -> rx.Component:
    return rx.el.aside(
        rx.el.div(
            rx.el.div(
                rx.el.span(
                    icon("heart-pulse", "size-4"),
                    class_name="size-7 rounded-lg bg-primary text-primary-content grid place-items-center",
                ),
                rx.el.span(frame.clinic, class_name="min-w-0 flex-1 text-[13px] leading-tight font-semibold"),
                class_name="flex items-center gap-2.5 px-2 h-11",
            ),
            link(
                icon("search", "size-4"),
                rx.el.span(t("Search patients"), class_name="flex-1 text-[13px]"),
                key_cap("/"),
                to="/staff/patients",
                custom_attrs={"data-key": "/"},
                class_name="mt-2 flex items-center gap-2.5 h-9 px-2.5 rounded-lg border border-base-content/20 bg-base-100 text-quiet hover:border-base-content/40",
            ),
            class_name="px-2.5 pt-3 pb-2",
        ),
        rx.el.nav(views, aria_label=t("Desk and pages"), class_name="flex-1 min-h-0 overflow-y-auto px-2.5 pb-3"),
        rx.el.div(
            link(
                small_avatar(frame.initials),
                rx.el.span(
                    rx.el.span(frame.name, class_name="block text-[13px] font-semibold truncate"),
                    rx.el.span(role, class_name="block text-xs text-quiet empty:hidden"),
                    class_name="leading-tight min-w-0 flex-1",
                ),
                to="/staff/account",
                class_name="flex items-center gap-2.5 px-2 h-11 rounded-lg hover:bg-base-300/50",
            ),
            rx.el.button(
                t("Shortcuts"),
                key_cap("?"),
                type="button",
                custom_attrs={"data-opens": "keys", "data-key": "?"},
                class_name="flex w-full cursor-pointer items-center justify-between px-2.5 h-8 rounded-lg "
                "hover:bg-base-300/50 text-xs text-quiet",
            ),
            sign_out_form(
                class_name="flex w-full cursor-pointer items-center px-2.5 h-8 rounded-lg hover:bg-base-300/50 text-xs text-quiet"
            ),
            class_name="border-t border-base-300 px-2.5 py-2.5",
        ),
        class_name="hidden xl:flex w-56 shrink-0 flex-col border-r border-base-300 bg-base-200 print:hidden",
    )


def _bar(frame: Frame, title: Content, views: rx.Component) -> rx.Component:
    return rx.el.header(
        rx.el.details(
            rx.el.summary(
                icon("menu", "size-4"),
                rx.el.span(title),
                icon("chevron-down", "size-4"),
                class_name="btn btn-ghost h-11 px-2.5 gap-2 font-semibold text-sm",
            ),
            rx.el.div(
                rx.el.nav(views, aria_label=t("Desk and pages"), class_name="px-2.5 pb-3"),
                class_name="dropdown-content z-40 mt-1 w-64 rounded-box border border-base-300 bg-base-200 py-2 max-h-[80dvh] overflow-y-auto",
            ),
            class_name="dropdown",
            custom_attrs={"data-closes-itself": ""},
        ),
        rx.el.span(frame.clinic, class_name="flex-1 text-center text-xs text-quiet hidden sm:block truncate"),
        rx.el.span(class_name="flex-1 sm:hidden"),
        link(
            icon("search", "size-4"),
            t("Search"),
            to="/staff/patients",
            class_name="btn btn-ghost h-11 px-3 text-[13px] font-medium",
        ),
        link(
            small_avatar(frame.initials),
            rx.el.span(t("Your account, {name}", name=frame.name), class_name="sr-only"),
            to="/staff/account",
            class_name="btn btn-ghost h-11 px-2",
        ),
        class_name="xl:hidden print:hidden sticky top-0 z-30 flex items-center gap-1 h-13 shrink-0 px-2 border-b border-base-300 "
        "bg-base-200",
    )
