"""`/staff/rules`: from when patients see their records; admins read, try out, save and take back."""

import reflex as rx

from portal_app.components.desk import BARE, CHIEF, DESK_CARD, PLAIN, desk_button, desk_pill
from portal_app.components.dialog import closes, dialog, dismisses, opens
from portal_app.components.icon import icon
from portal_app.components.loading import skeleton_rows
from portal_app.components.staff_shell import PANES
from portal_app.pages.frame import staff_page, title
from portal_app.pages.staff.rail import rail
from portal_app.pages.staff.rule_line import rule_line
from portal_app.pages.staff.rules_preview import preview
from portal_app.pages.staff.rules_saving import impact
from portal_app.pages.staff.rules_switches import history, packs, switches
from portal_app.services.release.cards import Choice
from portal_app.state.staff.rules import RulesState
from portal_app.words import t, tn

CARD = RulesState.card


@rx.page(route="/staff/rules", title=title(t("Rules")), on_load=RulesState.open)
def rules() -> rx.Component:
    """The rules on the left, what an edit would do on the right."""
    return staff_page(
        rx.el.div(
            _head(),
            rx.cond(
                RulesState.loaded,
                rx.el.div(
                    rx.el.div(
                        _list(),
                        packs(),
                        switches(),
                        history(),
                        class_name="min-w-0 lg:w-1/2 lg:overflow-y-auto lg:border-r border-base-300 bg-base-100",
                    ),
                    rx.el.div(
                        preview(),
                        impact(),
                        class_name="min-w-0 flex-1 lg:overflow-y-auto p-3 lg:p-4 grid auto-rows-max gap-4 content-start",
                    ),
                    class_name="flex flex-col lg:flex-row flex-1 min-h-0",
                ),
                rx.el.div(skeleton_rows(t("The rules are on their way")), class_name="p-4"),
            ),
            _take_back(),
            class_name="flex flex-col flex-1 min-h-0 min-w-0",
        ),
        title=t("Rules"),
        views=rail("rules"),
        room=PANES,
    )


def _head() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.h1(t("When patients see their records"), tab_index=-1, class_name="text-xl font-bold outline-none"),
            rx.el.p(t("The first rule that fits decides."), " ", CARD.changed, class_name="text-[13px] text-quiet"),
            rx.el.p(
                rx.match(
                    RulesState.said,
                    ("saved", t("Saved.")),
                    ("undone", t("Taken back.")),
                    "",
                ),
                " ",
                rx.cond(CARD.applying, t("The rules are on their way to all records."), ""),
                role="status",
                tab_index=-1,
                custom_attrs={"data-lands": ""},
                class_name="text-[13px] text-success empty:hidden",
            ),
            class_name="min-w-0 flex-1 basis-64",
        ),
        rx.el.div(
            rx.cond(
                CARD.history.length() > 0,
                desk_button(t("Undo last change"), BARE, "undo-2", "z", **opens("take-back")),
            ),
            desk_button(t("Export"), BARE, "download", on_click=RulesState.export),
            desk_button(t("Add rule"), PLAIN, "plus", on_click=RulesState.add("")),
            class_name="flex flex-wrap items-center gap-1.5",
        ),
        class_name="flex flex-wrap items-start gap-3 px-4 lg:px-6 py-3 border-b border-base-300 bg-base-100",
    )


def _take_back() -> rx.Component:
    """One key would change what everybody sees: it asks first."""
    return dialog(
        "take-back",
        t("Take the last change back?"),
        rx.el.p(
            t("The rules become what they were before it, for all patients at once. The history keeps both."),
            class_name="mt-1 text-sm",
        ),
        rx.el.p(CARD.changed, class_name="mt-2 text-[13px] text-quiet"),
        rx.el.div(
            desk_button(t("Take it back"), CHIEF, on_click=RulesState.undo, **closes()),
            # the key that opens this and Enter must not be enough
            desk_button(t("Leave it"), BARE, **dismisses(first=True)),
            class_name="mt-4 flex flex-wrap gap-2",
        ),
    )


def _list() -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h2(tn("{n} rule", "{n} rules", n=CARD.rules.length()), class_name="font-semibold text-[13px]"),
            rx.el.span(
                icon("lock", "size-3.5"),
                t("set by law"),
                class_name="inline-flex items-center gap-1 text-[13px] text-quiet",
            ),
            rx.el.span(class_name="flex-1"),
            rx.el.span(t("how often each decides"), class_name="text-[13px] text-quiet max-sm:hidden"),
            class_name="flex items-center gap-3 px-4 min-h-9 bg-base-200/60 border-b border-base-300/70",
        ),
        rx.el.ol(
            _hold(),
            rx.foreach(CARD.rules, rule_line),
            class_name="divide-y divide-base-300/70",
        ),
        rx.el.p(
            icon("user", "size-4 mt-0.5 shrink-0"),
            t(
                "A patient may choose to wait for a comment. “Show me now” ends that wait at once. No rule can make "
                "anything wait longer than 10 days."
            ),
            class_name="flex gap-2 px-4 py-3 text-[13px] text-quiet border-t border-base-300/70",
        ),
        _ready_made(),
        aria_label=t("The rules"),
    )


def _hold() -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.p(
                rx.el.span(t("Anything a clinician holds for risk of harm"), class_name="font-semibold"),
                icon("arrow-right", "size-4 inline mx-1.5 text-quiet"),
                rx.el.span(t("on the date in the hold"), class_name="text-primary font-medium"),
            ),
            rx.el.p(
                desk_pill("45 CFR 171.201", "info", "lock"),
                rx.el.span(
                    t("One patient, one reason, an end date. It stands above every rule."), class_name="flex-1 min-w-40"
                ),
                rx.el.span(CARD.held, class_name="tabular-nums"),
                class_name="mt-1.5 flex flex-wrap items-center gap-2 text-[13px] text-quiet",
            ),
            class_name="min-w-0 flex-1",
        ),
        class_name="flex gap-3 px-4 py-3",
    )


def _ready_made() -> rx.Component:
    def one(choice: rx.Var[Choice]) -> rx.Component:
        return rx.el.li(
            desk_button(choice.words, PLAIN, "plus", on_click=RulesState.add(choice.value)), key=choice.value
        )

    return rx.cond(
        CARD.ready_made.length() > 0,
        rx.el.div(
            rx.el.h3(t("Rules that federal law gives a reason for"), class_name="text-[13px] font-medium"),
            rx.el.ul(rx.foreach(CARD.ready_made, one), class_name="mt-1.5 flex flex-wrap gap-2"),
            class_name=f"{DESK_CARD} mx-4 mb-4 p-3",
        ),
    )
