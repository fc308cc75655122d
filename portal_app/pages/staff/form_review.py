"""`/staff/forms/[form_id]`: what a patient sent beside the chart; the inbox shows the same in its work pane."""

import reflex as rx

from portal_app.components.desk import BARE, CHIEF, desk_button, desk_empty, key_cap
from portal_app.components.dialog import dialog, dismisses
from portal_app.components.icon import icon
from portal_app.components.link import link
from portal_app.pages.frame import staff_page, title
from portal_app.pages.staff.rail import rail
from portal_app.services.forms.cards import Line
from portal_app.state.staff.form_review import FormReviewState
from portal_app.words import t

REVIEW = FormReviewState.review
COLUMNS = "lg:grid-cols-[minmax(0,9.5rem)_minmax(0,1fr)_minmax(0,1.15fr)_12.5rem]"
WAY = (
    "join-item first-of-type:rounded-s-field btn btn-sm h-11 lg:h-8 px-3 text-[13px] font-medium border-base-content/25 "
    "[--btn-color:var(--color-base-100)]"
)
WAYS = {
    "accept": "checked:[--btn-color:var(--color-primary)] checked:[--btn-fg:var(--color-primary-content)]",
    "keep": "checked:[--btn-color:var(--color-neutral)] checked:[--btn-fg:var(--color-neutral-content)]",
    "ask": "checked:[--btn-color:var(--color-warning)] checked:[--btn-fg:var(--color-warning-content)]",
}


@rx.page(route="/staff/forms/[form_id]", title=title(t("Review a form")), on_load=FormReviewState.enter)
def form_review_page() -> rx.Component:
    """The review on a page of its own."""
    return staff_page(
        rx.el.h1(t("Review a form"), class_name="sr-only", tab_index=-1),
        form_review(),
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
                _answers(),
                _aside(),
                class_name="flex flex-1 min-h-0 flex-col min-[87.5rem]:flex-row lg:overflow-y-auto "
                "min-[87.5rem]:overflow-hidden",
            ),
            rx.cond(REVIEW.open, rx.fragment(_decision_bar(), _send_back())),
            _saved(),
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


def _answers() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.div(
                rx.el.p(REVIEW.sent, ". ", REVIEW.signed, class_name="text-[13px] text-quiet"),
                rx.el.h2(REVIEW.heading, class_name="text-xl font-bold leading-7"),
            ),
            rx.el.span(class_name="flex-1"),
            rx.el.label(
                rx.el.input(
                    type="checkbox",
                    checked=FormReviewState.show_same,
                    on_change=FormReviewState.show,
                    class_name="toggle",
                ),
                t("Show the {n} that are the same", n=REVIEW.same),
                class_name="inline-flex items-center gap-2 text-[13px] min-h-8",
            ),
            class_name="px-4 lg:px-6 pt-4 pb-3 flex items-end gap-3 flex-wrap",
        ),
        rx.el.div(
            rx.el.span(t("Question")),
            rx.el.span(t("In the chart")),
            rx.el.span(t("{name} wrote", name=REVIEW.first_name)),
            rx.cond(
                REVIEW.open,
                rx.el.span(
                    *(
                        rx.el.span(key_cap(key), words, class_name="inline-flex items-center gap-1.5")
                        for key, words in (("1", t("Accept")), ("2", t("Keep")), ("3", t("Ask")))
                    ),
                    class_name="flex gap-3",
                ),
                rx.el.span(t("Decided")),
            ),
            aria_hidden="true",
            class_name=[
                "hidden lg:grid gap-x-4 px-6 h-8 items-center text-xs text-quiet border-t border-base-300",
                COLUMNS,
            ],
        ),
        rx.cond(
            REVIEW.whole_reply != "",
            rx.el.p(
                rx.el.span(REVIEW.whole_asked, class_name="block text-quiet"),
                REVIEW.whole_reply,
                class_name="mx-4 lg:mx-6 mb-3 border-l-2 border-base-300 pl-3 text-sm whitespace-pre-line wrap-anywhere",
            ),
        ),
        rx.el.ul(rx.foreach(REVIEW.lines, _line), role="list", class_name="divide-y divide-base-300/50 pb-4"),
        class_name="flex-1 min-w-0 min-[87.5rem]:overflow-y-auto",
    )


