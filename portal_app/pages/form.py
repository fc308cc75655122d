"""`/forms/[form_id]`: one part of a form a screen, then all of it to check, then it is sent."""

import reflex as rx

from portal_app.components.button import OUTLINE, button, link_button
from portal_app.components.card import CARD, card, failed, heading
from portal_app.components.form import TEXTAREA
from portal_app.components.heading import H1
from portal_app.components.icon import icon
from portal_app.components.link import link
from portal_app.components.loading import skeleton_rows
from portal_app.components.patient_shell import NARROW
from portal_app.components.pending import steps
from portal_app.components.question import Hands, block, problem
from portal_app.pages.frame import patient_page, title
from portal_app.services.forms.cards import Part, Question
from portal_app.state.form import HEADING, PROBLEMS, FormState
from portal_app.words import t, tn

SCREEN = FormState.screen
HANDS = Hands(FormState.answer, FormState.tick, FormState.add, FormState.remove)
WORD = "tap font-semibold text-primary"


@rx.page(route="/forms/[form_id]", title=title(t("Form")), on_load=FormState.enter)
def form() -> rx.Component:
    """The screen on which the patient is."""
    return patient_page(
        _ways(),
        rx.el.p(SCREEN.above, class_name="mt-3 text-base text-quiet"),
        rx.el.h1(
            rx.cond(SCREEN.title, SCREEN.title, t("Form")),
            id=HEADING,
            tab_index=-1,
            class_name=[H1, "mt-1 lg:text-[2.25rem]"],
        ),
        rx.match(
            SCREEN.kind,
            ("part", _part()),
            ("check", _check()),
            ("questions", _questions()),
            ("sent", _sent()),
            ("gone", _gone()),
            rx.cond(
                FormState.notice,
                failed(
                    t("We could not open this form"),
                    FormState.notice,
                    link_button(t("See your forms"), "/forms", OUTLINE),
                ),
                skeleton_rows(t("Your form is opening")),
            ),
        ),
        room=NARROW,
    )


def _ways() -> rx.Component:
    """Back a part, or away for now."""
    return rx.el.div(
        rx.cond(
            (SCREEN.kind == "part") & (SCREEN.position > 1) | (SCREEN.kind == "check"),
            rx.el.button(
                icon("chevron-left"),
                t("Back"),
                type="button",
                on_click=FormState.go_to(
                    rx.cond(SCREEN.kind == "check", SCREEN.position - 1, SCREEN.position - 2), False
                ),
                class_name=[WORD, "-ml-1 cursor-pointer pr-2"],
            ),
            link(icon("chevron-left"), t("Forms"), to="/forms", class_name=[WORD, "-ml-1 pr-2"]),
        ),
        rx.cond(
            (SCREEN.kind == "part") | (SCREEN.kind == "check") | (SCREEN.kind == "questions"),
            link(t("Leave, finish later"), to="/forms", class_name=WORD),
        ),
        class_name="flex items-center justify-between gap-3",
    )


def _saved() -> rx.Component:
    return rx.el.p(
        rx.cond(SCREEN.saved != "", rx.fragment(icon("check", "size-[1.125rem] text-success"), SCREEN.saved)),
        role="status",
        class_name="flex items-center gap-1.5",
    )


def _progress(words: rx.Var[str]) -> rx.Component:
    return rx.el.div(
        steps(SCREEN.position, SCREEN.of),
        rx.el.div(
            rx.el.p(words),
            _saved(),
            class_name="mt-2 flex flex-wrap items-center justify-between gap-x-4 text-base text-quiet",
        ),
        class_name="mt-4",
    )


def _gaps() -> rx.Component:
    """What is missing on this screen, each a link to its question."""
    return rx.el.div(
        rx.cond(
            SCREEN.problems.length() > 0,
            rx.el.div(
                rx.el.h2(
                    icon("circle-alert", "size-6 text-error"),
                    tn(
                        "One answer is missing",
                        "{n} answers are missing or need another look",
                        n=SCREEN.problems.length(),
                    ),
                    class_name="flex gap-2.5 text-[1.125rem] font-semibold",
                ),
                rx.el.p(t("Your other answers are saved."), class_name="mt-1"),
                rx.el.ul(
                    rx.foreach(
                        SCREEN.problems,
                        lambda gap: rx.el.li(
                            rx.el.a(gap.question, href="#" + gap.anchor, class_name="tap link-on text-error")
                        ),
                    ),
                ),
                role="alert",
                class_name="mt-6 rounded-box border-2 border-error bg-base-100 p-5",
            ),
        ),
        id=PROBLEMS,
        tab_index=-1,
        class_name="outline-none",
    )


def _part() -> rx.Component:
    return rx.el.div(
        _progress(
            rx.cond(SCREEN.of > 1, t("Part {n} of {all}", n=SCREEN.position, all=SCREEN.of), t("There is one part"))
        ),
        _gaps(),
        rx.cond(SCREEN.section.help != "", rx.el.p(SCREEN.section.help, class_name="mt-6")),
        rx.el.div(rx.foreach(SCREEN.section.blocks, lambda part: block(part, HANDS)), key=SCREEN.section.key),
        rx.el.div(
            button(t("Save and continue"), class_name="w-full sm:w-auto sm:px-10", on_click=FormState.go_on),
            rx.el.p(
                t("Next: {part}.", part=SCREEN.next),
                " ",
                t("Your answers go to {reader} before you come.", reader=SCREEN.reader),
                class_name="mt-3 text-base text-quiet",
            ),
            class_name="mt-9 border-t border-base-300 pt-6",
        ),
    )


