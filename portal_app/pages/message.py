"""`/messages/<id>`: one conversation, live, and the place to write."""

import reflex as rx

from portal_app.components.button import GHOST, OUTLINE, button, link_button, submit
from portal_app.components.card import failed
from portal_app.components.conversation import (
    bubble,
    divider,
    files,
    not_for_emergencies,
    receipt,
    saved,
    writing,
)
from portal_app.components.form import field_error
from portal_app.components.icon import icon
from portal_app.components.link import back
from portal_app.components.loading import skeleton_rows
from portal_app.components.patient_shell import TASK
from portal_app.pages.frame import FRAME, patient_page, title
from portal_app.services.messages import MessageCard
from portal_app.state.message import MessageState
from portal_app.words import t

COLUMN = "mx-auto max-w-3xl"
PAUSE = 700
"""Milliseconds without a key before the draft is saved."""


# the subject stays out of the title: browsers keep titles in their history
@rx.page(route="/messages/[thread_id]", title=title(t("Message")), on_load=MessageState.open)
def message() -> rx.Component:
    """Who has it, what was said, what I write."""
    return patient_page(
        _head(),
        not_for_emergencies(FRAME.phone, "lg:px-10"),
        rx.el.div(
            rx.cond(
                MessageState.loaded,
                _said(),
                rx.el.div(
                    rx.cond(
                        MessageState.notice,
                        failed(
                            t("We could not open this conversation"),
                            MessageState.notice,
                            link_button(t("See your messages"), "/messages", OUTLINE),
                        ),
                        skeleton_rows(t("Your message is on its way")),
                    ),
                    class_name=COLUMN,
                ),
            ),
            # what has the focus is never under the subject or the composer (WCAG 2.4.11)
            class_name="grow px-4 py-6 lg:px-10 [&_:focus]:scroll-mt-24 [&_:focus]:scroll-mb-44",
        ),
        # not before it is loaded: what is typed belongs to a draft
        rx.cond(MessageState.loaded, rx.cond(MessageState.head.closed, _closed(), _composer())),
        room=TASK,
    )


def _head() -> rx.Component:
    """The subject stays in sight, since a conversation opens at its end; who has it is read once."""
    head = MessageState.head
    bar = rx.el.div(
        rx.el.div(
            # on a phone the arrow alone: the subject needs the line
            rx.el.div(
                back(rx.el.span(t("Messages"), class_name="max-sm:sr-only"), "/messages"),
                class_name="shrink-0 print:hidden",
            ),
            rx.el.h1(
                rx.cond(MessageState.loaded, head.subject, t("Message")),
                tab_index=-1,
                class_name="min-w-0 grow text-[1.25rem] leading-tight font-semibold tracking-[-0.01em] "
                "wrap-anywhere outline-none lg:text-[1.5rem]",
            ),
            rx.cond(MessageState.loaded, _menu()),
            class_name=f"{COLUMN} flex items-center gap-x-2 sm:gap-x-3",
        ),
        # on a screen so low that it would take the room of the words it goes with them
        class_name="z-20 border-b border-base-300 bg-base-100 px-4 py-2 print:static lg:px-10 lg:py-4 "
        "[@media(min-height:30rem)]:sticky [@media(min-height:30rem)]:top-0",
    )
    who = rx.el.div(
        rx.el.p(
            icon("user-check", "size-5 mt-0.5 text-primary"),
            rx.el.span(
                rx.el.strong(head.standing, class_name="font-semibold text-base-content"),
                " ",
                head.next,
            ),
            class_name=[COLUMN, "flex items-start gap-2 text-base text-quiet"],
            role="status",
        ),
        class_name="min-h-17 border-b border-base-300 bg-base-100 px-4 py-2 sm:min-h-10 lg:px-10",
    )
    return rx.fragment(bar, rx.cond(MessageState.loaded | (MessageState.notice == ""), who))


