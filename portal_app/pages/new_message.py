"""`/messages/new`: what it is about, who reads it and how soon, and the words."""

import reflex as rx

from portal_app.components.button import submit
from portal_app.components.card import card
from portal_app.components.conversation import not_for_emergencies, saved, writing
from portal_app.components.form import choice, choices, field, field_error, text_input
from portal_app.components.heading import page_heading
from portal_app.components.link import back
from portal_app.components.loading import skeleton_rows
from portal_app.components.patient_shell import NARROW
from portal_app.pages.frame import FRAME, patient_page, title
from portal_app.services.messages import TopicCard
from portal_app.state.new_message import NewMessageState
from portal_app.words import t

PAUSE = 700
"""Milliseconds without a key before the draft is saved."""


@rx.page(route="/messages/new", title=title(t("New message")), on_load=NewMessageState.open)
def new_message() -> rx.Component:
    """Everything one must know stands before the button."""
    return patient_page(
        back(t("Messages"), "/messages"),
        page_heading(t("New message"), t("Only your care team reads it. It becomes part of your record.")),
        not_for_emergencies(FRAME.phone, "mb-5 rounded-box"),
        rx.cond(NewMessageState.loaded, _form(), skeleton_rows(t("The page is on its way"))),
        room=NARROW,
    )


def _form() -> rx.Component:
    wrong = NewMessageState.wrong_field == "body"
    draft = NewMessageState.draft
    return rx.el.form(
        rx.el.input(type="hidden", name="key", value=draft.key, read_only=True),
        card(
            # above the topics: the first of them takes the focus, and the list may be longer than a phone
            rx.el.div(
                field_error("topic", rx.cond(NewMessageState.wrong_field == "topic", NewMessageState.notice, "")),
                class_name="empty:hidden mb-3",
            ),
            choices(t("What is it about?"), rx.foreach(NewMessageState.topics, _topic)),
        ),
        card(
            field(
                t("Subject"),
                "subject",
                text_input(
                    "subject",
                    hinted=True,
                    key=draft.key,
                    default_value=draft.subject,
                    max_length=140,
                    auto_complete="off",
                    on_change=lambda words: NewMessageState.save_subject(words).debounce(PAUSE),
                ),
                hint=t("A few words, if you like"),
            ),
            rx.el.div(
                rx.el.label(t("Your message"), html_for="body", class_name="font-semibold"),
                writing(
                    draft.key,
                    draft.body,
                    wrong,
                    rows=6,
                    on_change=lambda words: NewMessageState.save(words).debounce(PAUSE),
                ),
                field_error("body", rx.cond(wrong, NewMessageState.notice, "")),
                class_name="mt-5",
            ),
            rx.el.div(
                saved(NewMessageState.saved),
                submit(t("Send message"), drawing="send", class_name="grow px-5 sm:grow-0"),
                class_name="mt-4 flex flex-wrap items-center justify-between gap-y-2",
            ),
        ),
        on_submit=NewMessageState.send,
        class_name="grid gap-5",
        no_validate=True,
    )


def _topic(topic: TopicCard) -> rx.Component:
    return choice(
        topic.name,
        "topic",
        topic.id,
        below=rx.fragment(rx.cond(topic.hint, rx.el.span(topic.hint, class_name="block")), topic.promise),
        default_checked=NewMessageState.draft.topic_id == topic.id,
        on_change=NewMessageState.pick(topic.id),
    )
