"""`/notices`: what is new, newest first; `/notices/settings`: how I want to hear of it."""

import reflex as rx

from portal_app.components.button import OUTLINE, button, link_button
from portal_app.components.card import card, empty, list_card, row_link
from portal_app.components.form import choice, choices
from portal_app.components.heading import page_heading
from portal_app.components.link import back, link
from portal_app.components.loading import skeleton_rows
from portal_app.components.pager import pager
from portal_app.components.patient_shell import NARROW
from portal_app.news import NewsLine
from portal_app.pages.frame import patient_page, title
from portal_app.pages.mail_trouble import mail_trouble
from portal_app.services.notices import EventCard
from portal_app.state.notices import NoticeChoicesState, NoticesState
from portal_app.words import t

NEWS = NoticesState.page
CHOSEN = NoticeChoicesState.card


@rx.page(route="/notices", title=title(t("What is new")), on_load=NoticesState.open)
def notices() -> rx.Component:
    """Everything that is or was new, each with the way to it."""
    return patient_page(
        back(t("Home"), "/home"),
        page_heading(t("What is new"), t("Results, messages, forms and notes, as they come. Newest first.")),
        rx.cond(
            NoticesState.loaded,
            rx.cond(NEWS.total > 0, _list(), _nothing()),
            skeleton_rows(t("The list is on its way")),
        ),
        link(t("Choose how we tell you"), to="/notices/settings", class_name="tap mt-6 link-on"),
        room=NARROW,
    )


def _list() -> rx.Component:
    return rx.fragment(
        rx.cond(
            NEWS.fresh > 0,
            rx.el.div(
                button(
                    t("Mark all as read"),
                    OUTLINE,
                    "check-check",
                    on_click=NoticesState.look_at_all,
                    # the button goes away
                    custom_attrs={"data-then-focus": "main h1"},
                ),
                class_name="mb-4",
            ),
        ),
        list_card(rx.foreach(NEWS.lines, _row)),
        pager(NEWS.lines.length(), NEWS.total, NoticesState.more),
    )


def _row(line: rx.Var[NewsLine]) -> rx.Component:
    return row_link(
        line.title,
        line.path,
        line.drawing,
        above=line.when,
        below=line.below,
        fresh=line.fresh,
        on_click=NoticesState.look(line.id),
        key=line.id,
    )


def _nothing() -> rx.Component:
    return empty(
        t("Nothing is new"),
        t("When a result, a message or a form comes, you see it here."),
        link_button(t("Go to your records"), "/records", OUTLINE),
        drawing="bell",
    )


@rx.page(route="/notices/settings", title=title(t("How we tell you")), on_load=NoticeChoicesState.open)
def notice_settings() -> rx.Component:
    """For each sort of thing: at once, once a day, not at all."""
    return patient_page(
        back(t("What is new"), "/notices"),
        page_heading(
            t("How we tell you"),
            t(
                "Our emails say that something is new. They never say what it is. You read that here, after you sign in."
            ),
        ),
        rx.cond(
            CHOSEN.events.length() > 0,
            rx.el.div(
                rx.cond(CHOSEN.state != "fine", mail_trouble(CHOSEN.state, CHOSEN.email)),
                rx.foreach(CHOSEN.events, _event),
                card(
                    rx.el.p(t("Emails go to {email}.", email=CHOSEN.email), class_name="wrap-anywhere"),
                    rx.el.p(CHOSEN.quiet, class_name="mt-1 text-quiet empty:hidden"),
                    link(t("Use another address"), to="/account", class_name="tap mt-2 link-on"),
                ),
                class_name="grid gap-5",
            ),
            skeleton_rows(t("Your choices are on their way")),
        ),
        room=NARROW,
    )


def _event(one: rx.Var[EventCard]) -> rx.Component:
    def answer(words: rx.Var[str], pace: str, below: rx.Var[str] | str = "") -> rx.Component:
        return choice(
            words,
            one.event + "-" + one.way,
            pace,
            below,
            default_checked=one.pace == pace,
            on_change=NoticeChoicesState.choose(one.event, one.way, pace),
        )

    return card(
        choices(
            one.words,
            answer(t("Email me soon"), "at_once", t("A few minutes after it comes")),
            answer(t("Email me once a day"), "daily", t("One email at {time}, if anything is new", time=CHOSEN.daily)),
            answer(t("No email"), "off", t("You see it here when you sign in")),
        ),
        key=one.event,
        class_name="p-5",
    )
