"""The place to comment on a result for its patient."""

import reflex as rx

from portal_app.components.desk import BARE, CHIEF, desk_button, key_cap
from portal_app.components.form import field_error
from portal_app.components.icon import icon
from portal_app.state.staff.result_review import ResultReviewState
from portal_app.words import t

REVIEW = ResultReviewState.review
PAUSE = 600
"""Milliseconds without a key before the draft is saved."""
BOX = "field-sizing-content textarea w-full min-h-16 mt-1 text-[15px] leading-6 border-base-content/30"


def comment_form() -> rx.Component:
    """A comment and next steps for the patient, or only that it was looked at."""
    wrong = (ResultReviewState.wrong_field == "comment") | (ResultReviewState.wrong_field == "next_steps")
    return rx.el.form(
        rx.el.input(type="hidden", name="id", value=REVIEW.id, read_only=True),
        rx.el.div(
            _box(
                "review-comment",
                "comment",
                t("Comment for {name}", name=REVIEW.first_name),
                3,
                ResultReviewState.comment_start,
                ResultReviewState.write_comment,
            ),
            _box(
                "review-steps",
                "next_steps",
                t("What happens next, a step a line"),
                2,
                ResultReviewState.steps_start,
                ResultReviewState.write_steps,
            ),
            class_name="grid gap-3 lg:grid-cols-2",
        ),
        field_error("review-comment", rx.cond(wrong, ResultReviewState.notice, "")),
        rx.el.div(
            rx.el.span(
                rx.cond(
                    ResultReviewState.sent,
                    t("Done. {name} sees it as shown above.", name=REVIEW.first_name),
                    ResultReviewState.kept,
                ),
                role="status",
                class_name="text-xs text-quiet",
            ),
            rx.el.span(class_name="flex-1"),
            desk_button(t("Reviewed, no comment"), BARE, "check", on_click=ResultReviewState.note_reviewed(REVIEW.id)),
            rx.el.button(
                icon("send", "size-4"),
                rx.el.span(t("Send comment")),
                key_cap("Ctrl ↵"),
                type="submit",
                class_name=f"btn btn-sm h-11 lg:h-8 text-[13px] gap-1.5 {CHIEF}",
            ),
            class_name="mt-2.5 flex items-center gap-x-3 gap-y-2 flex-wrap",
        ),
        on_submit=ResultReviewState.send,
        no_validate=True,
        key=REVIEW.id + ResultReviewState.opened.to_string(),
        class_name="shrink-0 border-t border-base-300 bg-base-100 px-4 lg:px-6 pt-2 pb-3",
    )


def _box(id: str, name: str, label: rx.Var[str], rows: int, start: rx.Var[str], write: rx.EventHandler) -> rx.Component:
    return rx.el.label(
        rx.el.span(label, class_name="text-[13px] font-medium"),
        rx.el.textarea(
            id=id,
            name=name,
            rows=rows,
            default_value=start,
            on_change=lambda words: write(REVIEW.id, words).debounce(PAUSE),
            class_name=BOX,
        ),
        class_name="block min-w-0",
    )
