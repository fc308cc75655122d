"""`/home`: when is my next visit, what must I do before it, is there anything new, who has what I asked for."""

import reflex as rx

from portal_app.components.button import OUTLINE, PRIMARY, link_button
from portal_app.components.card import CARD, card, heading, list_card, row_link
from portal_app.components.heading import page_heading
from portal_app.components.icon import icon
from portal_app.components.link import call_us, link
from portal_app.components.loading import skeleton_rows
from portal_app.components.pending import pending_card
from portal_app.pages.frame import FRAME, patient_page, title
from portal_app.services.home.cards import NewsCard, PendingCard, StepCard
from portal_app.state.home import HomeState
from portal_app.state.notices import NoticesState
from portal_app.words import t

HOME = HomeState.home


@rx.page(route="/home", title=title(t("Home")), on_load=HomeState.enter)
def home() -> rx.Component:
    """The four answers, each with one action."""
    return patient_page(
        page_heading(rx.cond(HOME.ready, HOME.greeting, t("Home")), above=HOME.today),
        rx.cond(HOME.ready, _answers(), skeleton_rows(t("Loading your page"))),
    )


def _answers() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.cond(HOME.visit.day, _visit(), _no_visit()),
            class_name="lg:col-start-1 lg:row-span-2 lg:row-start-1",
        ),
        rx.el.div(
            rx.cond(HOME.news.length() > 0, _news(), _nothing_new()),
            class_name="lg:col-start-2 lg:row-start-1",
        ),
        rx.cond(HOME.balance.amount, _balance()),
        rx.cond(HOME.pending_total > 0, _pending()),
        class_name="grid gap-5 lg:grid-cols-[minmax(0,1fr)_23rem] lg:grid-rows-[auto_auto_1fr] lg:items-start lg:gap-6",
    )


def _visit() -> rx.Component:
    visit = HOME.visit
    return rx.el.section(
        rx.el.div(
            rx.el.div(
                rx.el.h2(t("Your next visit"), id="visit", class_name="text-base font-semibold text-hero-quiet"),
                rx.el.p(visit.away, class_name="text-base text-hero-quiet"),
                class_name="flex items-baseline justify-between gap-4",
            ),
            rx.el.p(
                visit.day,
                rx.cond(visit.time, rx.fragment(rx.el.br(), t("at {time}", time=visit.time))),
                class_name="mt-2 text-[1.5rem] leading-tight font-semibold tracking-[-0.01em] lg:text-[1.875rem]",
            ),
            rx.el.div(
                _line("stethoscope", visit.title),
                _line("user", visit.who),
                _line("map-pin", visit.where),
                class_name="mt-4 space-y-1.5",
            ),
            class_name="bg-hero p-5 text-hero-content lg:p-7",
        ),
        rx.el.div(
            rx.cond(
                HOME.steps.length() > 0,
                rx.fragment(rx.el.h3(t("Before you come"), class_name="text-[1.125rem] font-semibold"), _steps()),
            ),
            rx.cond(
                FRAME.phone,
                rx.el.p(t("Do you need to change or cancel it?"), class_name="text-base text-quiet"),
            ),
            call_us(FRAME.phone),
            class_name="p-5 lg:p-7",
        ),
        aria_labelledby="visit",
        class_name=[CARD, "overflow-hidden"],
    )


def _no_visit() -> rx.Component:
    return card(
        rx.el.h2(t("No visit is planned"), class_name="text-[1.25rem] font-semibold"),
        rx.el.p(t("When one is booked you see it here."), class_name="mt-1 text-quiet"),
        call_us(FRAME.phone),
        rx.cond(
            HOME.steps.length() > 0,
            rx.el.div(
                rx.el.h3(t("For you to do"), class_name="text-[1.125rem] font-semibold"),
                _steps(),
                class_name="mt-5 border-t border-base-300 pt-5",
            ),
        ),
    )