def _check() -> rx.Component:
    return rx.el.div(
        _progress(t("Nothing is sent yet")),
        rx.el.div(
            rx.cond(
                SCREEN.problems.length() > 0,
                rx.el.div(
                    rx.el.h2(
                        icon("circle-alert", "size-6 text-error"),
                        t("Before you can send it"),
                        class_name="flex gap-2.5 text-[1.125rem] font-semibold",
                    ),
                    rx.el.ul(
                        rx.foreach(SCREEN.questions, _question_with_gap), rx.foreach(SCREEN.parts, _part_with_gaps)
                    ),
                    role="alert",
                    class_name="mt-6 rounded-box border-2 border-error bg-base-100 p-5",
                ),
            ),
            id=PROBLEMS,
            tab_index=-1,
            class_name="outline-none",
        ),
        rx.el.div(rx.foreach(SCREEN.questions, _asked), class_name="mt-6 grid gap-5 empty:hidden"),
        _told(can_change=True),
        rx.el.div(
            button(
                t("Send to your care team"),
                class_name="w-full sm:w-auto sm:px-10",
                on_click=FormState.send,
            ),
            rx.el.p(
                t("Your answers go to {reader} before you come.", reader=SCREEN.reader),
                class_name="mt-3 text-base text-quiet",
            ),
            class_name="mt-9 border-t border-base-300 pt-6",
        ),
    )


def _question_with_gap(one: rx.Var[Question]) -> rx.Component:
    return rx.cond(
        one.problem != "",
        rx.el.li(rx.el.a(one.question, href="#" + one.anchor, class_name="tap link-on text-error")),
    )


def _part_with_gaps(part: rx.Var[Part]) -> rx.Component:
    return rx.cond(
        part.missing > 0,
        rx.el.li(
            rx.el.button(
                part.title,
                ": ",
                tn("one answer is missing", "{n} answers are missing", n=part.missing),
                type="button",
                on_click=FormState.go_to(part.position, True),
                class_name="tap link-on cursor-pointer text-left text-error",
            )
        ),
    )


def _told(can_change: bool) -> rx.Component:
    """Every question and answer, to read."""
    return rx.el.div(rx.foreach(SCREEN.parts, lambda part: _part_told(part, can_change)), class_name="mt-6 grid gap-5")


def _part_told(part: rx.Var[Part], can_change: bool) -> rx.Component:
    change = rx.el.button(
        t("Change"),
        rx.el.span(" ", part.title, class_name="sr-only"),
        type="button",
        on_click=FormState.go_to(part.position, False),
        class_name="tap link-on cursor-pointer font-semibold",
    )
    return card(
        heading(part.title, *([change] if can_change else [])),
        rx.el.dl(
            rx.foreach(
                part.lines,
                lambda line: rx.el.div(
                    rx.el.dt(line.question, class_name="text-base text-quiet"),
                    rx.el.dd(line.answer, class_name="wrap-anywhere whitespace-pre-line"),
                    class_name="py-2.5",
                ),
            ),
            class_name="divide-y divide-base-300",
        ),
    )


def _questions() -> rx.Component:
    return rx.el.div(
        rx.el.p(t("Answer just these. Everything else is saved."), class_name="mt-2 text-quiet"),
        rx.el.div(_saved(), class_name="mt-2 text-base text-quiet"),
        _gaps(),
        rx.el.div(rx.foreach(SCREEN.questions, _asked), class_name="mt-6 grid gap-5"),
        rx.foreach(SCREEN.section.blocks, lambda part: block(part, HANDS)),
        rx.el.div(
            button(t("Send to your care team"), class_name="w-full sm:w-auto sm:px-10", on_click=FormState.send),
            class_name="mt-9 border-t border-base-300 pt-6",
        ),
    )


def _asked(one: rx.Var[Question]) -> rx.Component:
    return rx.el.section(
        rx.el.p(one.about, class_name="text-base text-quiet"),
        rx.el.label(one.question, html_for=one.anchor, class_name="mt-1 block font-semibold whitespace-pre-line"),
        problem(one.problem, one.anchor),
        rx.el.textarea(
            id=one.anchor,
            name=one.key,
            rows=3,
            default_value=one.reply,
            on_blur=lambda text: FormState.reply(one.key, text),
            on_change=lambda text: FormState.reply.debounce(600)(one.key, text),
            class_name=TEXTAREA,
        ),
        key=one.key,
        class_name=[CARD, "p-5"],
    )


def _sent() -> rx.Component:
    return rx.el.div(
        rx.el.p(rx.el.strong(t("Next:"), class_name="font-semibold"), " ", SCREEN.next, class_name="mt-4"),
        link_button(t("Back to home"), "/home", class_name="mt-6 max-sm:btn-block"),
        _told(can_change=False),
        role="status",
    )


def _gone() -> rx.Component:
    return rx.el.div(
        rx.el.p(SCREEN.next, class_name="mt-4"),
        link_button(t("Back to your forms"), "/forms", kind=OUTLINE, class_name="mt-6"),
    )
