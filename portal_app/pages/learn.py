"""`/learn/<key>`: something to read, in plain words. The address does not tell what it is about."""

import reflex as rx

from portal_app.components.card import CARD
from portal_app.components.heading import page_heading
from portal_app.components.link import way_back
from portal_app.components.patient_shell import NARROW
from portal_app.components.reader import PATIENT, Reader
from portal_app.components.records import waiting
from portal_app.pages.frame import patient_page, title
from portal_app.state.learn import LearnState
from portal_app.words import t

PAGE = LearnState.page


@rx.page(route="/learn/[key]", title=title(t("Good to know")), on_load=LearnState.open)
def learn() -> rx.Component:
    """The words, whom they rest on, and what to do with questions."""
    return patient_page(drawn(PATIENT), room=NARROW)


def drawn(reader: Reader) -> rx.Component:
    """The page, or its shape while it is on its way."""
    return rx.fragment(
        way_back(t("Records"), reader.to("/records")),
        page_heading(
            rx.cond(LearnState.loaded, PAGE.title, t("Good to know")), rx.cond(LearnState.loaded, t("Good to know"), "")
        ),
        waiting(
            LearnState.loaded,
            LearnState.notice,
            LearnState.open,
            rx.fragment(
                rx.el.article(
                    rx.foreach(PAGE.paragraphs, lambda words: rx.el.p(words)),
                    class_name=[CARD, "grid gap-4 p-5 lg:p-7 text-[1.125rem] leading-relaxed"],
                ),
                rx.el.p(
                    t("These words are for everybody. What is right for you, your care team tells you."),
                    class_name="mt-5 text-base text-quiet",
                ),
                rx.cond(
                    PAGE.sources != "",
                    rx.el.p(t("It rests on: {sources}", sources=PAGE.sources), class_name="mt-2 text-base text-quiet"),
                ),
            ),
        ),
    )