def _balance() -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h2(
                t("You owe {amount}", amount=HOME.balance.amount),
                id="owe",
                class_name="text-[1.25rem] font-semibold",
            ),
            rx.el.p(HOME.balance.bills, class_name="mt-1 text-base text-quiet"),
        ),
        link_button(t("Ask about your bill"), "/messages/new", OUTLINE, class_name="mt-4 max-lg:btn-block lg:mt-0"),
        aria_labelledby="owe",
        class_name=[
            CARD,
            "p-5 lg:col-start-1 lg:row-start-3 lg:flex lg:items-center lg:justify-between lg:gap-6 lg:p-7",
        ],
    )


def _line(drawing: str, words: rx.Var[str]) -> rx.Component:
    return rx.cond(
        words,
        rx.el.p(icon(drawing, "size-5 mt-0.5 text-hero-quiet"), rx.el.span(words), class_name="flex gap-2.5"),
    )


def _steps() -> rx.Component:
    first = HOME.steps[0]
    return rx.fragment(
        rx.el.ul(rx.foreach(HOME.steps, _step), class_name="mt-1 mb-4 divide-y divide-base-300"),
        rx.cond(
            first.verb,
            link_button(first.verb, first.path, PRIMARY, class_name="btn-block mb-4"),
        ),
    )


def _step(step: StepCard) -> rx.Component:
    return rx.el.li(
        rx.cond(
            step.done,
            rx.el.span(
                icon("check", "size-4 icon-bold"),
                class_name="grid size-7 shrink-0 place-items-center rounded-full bg-success text-success-content",
            ),
            rx.el.span(
                icon("clipboard-list", "size-6"),
                class_name="grid size-7 shrink-0 place-items-center text-primary",
            ),
        ),
        rx.el.div(
            link(
                step.title,
                to=step.path,
                class_name=rx.cond(
                    step.done, "tap -my-2.5 text-quiet hover:underline", "tap -my-2.5 font-semibold hover:underline"
                ),
            ),
            rx.el.span(" (", rx.cond(step.done, t("done"), t("still to do")), ")", class_name="sr-only"),
            rx.el.p(step.note, class_name="text-base text-quiet"),
            class_name="min-w-0",
        ),
        class_name="flex gap-3 py-3",
    )


def _news() -> rx.Component:
    return rx.el.section(
        heading(
            t("New for you"),
            link(
                t("See all"),
                to="/notices",
                class_name="tap -my-3 link-on shrink-0",
            ),
            id="new",
        ),
        list_card(rx.foreach(HOME.news, _news_row)),
        aria_labelledby="new",
    )


def _news_row(news: NewsCard) -> rx.Component:
    return row_link(
        news.title,
        news.path,
        news.drawing,
        above=news.when,
        below=news.below,
        fresh=news.fresh,
        on_click=NoticesState.look(news.notice_id),
    )


def _nothing_new() -> rx.Component:
    return card(
        rx.el.h2(t("Nothing new"), class_name="text-[1.25rem] font-semibold"),
        rx.el.p(t("We tell you by email when there is."), class_name="mt-1 text-quiet"),
        link_button(t("Write to your care team"), "/messages/new", OUTLINE, "message-circle", "mt-4 btn-block"),
    )


def _pending() -> rx.Component:
    return rx.el.section(
        heading(
            t("What we are working on"),
            rx.cond(
                HOME.pending_total > HOME.pending.length(),
                link(
                    t("See all {n}", n=HOME.pending_total),
                    to="/messages",
                    class_name="tap -my-3 link-on shrink-0",
                ),
            ),
            id="pending",
        ),
        rx.el.ul(rx.foreach(HOME.pending, _pending_row), class_name="grid gap-4"),
        aria_labelledby="pending",
        class_name="mt-3 lg:col-start-2 lg:row-span-2 lg:row-start-2 lg:mt-2",
    )


def _pending_row(waiting: PendingCard) -> rx.Component:
    return pending_card(
        link(
            waiting.title,
            icon("chevron-right", "size-5 text-quiet"),
            to=waiting.path,
            class_name="tap -my-2.5 gap-1 hover:underline",
        ),
        waiting.who,
        waiting.initials,
        waiting.since,
        waiting.next,
    )
