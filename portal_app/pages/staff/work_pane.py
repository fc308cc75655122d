"""The task that is open: what it is about, its story, and the place to answer."""

import reflex as rx

from portal_app.components.desk import BARE, PLAIN, clock, desk_button, key_cap, small_avatar
from portal_app.components.dialog import closes, dialog, dismisses
from portal_app.components.icon import icon
from portal_app.components.link import link
from portal_app.pages.staff.composer import composer
from portal_app.pages.staff.form_review import form_review
from portal_app.pages.staff.result_review import result_review
from portal_app.services.tasks.cards import Entry, Place
from portal_app.state.staff.inbox import InboxState
from portal_app.words import t, tn

TASK = InboxState.task


def work_pane() -> rx.Component:
    """The open task, or a word on how to open one."""
    return rx.el.section(
        rx.cond(
            TASK.id != "",
            rx.fragment(
                _bar(),
                rx.match(
                    TASK.kind,
                    ("form", rx.fragment(form_review(), _team(), composer())),
                    ("result", rx.fragment(result_review(), _team(), composer())),
                    rx.fragment(_patient(), _message(), composer()),
                ),
                _assign(),
            ),
            rx.el.p(
                rx.cond(
                    InboxState.lost,
                    t("This is not in your queue any more."),
                    t("Choose a task on the left, or press j."),
                ),
                class_name="m-auto p-6 text-quiet",
            ),
        ),
        aria_label=t("Task"),
        tab_index=-1,
        custom_attrs={"data-work": ""},
        class_name=[
            "outline-none flex-1 min-w-0 flex-col bg-base-100 min-h-0",
            rx.cond(TASK.id != "", "flex", "hidden lg:flex"),
        ],
    )


def _bar() -> rx.Component:
    verbs = TASK.verbs
    return rx.el.div(
        link(
            icon("chevron-left", "size-4"),
            rx.el.span(t("List")),
            to="/staff?view=" + InboxState.view + "&pool=" + InboxState.pool,
            custom_attrs={"data-key": "Escape"},
            class_name="btn btn-ghost btn-sm h-11 lg:h-8 px-2.5 text-[13px] font-medium gap-1",
        ),
        rx.el.span(class_name="flex-1"),
        rx.el.span(
            rx.cond(
                TASK.present != "",
                rx.el.span(
                    icon("eye", "size-3.5"),
                    TASK.present,
                    class_name="inline-flex items-center gap-1.5 rounded-full bg-info/12 text-info px-2.5 h-7 text-xs font-semibold",
                ),
            ),
            role="status",
        ),
        rx.cond(
            verbs.contains("claim"),
            desk_button(
                rx.cond(TASK.claimed, t("Take over"), t("Claim")), PLAIN, "hand", "c", on_click=InboxState.claim
            ),
        ),
        rx.cond(
            verbs.contains("release"), desk_button(t("Put back"), BARE, "undo-2", "c", on_click=InboxState.release)
        ),
        rx.cond(
            verbs.contains("hand"),
            desk_button(
                t("Assign"),
                BARE,
                key="a",
                on_click=InboxState.show_places,
                custom_attrs={"data-opens": "assign"},
            ),
        ),
        rx.cond(verbs.contains("close"), desk_button(t("Close"), BARE, key="e", on_click=InboxState.close)),
        rx.cond(verbs.contains("reopen"), desk_button(t("Open again"), PLAIN, key="e", on_click=InboxState.reopen)),
        desk_button(t("Unread"), BARE, key="u", on_click=InboxState.mark_unread),
        class_name="flex items-center gap-1 min-h-12 px-3 lg:px-4 py-1 border-b border-base-300 shrink-0 flex-wrap",
    )


def _patient() -> rx.Component:
    return rx.el.header(
        rx.el.div(
            rx.el.h2(TASK.name, class_name="text-lg font-bold leading-6"),
            rx.el.span(TASK.age),
            rx.cond(TASK.born != "", rx.el.span(t("born {day}", day=TASK.born), class_name="text-quiet")),
            rx.el.span(class_name="flex-1"),
            _chart(),
            class_name="flex items-baseline gap-x-2.5 gap-y-0.5 flex-wrap",
        ),
        rx.el.p(
            TASK.site,
            rx.cond(TASK.tongue != "", rx.fragment(", ", t("speaks {language}", language=TASK.tongue))),
            class_name="mt-0.5 text-[13px] text-quiet",
        ),
        class_name="px-4 lg:px-6 pt-3 pb-3 border-b border-base-300 bg-base-200/50 shrink-0",
    )


def _chart() -> rx.Component:
    return link(
        t("Open chart"),
        key_cap("o"),
        to="/staff/patients/" + TASK.patient_id,
        custom_attrs={"data-key": "o"},
        class_name="text-[13px] font-medium text-primary hover:underline inline-flex items-center gap-1.5 min-h-8",
    )


