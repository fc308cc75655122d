"""The end of a form's review: save it, send it all back, or take it back for ten seconds."""

import reflex as rx

from portal_app.components.desk import BARE, CHIEF, desk_button, key_cap
from portal_app.components.dialog import dialog, dismisses
from portal_app.state.staff.form_review import FormReviewState
from portal_app.words import t, tn

REVIEW = FormReviewState.review


def decision_bar() -> rx.Component:
    """How far it is decided, and what can be done with it."""
    return rx.el.footer(
        rx.el.p(
            rx.el.b(
                rx.cond(REVIEW.all_decided, t("All {n} decided:", n=REVIEW.differ), t("Decided so far:")),
                class_name="font-semibold",
            ),
            " ",
            REVIEW.tally,
            rx.cond(
                REVIEW.flagged > 0,
                rx.el.span(
                    tn(
                        "{n} flagged answer is left. Decide it by itself.",
                        "{n} flagged answers are left. Decide each by itself.",
                        n=REVIEW.flagged,
                    ),
                    class_name="block font-semibold text-warning",
                ),
            ),
            role="status",
            class_name="text-[13px]",
        ),
        rx.el.span(class_name="flex-1"),
        rx.cond(
            REVIEW.rest > 0,
            desk_button(
                t("Accept the rest ({n})", n=REVIEW.rest),
                BARE,
                on_click=FormReviewState.decide_rest("accept"),
            ),
        ),
        desk_button(t("Send all of it back"), BARE, custom_attrs={"data-opens": "send-back"}),
        rx.el.button(
            rx.cond(REVIEW.asks.length() > 0, t("Save and ask {name}", name=REVIEW.first_name), t("Save the review")),
            key_cap("Ctrl ↵"),
            type="button",
            on_click=FormReviewState.settle,
            custom_attrs={"data-key": "Ctrl+Enter", "aria-keyshortcuts": "Control+Enter"},
            class_name=f"btn btn-sm h-11 lg:h-8 text-[13px] gap-1.5 {CHIEF}",
        ),
        class_name="flex items-center gap-x-4 gap-y-2 px-4 lg:px-6 py-2.5 border-t border-base-300 bg-base-100 shrink-0 "
        "flex-wrap max-lg:[@media(min-height:44rem)]:sticky max-lg:bottom-0 max-lg:z-10",
    )


def send_back() -> rx.Component:
    """The dialog that gives the whole form back with one question."""
    return dialog(
        "send-back",
        t("Send all of it back"),
        rx.el.form(
            rx.el.p(
                t("{name} gets one question, may change every answer, and signs again.", name=REVIEW.first_name),
                class_name="mt-1 text-sm text-quiet",
            ),
            rx.el.label(
                rx.el.span(t("Your question, in plain words"), class_name="text-[13px] font-medium"),
                rx.el.textarea(
                    name="question",
                    rows=3,
                    max_length=1000,
                    class_name="field-sizing-content textarea w-full mt-1 text-sm leading-5 border-base-content/25",
                ),
                class_name="mt-3 block",
            ),
            rx.el.p(FormReviewState.notice, role="status", class_name="mt-2 text-[13px] text-error empty:hidden"),
            rx.el.div(
                desk_button(t("Send it back"), CHIEF, type="submit"),
                desk_button(t("Do not send it back"), BARE, **dismisses()),
                class_name="mt-4 flex flex-wrap gap-2",
            ),
            on_submit=FormReviewState.send_back,
            no_validate=True,
        ),
    )


def saved() -> rx.Component:
    """What was just saved, and ten seconds in which it can be undone."""
    return rx.el.div(
        rx.cond(
            REVIEW.can_undo,
            rx.el.div(
                rx.el.span(REVIEW.patient, ": ", REVIEW.standing),
                desk_button(
                    t("Undo"),
                    "border-0 bg-neutral-content/15 text-neutral-content",
                    key="z",
                    on_click=FormReviewState.undo,
                ),
                key=REVIEW.task_version,
                class_name="leave-late fixed bottom-4 left-4 lg:left-[15.5rem] max-lg:right-4 z-30 flex items-center "
                "justify-between gap-3 rounded-xl bg-neutral text-neutral-content pl-4 pr-2 min-h-11 py-1 text-[13px] shadow-lg",
            ),
        ),
        role="status",
    )