def _line(line: rx.Var[Line]) -> rx.Component:
    return rx.fragment(
        rx.cond(
            line.heading != "",
            rx.el.li(
                rx.el.h3(line.heading, class_name="font-semibold"),
                rx.el.span(line.counts, class_name="text-quiet"),
                class_name="flex items-center gap-2 h-7 px-4 lg:px-6 bg-base-200/60 border-y border-base-300/70 text-xs",
            ),
        ),
        rx.cond((line.state != "same") | FormReviewState.show_same, _compared(line)),
        key=line.key,
    )


def _compared(line: rx.Var[Line]) -> rx.Component:
    changed = line.state == "changed"
    return rx.el.li(
        rx.el.h4(line.question, class_name="font-medium wrap-anywhere"),
        rx.el.p(
            rx.el.span(t("In the chart"), ": ", class_name="lg:hidden text-quiet text-xs"),
            rx.cond(
                line.charted != "",
                rx.el.span(
                    line.charted,
                    class_name=["text-quiet", rx.cond(changed, "line-through decoration-base-content/40", "")],
                ),
                rx.el.span(t("Nothing on file"), class_name="text-quiet"),
            ),
            class_name="text-sm wrap-anywhere",
        ),
        rx.el.div(
            rx.el.span(t("{name} wrote", name=REVIEW.first_name), ": ", class_name="lg:hidden text-quiet text-xs"),
            rx.el.span(
                rx.cond(line.wrote != "", line.wrote, t("Left blank")),
                class_name=rx.cond(line.state == "same", "text-quiet", "font-semibold"),
            ),
            rx.cond(
                line.caution != "",
                rx.el.span(line.caution, class_name="block text-[13px] text-warning font-semibold"),
            ),
            rx.cond(
                line.reply != "",
                rx.el.span(
                    rx.el.span(line.asked, class_name="block text-quiet"),
                    line.reply,
                    class_name="mt-1 block border-l-2 border-base-300 pl-2 text-[13px] whitespace-pre-line",
                ),
            ),
            class_name="text-sm wrap-anywhere whitespace-pre-line",
        ),
        rx.cond(
            (line.state != "same") & REVIEW.open, _ways(line), rx.el.span(_decided(line), class_name="text-[13px]")
        ),
        class_name=[
            "relative grid gap-x-4 gap-y-1.5 px-4 lg:px-6 py-2.5 lg:py-[5px] lg:min-h-12 items-center grid-cols-1",
            COLUMNS,
            rx.cond(line.decision == "ask", "bg-warning/8", ""),
            "has-focus-visible:shadow-[inset_3px_0_0_var(--color-primary)]",
        ],
        custom_attrs={"data-line": line.decision},
    )


def _decided(line: rx.Var[Line]) -> rx.Var[str]:
    return rx.match(line.decision, ("accept", t("Accepted")), ("keep", t("Kept")), ("ask", t("Asked")), "")


def _ways(line: rx.Var[Line]) -> rx.Component:
    def way(name: str, key: str, words: rx.Var[str]) -> rx.Component:
        asks = {"data-then-focus": 'textarea[name="ask ' + line.key + '"]'} if name == "ask" else {}
        return rx.el.input(
            type="radio",
            name="decide " + line.key,
            aria_label=words,
            checked=line.decision == name,
            on_change=lambda _: FormReviewState.decide(line.key, name),
            custom_attrs={"data-way": key, **asks},
            class_name=[WAY, WAYS[name]],
        )

    return rx.el.fieldset(
        rx.el.legend(t("Decide about {question}", question=line.question), class_name="sr-only"),
        rx.cond(line.mine, way("accept", "1", t("Accept"))),
        way("keep", "2", t("Keep")),
        way("ask", "3", t("Ask")),
        class_name="join",
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


def _decision_bar() -> rx.Component:
    return rx.el.footer(
        rx.el.p(
            rx.el.b(
                rx.cond(REVIEW.all_decided, t("All {n} decided:", n=REVIEW.differ), t("Decided so far:")),
                class_name="font-semibold",
            ),
            " ",
            REVIEW.tally,
            role="status",
            class_name="text-[13px]",
        ),
        rx.el.span(class_name="flex-1"),
        rx.cond(
            REVIEW.all_decided,
            rx.fragment(),
            desk_button(t("Accept the rest"), BARE, on_click=FormReviewState.decide_rest("accept")),
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
        "flex-wrap max-lg:sticky max-lg:bottom-0 max-lg:z-10",
    )


def _send_back() -> rx.Component:
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
                    required=True,
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
        ),
    )


def _saved() -> rx.Component:
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
