"""The answers of a form beside the chart, a line each, and what is decided about it."""

import reflex as rx

from portal_app.components.desk import key_cap
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


def answers() -> rx.Component:
    """Question, chart and answer side by side; on a phone one below the other."""
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
                rx.el.span(
                    rx.cond(line.compared, t("Nothing on file"), t("Not looked up in the chart")),
                    class_name="text-quiet",
                ),
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
