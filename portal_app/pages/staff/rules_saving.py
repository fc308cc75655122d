"""What saving an edit changes for everybody, in numbers; why, and the one button."""

import reflex as rx

from portal_app.components import Content
from portal_app.components.desk import BARE, CHIEF, DESK_CARD, PLAIN, desk_button, key_cap
from portal_app.components.form import field_error
from portal_app.components.icon import icon
from portal_app.state.staff.rules import RulesState
from portal_app.words import t, tn

CARD, WEIGHT = RulesState.card, RulesState.weight


def impact() -> rx.Component:
    """What saving changes, why, and the one button."""
    return rx.cond(
        CARD.edited,
        rx.el.section(
            rx.el.div(
                rx.el.h2(
                    rx.el.span(
                        tn(
                            "If you save, this changes: {n} item",
                            "If you save, these change: {n} items",
                            n=WEIGHT.lines,
                        ),
                        " ",
                        tn("of {n} patient", "of {n} patients", n=WEIGHT.patients),
                        role="status",
                    ),
                    class_name="font-semibold",
                ),
                rx.el.dl(
                    _number(WEIGHT.at_once, t("appear at once")),
                    _number(WEIGHT.less, t("wait less")),
                    _number(WEIGHT.longer, t("wait longer")),
                    _number(WEIGHT.hidden, t("become hidden")),
                    _number(WEIGHT.unreviewed, t("not reviewed yet")),
                    class_name="mt-2.5 flex flex-wrap gap-x-6 gap-y-3",
                ),
                rx.cond(
                    WEIGHT.proxies > 0,
                    rx.el.p(
                        t("For who acts for the patient, {n} more change.", n=WEIGHT.proxies),
                        class_name="mt-2 text-[13px]",
                    ),
                ),
                rx.cond(WEIGHT.partly != "", rx.el.p(WEIGHT.partly, class_name="mt-2 text-[13px] text-quiet")),
                rx.cond(
                    WEIGHT.unreviewed > 0,
                    rx.el.p(
                        icon("triangle-alert", "size-4 text-warning mt-px"),
                        rx.cond(
                            WEIGHT.unreviewed == WEIGHT.at_once,
                            tn(
                                "The item that appears at once has had no review.",
                                "None of the {n} items that appear at once has had a review.",
                                n=WEIGHT.at_once,
                            ),
                            tn(
                                "{n} of the {all} items that appear at once has had no review.",
                                "{n} of the {all} items that appear at once have had no review.",
                                n=WEIGHT.unreviewed,
                                all=WEIGHT.at_once,
                            ),
                        ),
                        class_name="mt-3 flex gap-2 text-[13px] rounded-lg bg-warning/10 px-3 py-2",
                    ),
                ),
                class_name="px-4 pt-3.5 pb-3",
            ),
            rx.cond(
                CARD.behind,
                rx.el.div(
                    rx.el.p(
                        t("Somebody else has saved other rules since you began. The history says what and why."),
                        class_name="text-[13px]",
                    ),
                    desk_button(
                        t("Put my edit in their place"), PLAIN, on_click=RulesState.take_theirs, class_name="mt-2"
                    ),
                    class_name="mx-4 mb-3 rounded-lg bg-warning/10 px-3 py-2",
                    role="alert",
                ),
            ),
            rx.el.form(
                rx.el.div(
                    rx.el.label(
                        rx.el.span(t("Why this change"), class_name="text-[13px] font-medium"),
                        rx.el.input(
                            id="why",
                            name="why",
                            key=CARD.edition.to(str),
                            max_length=500,
                            auto_complete="off",
                            aria_invalid=rx.cond(RulesState.wrong_field == "why", "true", "false"),
                            class_name="input input-sm h-11 lg:h-9 mt-1 w-full text-[13px] bg-base-100",
                        ),
                        class_name="block",
                    ),
                    field_error("why", rx.cond(RulesState.wrong_field == "why", RulesState.notice, "")),
                    class_name="basis-full",
                ),
                desk_button(
                    rx.fragment(t("Drop edit"), " ", key_cap("Esc")),
                    BARE,
                    on_click=RulesState.drop,
                    custom_attrs={"data-key": "Escape", "aria-keyshortcuts": "Escape"},
                ),
                desk_button(
                    rx.fragment(t("Save rules"), " ", key_cap("Ctrl ↵")),
                    CHIEF,
                    "check",
                    type="submit",
                    custom_attrs={"data-key": "Ctrl+Enter", "aria-keyshortcuts": "Control+Enter"},
                ),
                on_submit=RulesState.save,
                class_name="flex flex-wrap items-center justify-end gap-2 px-4 py-3 border-t border-base-300/70",
            ),
            aria_label=t("What saving changes"),
            class_name=[DESK_CARD, "lg:sticky lg:bottom-0 lg:z-10 lg:shadow-lg"],
        ),
    )


def _number(number: rx.Var[int], words: Content) -> rx.Component:
    return rx.el.div(
        rx.el.dt(words, class_name="order-2 text-[13px] text-quiet leading-4"),
        rx.el.dd(number, class_name="order-1 text-2xl font-bold leading-8 tabular-nums"),
        class_name="flex flex-col flex-1 min-w-20",
    )
