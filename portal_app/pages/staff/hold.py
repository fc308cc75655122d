"""The dialog in which a prescriber says why, and until when, an item is not shown."""

import reflex as rx

from portal_app.components.desk import BARE, CHIEF, desk_button, desk_field
from portal_app.components.dialog import dialog, dismisses
from portal_app.components.form import field_error
from portal_app.services.reviews.cards import HarmCard
from portal_app.state.staff.result_review import ResultReviewState
from portal_app.words import t

REVIEW = ResultReviewState.review


def hold_dialog() -> rx.Component:
    """What harm, the reason, and the end: ten days at most, never for upsetting news."""
    return dialog(
        "hold",
        t("Hold it from being shown"),
        rx.el.form(
            rx.el.input(type="hidden", name="id", value=REVIEW.id, read_only=True),
            rx.el.p(
                t(
                    "Only for a risk of harm. Upsetting news is not a reason. It ends by itself, after 10 days at most. "
                    "The reason stays with the hold; {name} does not see it.",
                    name=REVIEW.first_name,
                ),
                class_name="mt-1 text-sm text-quiet",
            ),
            rx.el.fieldset(
                rx.el.legend(t("What harm it could do"), class_name="mb-1.5 text-[13px] font-medium"),
                rx.foreach(REVIEW.harms, _harm),
                _wrong("harm"),
                class_name="mt-3 grid gap-1.5",
            ),
            rx.el.label(
                rx.el.span(t("Your reason, in at least one sentence"), class_name="text-[13px] font-medium"),
                rx.el.textarea(
                    id="hold-reason",
                    name="reason",
                    rows=3,
                    max_length=1000,
                    class_name="field-sizing-content textarea w-full mt-1 text-sm leading-5 border-base-content/25",
                ),
                class_name="mt-3 block",
            ),
            _wrong("reason"),
            rx.el.div(
                desk_field(
                    t("Held until"),
                    "until",
                    type="datetime-local",
                    min=REVIEW.hold_from,
                    max=REVIEW.hold_to,
                    default_value=REVIEW.hold_start,
                ),
                _wrong("until"),
                class_name="mt-3",
            ),
            _refused(),
            rx.el.div(
                desk_button(t("Hold it"), CHIEF, type="submit"),
                desk_button(t("Do not hold it"), BARE, on_click=ResultReviewState.leave_hold, **dismisses()),
                class_name="mt-4 flex flex-wrap gap-2",
            ),
            on_submit=ResultReviewState.hold,
            no_validate=True,
            # a hold that was made is not offered again with its reason
            key=REVIEW.id + REVIEW.holds.length().to_string(),
        ),
        shown=ResultReviewState.holding,
    )


def _harm(harm: rx.Var[HarmCard]) -> rx.Component:
    return rx.el.label(
        rx.el.input(type="radio", name="harm", value=harm.value, class_name="radio radio-sm mt-0.5"),
        rx.el.span(harm.words),
        class_name="flex items-start gap-2 text-sm min-h-8",
    )


def _refused() -> rx.Component:
    """Why it is not held, where that is the fault of no field: the page behind the dialog is not seen."""
    state = ResultReviewState
    at_a_field = (state.wrong_field == "harm") | (state.wrong_field == "reason") | (state.wrong_field == "until")
    return rx.el.p(
        rx.cond(state.holding & ~at_a_field, state.notice, ""),
        role="alert",
        class_name="mt-3 text-[13px] font-semibold text-error empty:hidden",
    )


def _wrong(field: str) -> rx.Component:
    # the reason's field has an id of its own; the others are found by their names
    at = "hold-reason" if field == "reason" else field
    return field_error(at, rx.cond(ResultReviewState.wrong_field == field, ResultReviewState.notice, ""))
