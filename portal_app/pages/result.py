"""`/records/results/<id>`: one result, what it means, what was said about it, how it was before."""

import reflex as rx

from portal_app.chart.record import Attachment
from portal_app.components.button import OUTLINE, button
from portal_app.components.card import CARD, heading
from portal_app.components.facts import facts
from portal_app.components.good_to_know import good_to_know
from portal_app.components.heading import page_heading
from portal_app.components.icon import icon
from portal_app.components.link import back, file_link
from portal_app.components.measure import measure
from portal_app.components.person import avatar
from portal_app.components.pill import status_pill
from portal_app.components.reader import PATIENT, Reader
from portal_app.components.records import waiting
from portal_app.components.results import wait
from portal_app.components.take_away import save_item
from portal_app.components.trend import trend
from portal_app.pages.frame import patient_page, title
from portal_app.services.results.cards import CommentCard, GroupCard
from portal_app.state.result import ResultState
from portal_app.values.cards import MeasureCard, ValueRow
from portal_app.words import t

CARD_OF = ResultState.card
HALF = [CARD, "p-5 lg:p-6"]


@rx.page(route="/records/results/[result_id]", title=title(t("Test result")), on_load=ResultState.open)
def result() -> rx.Component:
    """The page; until it is loaded it has no name."""
    return patient_page(drawn(PATIENT))


def drawn(reader: Reader) -> rx.Component:
    """The result under its name."""
    return rx.fragment(
        back(t("Test results"), reader.to("/records/results")),
        page_heading(rx.cond(ResultState.loaded, CARD_OF.title, t("Test result")), CARD_OF.below),
        waiting(ResultState.loaded, ResultState.notice, ResultState.refresh, _page(reader)),
        good_to_know(ResultState.readings, reader),
        rx.cond(ResultState.loaded, reader.only_theirs(save_item(CARD_OF.id))),
    )


def _page(reader: Reader) -> rx.Component:
    return rx.el.div(
        rx.el.div(_verdict(), class_name="empty:hidden lg:col-span-2"),
        rx.foreach(CARD_OF.comments, _comment),
        rx.cond(CARD_OF.conclusion.length() > 0, _conclusion()),
        _next(reader),
        rx.cond(CARD_OF.attachments.length() > 0, _attachments(reader)),
        rx.foreach(CARD_OF.groups, _group),
        rx.cond(
            CARD_OF.waits.length() > 0,
            rx.el.section(
                rx.el.h2(t("Ready too"), class_name="mb-3 text-[1.25rem] font-semibold"),
                rx.el.ul(
                    rx.foreach(CARD_OF.waits, lambda one: wait(one, ResultState.show_now, reader)),
                    class_name="divide-y divide-base-300 overflow-hidden rounded-box",
                ),
            ),
        ),
        _about(),
        class_name="grid items-start gap-6 lg:grid-cols-2 lg:items-stretch",
    )


def _verdict() -> rx.Component:
    return rx.fragment(
        rx.cond(
            CARD_OF.bold,
            rx.el.p(
                icon("triangle-alert", "size-6 mt-px text-warning"),
                rx.el.span(CARD_OF.bold, " ", CARD_OF.rest),
                class_name="flex items-start gap-3 text-[1.1875rem] leading-snug font-semibold",
            ),
            rx.cond(
                CARD_OF.rest,
                rx.el.p(
                    # a tick says that somebody compared: never where nothing was
                    rx.cond(CARD_OF.usual, icon("circle-check", "size-6 mt-px text-success")),
                    rx.el.span(CARD_OF.rest),
                    class_name="flex items-start gap-3 text-[1.1875rem] leading-snug font-semibold",
                ),
            ),
        ),
        rx.cond(
            CARD_OF.mark, rx.el.p(status_pill(CARD_OF.mark, CARD_OF.tone, CARD_OF.sign), class_name="mt-3 first:mt-0")
        ),
    )


def _comment(comment: rx.Var[CommentCard]) -> rx.Component:
    return rx.el.section(
        rx.el.div(
            avatar(comment.initials),
            rx.el.div(
                rx.el.h2(t("{name} wrote to you", name=comment.name), class_name="font-semibold"),
                rx.el.p(
                    comment.title, rx.cond(comment.title, ". ", ""), comment.when, class_name="text-base text-quiet"
                ),
                class_name="leading-snug",
            ),
            class_name="flex items-center gap-3",
        ),
        rx.foreach(comment.words, lambda words: rx.el.p(words, class_name="mt-4 wrap-anywhere")),
        class_name=HALF,
    )


