"""`/staff/results/[resource_id]`: a result, what the patient sees of it, and the place to comment or hold it."""

import reflex as rx

from portal_app.components.desk import desk_empty, desk_pill, key_cap
from portal_app.components.link import link
from portal_app.pages.frame import staff_page, title
from portal_app.pages.staff.found import found
from portal_app.pages.staff.hold import hold_dialog
from portal_app.pages.staff.rail import rail
from portal_app.pages.staff.result_comment import comment_form
from portal_app.pages.staff.result_standing import result_standing
from portal_app.services.reviews.cards import SaidCard, ValueLine
from portal_app.state.staff.result_review import ResultReviewState
from portal_app.words import t

REVIEW = ResultReviewState.review


# the title and the name stay out of the tab: browsers keep them in their history
@rx.page(route="/staff/results/[resource_id]", title=title(t("Review a result")), on_load=ResultReviewState.enter)
def result_review_page() -> rx.Component:
    """The review on a page of its own."""
    return staff_page(
        found(
            REVIEW.id != "",
            rx.fragment(rx.el.h1(t("Review a result"), class_name="sr-only", tab_index=-1), result_review()),
            t("Review a result"),
        ),
        title=t("Review a result"),
        views=rail("patients"),
        room="flex flex-1 min-h-0 flex-col bg-base-100 focus-visible:outline-none!",
    )


def result_review() -> rx.Component:
    """The whole review for a work pane; call `ResultReviewState.open_result(resource_id)` first."""
    return rx.cond(
        REVIEW.id != "",
        rx.el.div(
            _patient(),
            rx.el.div(
                rx.el.div(_result(), _said(), class_name="flex-1 min-w-0 px-4 lg:px-6 pt-4 pb-5"),
                result_standing(),
                tab_index=0,
                role="region",
                aria_label=t("The result"),
                class_name="flex flex-1 min-h-0 flex-col min-[87.5rem]:flex-row lg:overflow-y-auto -outline-offset-2!",
            ),
            comment_form(),
            hold_dialog(),
            class_name="flex flex-1 min-h-0 flex-col",
        ),
        desk_empty(t("The result is opening")),
    )


def _patient() -> rx.Component:
    return rx.el.header(
        rx.el.h2(REVIEW.patient, class_name="text-lg font-bold leading-6"),
        rx.cond(REVIEW.born != "", rx.el.span(t("born {day}", day=REVIEW.born), class_name="text-quiet")),
        rx.el.span(class_name="flex-1"),
        link(
            t("Open chart"),
            key_cap("o"),
            to="/staff/patients/" + REVIEW.patient_id,
            custom_attrs={"data-key": "o"},
            class_name="text-[13px] font-medium text-primary hover:underline inline-flex items-center gap-1.5 min-h-8",
        ),
        class_name="px-4 lg:px-6 pt-3 pb-3 border-b border-base-300 bg-base-200/50 shrink-0 flex items-baseline gap-x-2.5 "
        "gap-y-0.5 flex-wrap",
    )


def _result() -> rx.Component:
    return rx.fragment(
        rx.el.p(REVIEW.word, rx.cond(REVIEW.when != "", ", " + REVIEW.when, ""), class_name="text-[13px] text-quiet"),
        rx.el.h2(REVIEW.title, class_name="text-xl font-bold leading-7 wrap-anywhere"),
        rx.cond(
            REVIEW.measured.length() > 0,
            rx.el.ul(
                rx.foreach(REVIEW.measured, _value),
                role="list",
                class_name="mt-3 rounded-box border border-base-300 divide-y divide-base-300/60",
            ),
        ),
        rx.foreach(
            REVIEW.texts, lambda words: rx.el.p(words, class_name="mt-3 text-sm whitespace-pre-line wrap-anywhere")
        ),
        rx.cond(
            (REVIEW.measured.length() == 0) & (REVIEW.texts.length() == 0),
            rx.el.p(t("Nothing of it can be shown here. Open the chart."), class_name="mt-3 text-quiet"),
        ),
    )


def _value(line: rx.Var[ValueLine]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.span(line.title, class_name="font-medium"),
            rx.foreach(line.notes, lambda note: rx.el.span(note, class_name="block text-[13px] text-quiet")),
            class_name="min-w-0 flex-1 wrap-anywhere",
        ),
        rx.el.span(line.value, class_name="font-semibold tabular-nums wrap-anywhere"),
        rx.cond(line.status != "", desk_pill(line.status, line.tone)),
        class_name="flex items-baseline gap-3 flex-wrap px-4 py-2 text-sm",
    )


def _said() -> rx.Component:
    return rx.cond(
        REVIEW.said.length() > 0,
        rx.el.section(
            rx.el.h3(t("What was said about it"), class_name="mt-5 mb-2 text-[13px] font-semibold"),
            rx.el.div(rx.foreach(REVIEW.said, _one_said), class_name="grid gap-3"),
        ),
    )


def _one_said(said: rx.Var[SaidCard]) -> rx.Component:
    return rx.el.article(
        rx.el.p(
            rx.el.span(said.who, class_name="font-semibold text-sm"),
            rx.el.span(class_name="flex-1"),
            rx.el.time(said.when, class_name="text-quiet"),
            class_name="flex flex-wrap items-baseline gap-x-2 text-[13px]",
        ),
        rx.cond(
            (said.comment == "") & (said.steps.length() == 0),
            rx.el.p(t("Reviewed, no comment"), class_name="mt-1 text-quiet text-sm"),
            rx.el.div(
                rx.el.p(said.comment, class_name="whitespace-pre-wrap wrap-anywhere empty:hidden"),
                rx.cond(
                    said.steps.length() > 0,
                    rx.el.ul(
                        rx.foreach(said.steps, lambda step: rx.el.li(step, class_name="wrap-anywhere")),
                        class_name="mt-1 list-disc pl-5",
                    ),
                ),
                class_name="mt-1 rounded-box rounded-tl-sm px-4 py-2.5 text-[15px] leading-6 bg-primary/10",
            ),
        ),
        key=said.id,
    )
