"""`/staff/forms/[form_id]`: what a patient sent beside the chart; the inbox shows the same in its work pane."""

import reflex as rx

from portal_app.components.desk import desk_empty, key_cap
from portal_app.components.icon import icon
from portal_app.components.link import link
from portal_app.pages.frame import staff_page, title
from portal_app.pages.staff.form_answers import answers
from portal_app.pages.staff.form_decision import decision_bar, saved, send_back
from portal_app.pages.staff.found import found
from portal_app.pages.staff.rail import rail
from portal_app.services.forms.cards import Line
from portal_app.state.staff.form_review import FormReviewState
from portal_app.words import t

REVIEW = FormReviewState.review


@rx.page(route="/staff/forms/[form_id]", title=title(t("Review a form")), on_load=FormReviewState.enter)
def form_review_page() -> rx.Component:
    """The review on a page of its own."""
    return staff_page(
        found(
            REVIEW.id != "",
            rx.fragment(rx.el.h1(t("Review a form"), class_name="sr-only", tab_index=-1), form_review()),
            t("Review a form"),
        ),
        title=t("Review a form"),
        views=rail("form"),
        room="flex flex-1 min-h-0 flex-col bg-base-100 focus-visible:outline-none!",
    )


def form_review() -> rx.Component:
    """The whole review for a work pane; call `FormReviewState.open_form(form_id)` first."""
    return rx.cond(
        REVIEW.id != "",
        rx.el.div(
            _patient(),
            rx.el.div(
                answers(),
                _aside(),
                class_name="flex flex-1 min-h-0 flex-col min-[87.5rem]:flex-row lg:overflow-y-auto "
                "min-[87.5rem]:overflow-hidden",
            ),
            rx.cond(REVIEW.open, rx.fragment(decision_bar(), send_back())),
            saved(),
            class_name="flex flex-1 min-h-0 flex-col",
        ),
        desk_empty(t("The form is opening")),
    )


def _patient() -> rx.Component:
    return rx.el.header(
        rx.el.div(
            rx.el.h2(REVIEW.patient, class_name="text-lg font-bold leading-6"),
            rx.el.span(t("born {day}", day=REVIEW.born), class_name="text-quiet"),
            rx.el.span(class_name="flex-1"),
            link(
                t("Open chart"),
                key_cap("o"),
                to="/staff/patients/" + REVIEW.patient_id,
                custom_attrs={"data-key": "o"},
                class_name="text-[13px] font-medium text-primary hover:underline inline-flex items-center gap-1.5 min-h-8",
            ),
            class_name="flex items-baseline gap-x-2.5 gap-y-0.5 flex-wrap",
        ),
        class_name="px-4 lg:px-6 pt-3 pb-3 border-b border-base-300 bg-base-200/50 shrink-0",
    )


def _aside() -> rx.Component:
    return rx.el.aside(
        rx.cond(
            REVIEW.asks.length() > 0,
            rx.fragment(
                rx.el.h3(t("Questions for {name}", name=REVIEW.first_name), class_name="font-semibold"),
                rx.el.p(
                    t("Only these are asked. The rest of the form stays done."),
                    class_name="text-[13px] text-quiet mt-0.5 mb-3",
                ),
                rx.el.div(rx.foreach(REVIEW.asks, _asks), class_name="grid gap-3"),
            ),
        ),
        rx.el.h3(t("What happens when you save"), class_name="text-[13px] font-semibold mt-5 mb-1.5 first:mt-0"),
        rx.el.ul(
            _follows("check", t("Accepted answers stand in the chart at once, as the patient's word")),
            _follows("minus", t("Kept ones stay in the form; the chart does not change")),
            _follows("undo-2", t("Questions go back to the patient, who signs again")),
            _follows("hourglass", t("You can undo it for 10 seconds")),
            class_name="grid gap-1.5 text-[13px]",
        ),
        aria_label=t("Questions and what follows"),
        class_name="min-[87.5rem]:w-[21rem] shrink-0 bg-base-200/60 border-t min-[87.5rem]:border-t-0 "
        "min-[87.5rem]:border-l border-base-300 p-4 lg:p-5 min-[87.5rem]:overflow-y-auto",
    )


def _asks(line: rx.Var[Line]) -> rx.Component:
    return rx.el.label(
        rx.el.span(line.question, class_name="flex items-center gap-2 text-[13px] font-semibold"),
        rx.el.textarea(
            name="ask " + line.key,
            rows=3,
            max_length=1000,
            default_value=line.asked,
            on_blur=lambda text: FormReviewState.ask(line.key, text),
            placeholder=t("Your question, in plain words"),
            read_only=~REVIEW.open,
            class_name="field-sizing-content textarea textarea-sm w-full mt-2 text-[13px] leading-5 min-h-0 "
            "border-base-content/25",
        ),
        key=line.key,
        class_name="block rounded-lg border border-base-300 bg-base-100 p-3",
    )


def _follows(drawing: str, words: rx.Var[str]) -> rx.Component:
    return rx.el.li(icon(drawing, "size-4 mt-0.5"), rx.el.span(words), class_name="flex gap-2")