def _menu() -> rx.Component:
    return rx.el.details(
        rx.el.summary(
            icon("ellipsis"),
            rx.el.span(t("More about this conversation"), class_name="sr-only"),
            class_name="btn btn-ghost btn-square no-marker",
        ),
        rx.el.div(
            rx.cond(
                ~MessageState.head.closed,
                button(t("Close this conversation"), GHOST, "archive", "justify-start", on_click=MessageState.close),
            ),
            files(f"/files/messages/{MessageState.head.id}", class_name="px-4 pt-2 pb-1"),
            class_name="absolute right-0 z-10 mt-1 grid w-72 gap-1 rounded-box border border-base-300 bg-base-100 p-2 "
            "shadow-lg",
        ),
        class_name="relative shrink-0 print:hidden",
        custom_attrs={"data-closes-itself": ""},
    )


def _said() -> rx.Component:
    return rx.fragment(
        rx.cond(
            MessageState.cards.length() < MessageState.head.total,
            rx.el.div(
                rx.el.p(
                    t(
                        "Showing the last {n} of {total}",
                        n=MessageState.cards.length(),
                        total=MessageState.head.total,
                    ),
                    class_name="text-base text-quiet",
                ),
                button(t("Show earlier messages"), OUTLINE, on_click=MessageState.earlier),
                class_name=f"{COLUMN} mb-5 flex flex-wrap items-center justify-between gap-x-4 gap-y-2",
            ),
        ),
        rx.el.div(
            rx.el.ol(
                rx.foreach(MessageState.cards, _message),
                class_name=f"{COLUMN} space-y-5",
                aria_label=t("Messages, oldest first"),
            ),
            role="log",
            aria_label=t("Conversation"),
        ),
    )


def _message(card: MessageCard) -> rx.Component:
    read = rx.cond(card.id == MessageState.head.seen_id, receipt(MessageState.head.seen, MessageState.head.was_read))
    return rx.fragment(
        rx.cond(card.day, divider(card.day)),
        rx.cond(card.fresh, divider(rx.el.strong(t("New"), class_name="font-semibold text-base-content"))),
        bubble(card.mine, card.author, card.initials, card.time, card.body, read),
        key=card.id,
    )


def _composer() -> rx.Component:
    wrong = MessageState.wrong_field == "body"
    return _bottom(
        rx.el.form(
            rx.el.label(t("Your message"), html_for="body", class_name="font-semibold"),
            rx.el.input(type="hidden", name="key", value=MessageState.draft.key, read_only=True),
            writing(
                MessageState.draft.key,
                MessageState.draft.body,
                wrong,
                rows=3,
                on_change=lambda words: MessageState.save(MessageState.head.id, words, MessageState.draft.key).debounce(
                    PAUSE
                ),
            ),
            field_error("body", rx.cond(wrong, MessageState.notice, "")),
            rx.el.div(
                rx.el.div(
                    saved(MessageState.saved),
                    rx.el.p(MessageState.head.promise, class_name="text-base text-quiet"),
                    class_name="min-w-0",
                ),
                submit(t("Send message"), drawing="send", class_name="grow px-5 sm:grow-0"),
                class_name="mt-2 flex flex-wrap items-center justify-between gap-x-4 gap-y-2",
            ),
            on_submit=MessageState.send,
            class_name=COLUMN,
            no_validate=True,
        )
    )


def _closed() -> rx.Component:
    return _bottom(
        rx.el.div(
            rx.el.p(t("This conversation is closed. Open it again to write."), class_name="min-w-0"),
            button(t("Open it again"), OUTLINE, "archive-restore", on_click=MessageState.reopen),
            class_name=f"{COLUMN} flex flex-wrap items-center justify-between gap-x-4 gap-y-2",
        )
    )


def _bottom(*content: rx.Component) -> rx.Component:
    return rx.el.div(
        *content,
        class_name="composer print:hidden sticky bottom-0 z-20 border-t border-base-300 bg-base-100 px-4 pt-3 "
        "pb-[max(1rem,env(safe-area-inset-bottom))] lg:px-10 lg:pb-6",
    )