def _message() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.div(
                rx.el.p(TASK.standing, class_name="text-[13px] text-quiet"),
                rx.el.h2(TASK.title, class_name="text-xl font-bold leading-7 wrap-anywhere"),
                class_name="min-w-0 flex-1",
            ),
            rx.cond(
                TASK.clock != "",
                rx.el.div(
                    clock(TASK.clock, TASK.tone),
                    rx.el.p(TASK.promised, class_name="text-xs text-quiet mt-1"),
                    class_name="text-right",
                ),
            ),
            class_name="flex items-start gap-3 flex-wrap",
        ),
        rx.el.p(TASK.follows, class_name="mt-1 text-[13px] text-quiet"),
        rx.cond(
            TASK.earlier > 0,
            desk_button(
                tn("Show {n} earlier message", "Show {n} earlier messages", n=TASK.earlier),
                PLAIN,
                class_name="mt-3",
                on_click=InboxState.show_earlier,
            ),
        ),
        _story(),
        tab_index=0,
        role="log",
        aria_label=t("What was said and done"),
        class_name="flex-1 min-h-0 lg:overflow-y-auto px-4 lg:px-6 pt-4 pb-5 -outline-offset-2!",
    )


def _team() -> rx.Component:
    return rx.cond(
        TASK.story.length() > 0,
        rx.el.div(_story(), class_name="shrink-0 max-h-40 overflow-y-auto px-4 lg:px-6 pb-3 border-t border-base-300"),
    )


def _story() -> rx.Component:
    return rx.el.div(rx.foreach(TASK.story, _entry), class_name="mt-4 grid gap-3.5")


def _entry(entry: rx.Var[Entry]) -> rx.Component:
    return rx.match(
        entry.sort,
        ("note", _note(entry)),
        ("line", _line(entry)),
        rx.el.article(
            small_avatar(entry.initials),
            rx.el.div(
                rx.el.p(
                    rx.el.span(entry.who, class_name="font-semibold text-sm"),
                    rx.el.span(entry.title, class_name="text-quiet empty:hidden"),
                    rx.el.span(class_name="flex-1"),
                    rx.el.time(entry.time, class_name="text-quiet tabular-nums"),
                    class_name="flex flex-wrap items-baseline gap-x-2 text-[13px]",
                ),
                rx.el.div(
                    entry.body,
                    class_name=[
                        "mt-1 rounded-box rounded-tl-sm px-4 py-2.5 text-[15px] leading-6 whitespace-pre-wrap wrap-anywhere",
                        rx.cond(entry.sort == "patient", "bg-base-200", "bg-primary/10"),
                    ],
                ),
                rx.el.p(entry.below, class_name="mt-1 text-[13px] text-quiet empty:hidden"),
                class_name="min-w-0 flex-1",
            ),
            class_name="flex gap-3",
            key=entry.id,
        ),
    )


def _note(entry: rx.Var[Entry]) -> rx.Component:
    return rx.el.article(
        rx.el.p(
            icon("lock", "size-3.5"),
            rx.el.span(t("Team note from {name}", name=entry.who), class_name="font-semibold"),
            rx.el.span(t("patients never see this"), class_name="opacity-90"),
            rx.el.span(class_name="flex-1"),
            rx.el.time(entry.time, class_name="tabular-nums opacity-90"),
            class_name="flex flex-wrap items-center gap-x-2 text-[13px]",
        ),
        rx.el.p(entry.body, class_name="mt-0.5 text-sm leading-5 whitespace-pre-wrap wrap-anywhere"),
        class_name="ml-10 note-paper rounded-lg px-4 py-2.5 text-secondary-content",
        key=entry.id,
    )


def _line(entry: rx.Var[Entry]) -> rx.Component:
    return rx.el.p(
        rx.el.span(class_name="h-px flex-1 bg-base-300"),
        rx.el.span(entry.time, ", ", entry.body),
        rx.el.span(class_name="h-px flex-1 bg-base-300"),
        class_name="flex items-center gap-3 text-xs text-quiet",
        key=entry.id,
    )


def _assign() -> rx.Component:
    def place(one: rx.Var[Place], give: rx.EventHandler) -> rx.Component:
        return rx.el.li(
            rx.el.button(
                rx.el.span(one.name, class_name="font-medium"),
                rx.el.span(one.beside, class_name="text-quiet empty:hidden"),
                type="button",
                on_click=give(one.id),
                **closes(),
                class_name="btn btn-ghost btn-sm h-11 w-full justify-start gap-2 text-sm",
            ),
            key=one.id,
        )

    def group(name: rx.Var[str], places: rx.Var[list[Place]], give: rx.EventHandler) -> rx.Component:
        return rx.cond(
            places.length() > 0,
            rx.el.section(
                rx.el.h3(name, class_name="pt-3 pb-1 text-xs font-medium text-quiet"),
                rx.el.ul(rx.foreach(places, lambda one: place(one, give))),
            ),
        )

    return dialog(
        "assign",
        t("Hand this to"),
        rx.el.div(
            group(t("A pool"), InboxState.places.pools, InboxState.hand_to_pool),
            group(t("A colleague"), InboxState.places.people, InboxState.hand_to_person),
            class_name="max-h-[60dvh] overflow-y-auto",
        ),
        desk_button(t("Leave it where it is"), BARE, class_name="mt-3", **dismisses()),
    )
