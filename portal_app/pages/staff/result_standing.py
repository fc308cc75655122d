"""How a result stands for its patient, beside the result: what they see of it, and what is held."""

import reflex as rx

from portal_app.components.desk import PLAIN, desk_button
from portal_app.components.icon import icon
from portal_app.components.link import link
from portal_app.services.reviews.cards import HoldCard
from portal_app.state.staff.result_review import ResultReviewState
from portal_app.words import t

REVIEW = ResultReviewState.review


def result_standing() -> rx.Component:
    """What the patient sees of it, the holds, and the way to make one."""
    return rx.el.aside(
        rx.el.h3(t("What {name} sees now", name=REVIEW.first_name), class_name="text-[13px] font-semibold"),
        rx.el.p(_standing_pill(REVIEW.sees, REVIEW.tone), role="status", class_name="mt-1.5"),
        rx.cond(
            REVIEW.read != "",
            rx.el.p(icon("check", "size-4"), REVIEW.read, class_name="mt-1.5 flex gap-1.5 text-[13px]"),
        ),
        link(
            t("See the portal as {name} does", name=REVIEW.first_name),
            to="/staff/patients/" + REVIEW.patient_id + "/as-patient",
            class_name="mt-1 text-[13px] font-medium text-primary hover:underline flex w-fit items-center min-h-8",
        ),
        rx.cond(
            REVIEW.holds.length() > 0,
            rx.fragment(
                rx.el.h3(t("Holds"), class_name="mt-4 text-[13px] font-semibold"),
                rx.el.ul(rx.foreach(REVIEW.holds, _hold), class_name="mt-1.5 grid gap-2"),
            ),
        ),
        rx.cond(
            REVIEW.may_hold,
            desk_button(
                t("Hold it from being shown"), PLAIN, "lock", class_name="mt-4", on_click=ResultReviewState.begin_hold
            ),
        ),
        aria_label=t("What the patient sees, and holds"),
        class_name="min-[87.5rem]:w-[21rem] shrink-0 bg-base-200/60 border-t min-[87.5rem]:border-t-0 "
        "min-[87.5rem]:border-l border-base-300 p-4 lg:p-5",
    )


def _standing_pill(words: rx.Var[str], tone: rx.Var[str]) -> rx.Component:
    """How it stands for the patient, in a pill that may be several lines long."""
    return rx.el.span(
        words,
        class_name=[
            "inline-block rounded-lg border bg-base-100 px-2.5 py-1 text-[13px] leading-5 font-semibold",
            rx.match(
                tone,
                ("ready", "border-success/50 text-success"),
                ("soon", "border-warning/50 text-warning"),
                ("failed", "border-error/50 text-error"),
                "border-base-300 text-quiet",
            ),
        ],
    )


def _hold(hold: rx.Var[HoldCard]) -> rx.Component:
    return rx.el.li(
        rx.el.p(rx.el.span(hold.who, class_name="font-semibold"), ". ", hold.when, class_name="text-[13px]"),
        rx.el.p(hold.harm, class_name="mt-0.5 text-[13px] text-quiet"),
        rx.el.p(hold.reason, class_name="mt-0.5 text-[13px] whitespace-pre-line wrap-anywhere"),
        rx.cond(
            hold.active & REVIEW.may_hold,
            desk_button(t("End the hold now"), PLAIN, class_name="mt-2", on_click=ResultReviewState.end_hold(hold.id)),
        ),
        class_name="rounded-lg border border-base-300 bg-base-100 p-3",
        key=hold.id,
    )