def _next(reader: Reader) -> rx.Component:
    """What happens next, and the way to a question."""
    return rx.el.section(
        rx.el.h2(t("What happens next"), class_name="text-[1.25rem] font-semibold"),
        rx.cond(
            CARD_OF.steps.length() > 0,
            rx.el.ol(rx.foreach(CARD_OF.steps, _step), class_name="mt-3 space-y-4"),
            rx.el.p(t("Your care team has this result too. Ask them what it means for you."), class_name="mt-3"),
        ),
        reader.only_theirs(
            button(t("Ask about this result"), OUTLINE, "message-circle", "mt-4", on_click=ResultState.ask)
        ),
        # beside a comment it takes the other half
        class_name=[*HALF, rx.cond(CARD_OF.comments.length() % 2 == 0, "lg:col-span-2", "")],
    )


def _step(words: rx.Var[str]) -> rx.Component:
    return rx.el.li(
        icon("arrow-right", "size-5 mt-0.5 text-primary"),
        rx.el.span(words, class_name="min-w-0 wrap-anywhere"),
        class_name="flex gap-3",
    )


def _group(group: rx.Var[GroupCard]) -> rx.Component:
    return rx.el.section(
        heading(group.heading),
        rx.el.ul(
            rx.foreach(group.measures, _measure),
            class_name="grid gap-px overflow-hidden rounded-box border border-base-300 bg-base-100 lg:grid-cols-2 "
            "lg:[&>li:last-child:nth-child(odd)]:col-span-2",
        ),
        class_name="lg:col-span-2",
    )


def _measure(card: rx.Var[MeasureCard]) -> rx.Component:
    drawn = ResultState.charts.contains(card.id)
    return measure(card, trend(ResultState.charts[card.id]), drawn, ResultState.draw)


def _conclusion() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("What the report says"), class_name="text-[1.25rem] font-semibold"),
        rx.foreach(
            CARD_OF.conclusion, lambda words: rx.el.p(words, class_name="mt-3 whitespace-pre-line wrap-anywhere")
        ),
        class_name=[*HALF, "lg:col-span-2"],
    )


def _attachments(reader: Reader) -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("Files"), class_name="mb-2 text-[1.25rem] font-semibold"),
        rx.el.ul(rx.foreach(CARD_OF.attachments, lambda file: _attachment(file, reader)), class_name="space-y-2"),
        class_name=HALF,
    )


def _attachment(file: rx.Var[Attachment], reader: Reader) -> rx.Component:
    return rx.el.li(
        reader.only_theirs(
            file_link(
                rx.fragment(icon("file-text", "mr-2 inline size-5"), file.title),
                f"/files/records/{CARD_OF.id}/{file.place}",
            )
        )
    )


def _about() -> rx.Component:
    return rx.el.div(
        _folded(
            t("About this test"),
            rx.fragment(rx.el.p(CARD_OF.what, class_name="mb-4 empty:hidden"), facts(CARD_OF.about)),
        ),
        rx.cond(
            CARD_OF.versions.length() > 0,
            _folded(t("What it said before"), rx.el.ul(rx.foreach(CARD_OF.versions, _version), class_name="space-y-3")),
        ),
        class_name="space-y-3",
    )


def _folded(words: rx.Var[str], inside: rx.Component) -> rx.Component:
    return rx.el.details(
        rx.el.summary(
            words,
            icon("chevron-down", "size-5 text-primary transition-transform group-open:rotate-180"),
            class_name="no-marker tap min-h-14 w-full cursor-pointer justify-between font-semibold",
        ),
        rx.el.div(inside, class_name="pb-5"),
        class_name=[CARD, "group px-5"],
    )


def _version(version: rx.Var[ValueRow]) -> rx.Component:
    return rx.el.li(
        rx.el.p(version.when, class_name="text-base text-quiet"),
        rx.el.p(version.value, class_name="wrap-anywhere"),
        rx.cond(version.words, rx.el.p(version.words, class_name="text-base text-quiet")),
    )
