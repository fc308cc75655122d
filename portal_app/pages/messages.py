"""`/messages`: every conversation, newest first."""

import reflex as rx

from portal_app.components.button import link_button
from portal_app.components.card import empty, list_card, row_link
from portal_app.components.conversation import files
from portal_app.components.heading import page_heading
from portal_app.components.loading import skeleton_rows
from portal_app.components.pager import pager
from portal_app.components.patient_shell import NARROW
from portal_app.components.pill import status_pill
from portal_app.pages.frame import patient_page, title
from portal_app.services.messages import ThreadCard
from portal_app.state.messages import MessagesState
from portal_app.words import t


@rx.page(route="/messages", title=title(t("Messages")), on_load=MessagesState.open)
def messages() -> rx.Component:
    """The list, or how to begin."""
    return patient_page(
        page_heading(t("Messages"), t("Write to your care team. They write back here.")),
        rx.cond(
            MessagesState.drafted,
            link_button(t("Go on with your new message"), "/messages/new", drawing="pencil", class_name="mb-5"),
            link_button(t("Write a new message"), "/messages/new", drawing="pencil", class_name="mb-5"),
        ),
        rx.el.h2(t("Your conversations"), class_name="sr-only"),
        rx.cond(MessagesState.loaded, _listed(), skeleton_rows(t("Your messages are on their way"))),
        room=NARROW,
    )


def _listed() -> rx.Component:
    return rx.cond(
        MessagesState.total > 0,
        rx.fragment(
            list_card(rx.foreach(MessagesState.cards, _row)),
            pager(MessagesState.cards.length(), MessagesState.total, MessagesState.more),
            files("/files/messages", class_name="mt-6"),
        ),
        empty(
            t("No messages yet"),
            t("What you and your care team write to each other will be here."),
            drawing="message-circle",
        ),
    )


def _row(card: ThreadCard) -> rx.Component:
    return row_link(
        card.subject,
        f"/messages/{card.id}",
        "message-circle",
        above=rx.fragment(
            card.time,
            rx.cond(card.drafted, rx.el.span(status_pill(t("Not sent yet"), "soon", "pencil"), class_name="ml-2.5")),
        ),
        below=rx.fragment(
            rx.el.span(card.preview, class_name="line-clamp-1"),
            rx.el.span(card.standing, class_name="block"),
        ),
        fresh=card.fresh,
    )
