"""`/records/care-plans`: what to reach, and the steps towards it."""

import reflex as rx

from portal_app.components.card import CARD, empty, heading
from portal_app.components.icon import icon
from portal_app.components.link import link
from portal_app.components.pager import pager
from portal_app.components.patient_shell import NARROW
from portal_app.components.pill import new_pill
from portal_app.components.reader import PATIENT, Reader
from portal_app.components.records import (
    ITEM,
    chips,
    freshness,
    record_heading,
    something_wrong,
    standing_pill,
    up_to_records,
    waiting,
)
from portal_app.components.take_away import save_page
from portal_app.pages.frame import patient_page, title
from portal_app.services.records import PlanCard
from portal_app.services.records.cards import StepCard
from portal_app.state.care_plans import CarePlansState
from portal_app.words import t

GOALS, PLANS = CarePlansState.page.goals, CarePlansState.page.plans


@rx.page(route="/records/care-plans", title=title(t("Care plans and goals")), on_load=CarePlansState.open)
def care_plans() -> rx.Component:
    """Goals stand above the plans that lead to them."""
    return patient_page(drawn(PATIENT), room=NARROW)


def drawn(reader: Reader) -> rx.Component:
    """Those to follow now, or those that are over."""
    options = [("now", t("Follow now")), ("past", t("Finished"))]
    return rx.fragment(
        record_heading(
            t("Care plans and goals"), t("What you and your care team have agreed to do."), up_to_records(reader)
        ),
        rx.el.div(
            chips(t("Show"), CarePlansState.show, CarePlansState.choose, options), class_name="mb-6 print:hidden"
        ),
        waiting(CarePlansState.loaded, CarePlansState.notice, CarePlansState.refresh, _all(reader)),
    )


def _all(reader: Reader) -> rx.Component:
    return rx.fragment(
        rx.cond(
            GOALS.total + PLANS.total == 0,
            empty(
                t("No care plans or goals here"),
                t("What you and your care team agree to do appears here."),
                reader.only_theirs(link(t("Ask about a plan"), to="/messages/new")),
                drawing="target",
            ),
            rx.el.div(
                rx.cond(
                    GOALS.total > 0, _part(t("Goals ({n})", n=GOALS.total), GOALS, CarePlansState.more_goals, reader)
                ),
                rx.cond(
                    PLANS.total > 0, _part(t("Plans ({n})", n=PLANS.total), PLANS, CarePlansState.more_plans, reader)
                ),
                class_name="grid gap-8",
            ),
        ),
        freshness(CarePlansState.page.fresh),
        something_wrong(reader),
        reader.only_theirs(save_page("care_plans", t("Save or print this list"))),
    )


def _part(words: rx.Var[str], found: rx.Var, more: rx.EventHandler, reader: Reader) -> rx.Component:
    return rx.el.section(
        heading(words),
        rx.el.ul(rx.foreach(found.cards, lambda card: _card(card, reader)), class_name="grid gap-4"),
        pager(found.cards.length(), found.total, more),
    )


def _card(card: rx.Var[PlanCard], reader: Reader) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.div(
                rx.cond(card.fresh, rx.el.p(new_pill(), class_name="mb-1")),
                rx.el.h3(
                    link(
                        card.title,
                        to=reader.to(ITEM) + card.id,
                        class_name="inline-block py-1 -my-1 underline-offset-4 hover:underline",
                    ),
                    class_name="text-[1.125rem] leading-snug font-semibold wrap-anywhere",
                ),
                rx.el.p(card.when, class_name="text-base text-quiet empty:hidden"),
                rx.foreach(card.notes, lambda note: rx.el.p(note, class_name="mt-1 text-base wrap-anywhere")),
                class_name="min-w-0",
            ),
            rx.el.p(standing_pill(card.status, card.tone), class_name="mt-3 sm:mt-0 sm:shrink-0"),
            class_name="sm:flex sm:items-start sm:justify-between sm:gap-6",
        ),
        rx.cond(card.steps.length() > 0, _steps(card)),
        class_name=[CARD, "p-5 lg:p-6"],
    )


def _steps(card: rx.Var[PlanCard]) -> rx.Component:
    return rx.el.div(
        rx.cond(
            card.of > 0,
            rx.el.div(
                rx.el.p(
                    rx.cond(
                        card.of == 1,
                        rx.cond(card.done == 1, t("The step is done"), t("One step to do")),
                        t("{n} of {total} steps done", n=card.done, total=card.of),
                    ),
                    class_name="text-base text-quiet",
                ),
                rx.el.progress(
                    value=card.done,
                    max=card.of,
                    aria_label=t("Steps done"),
                    class_name="progress progress-primary mt-1.5 h-2 w-full",
                ),
                class_name="mb-1",
            ),
        ),
        rx.el.ul(rx.foreach(card.steps, _step), class_name="divide-y divide-base-300"),
        class_name="mt-4",
    )


def _step(step: rx.Var[StepCard]) -> rx.Component:
    return rx.el.li(
        rx.cond(
            step.done,
            icon("circle-check", "size-5 mt-0.5 text-success"),
            icon("circle", "size-5 mt-0.5 text-quiet"),
        ),
        rx.el.span(
            rx.el.span(step.words, class_name="block wrap-anywhere"),
            rx.el.span(step.status, class_name="block text-base text-quiet empty:hidden"),
            class_name="min-w-0",
        ),
        class_name="flex gap-2.5 py-3",
    )
