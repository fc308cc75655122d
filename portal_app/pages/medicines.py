"""`/records/medicines`: one row a medicine, how to take it, how it stands and what comes next."""

import reflex as rx

from portal_app.components.card import CARD, empty, heading
from portal_app.components.icon import icon
from portal_app.components.link import link, phone
from portal_app.components.pager import pager
from portal_app.components.patient_shell import WIDE
from portal_app.components.pill import new_pill
from portal_app.components.reader import PATIENT, Reader
from portal_app.components.records import (
    ITEM,
    freshness,
    record_heading,
    something_wrong,
    standing_pill,
    up_to_records,
    waiting,
)
from portal_app.components.take_away import save_page
from portal_app.pages.frame import patient_page, title
from portal_app.services.records import MedicineCard
from portal_app.state.medicines import MedicinesState
from portal_app.words import t

PAGE = MedicinesState.page
_ROW = "p-5 lg:grid lg:grid-cols-[minmax(0,1fr)_minmax(0,1.1fr)_9rem] lg:items-start lg:gap-8 lg:p-6"


@rx.page(route="/records/medicines", title=title(t("Medicines")), on_load=MedicinesState.refresh)
def medicines() -> rx.Component:
    """What is taken now stands open; what is over can be opened."""
    return patient_page(drawn(PATIENT), room=WIDE)


def drawn(reader: Reader) -> rx.Component:
    """What is taken, what is over, and where it is picked up."""
    return rx.fragment(
        record_heading(t("Medicines"), t("What you take now, and what you took before."), up_to_records(reader)),
        waiting(MedicinesState.loaded, MedicinesState.notice, MedicinesState.refresh, _all(reader)),
    )


def _all(reader: Reader) -> rx.Component:
    return rx.fragment(
        rx.cond(
            PAGE.now.total > 0,
            rx.el.section(
                heading(t("Your medicines now ({n})", n=PAGE.now.total)),
                rx.el.ul(
                    rx.foreach(PAGE.now.cards, lambda card: _row(card, reader)),
                    class_name=[CARD, "divide-y divide-base-300"],
                ),
                pager(PAGE.now.cards.length(), PAGE.now.total, MedicinesState.more_now),
            ),
            empty(
                t("No medicines to take now"),
                t("What your care team prescribes for you appears here."),
                reader.only_theirs(link(t("Tell us what you take"), to="/messages/new")),
                drawing="pill",
            ),
        ),
        rx.cond(PAGE.past.total > 0, _over(reader)),
        rx.cond(PAGE.pharmacy.name, _pharmacy()),
        freshness(PAGE.fresh),
        something_wrong(reader),
        reader.only_theirs(save_page("medicines", t("Save or print this list"))),
    )


def _row(card: rx.Var[MedicineCard], reader: Reader) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.cond(card.fresh, rx.el.p(new_pill(), class_name="mb-1")),
            rx.el.h3(
                link(
                    card.title,
                    to=reader.to(ITEM) + card.id,
                    class_name="inline-block py-1 -my-1 underline-offset-4 hover:underline",
                ),
                class_name="text-[1.1875rem] leading-snug font-semibold wrap-anywhere",
            ),
            rx.foreach(card.why, lambda why: rx.el.p(why, class_name="text-base text-quiet wrap-anywhere")),
            rx.foreach(card.doses, lambda dose: _dose(dose, card.how)),
            rx.cond(
                card.doses.length() == 0,
                rx.el.p(t("Your chart does not say how to take it."), class_name="mt-2 text-base text-quiet"),
            ),
        ),
        rx.el.div(
            standing_pill(card.status, card.tone),
            rx.el.p(card.next, class_name="mt-1.5 empty:hidden"),
            rx.foreach(card.details, lambda detail: rx.el.p(detail, class_name="mt-1 text-base text-quiet")),
            rx.cond(card.told, rx.el.p(t("You told us"), class_name="mt-1 text-base text-quiet")),
            class_name="mt-4 lg:mt-0",
        ),
        rx.el.div(reader.only_theirs(_ask(card)), class_name="mt-3 lg:mt-0 print:hidden"),
        class_name=_ROW,
    )


def _dose(dose: rx.Var[str], how: rx.Var[str]) -> rx.Component:
    drawing = rx.match(how, ("morning", "sun"), ("night", "moon"), ("meal", "utensils"), ("air", "wind"), "pill")
    return rx.el.p(
        icon(rx.Var.create(drawing).to(str), "size-5 mt-0.5 text-primary"),
        rx.el.span(dose, class_name="min-w-0 wrap-anywhere"),
        class_name="mt-2 flex gap-2.5",
    )


def _ask(card: rx.Var[MedicineCard]) -> rx.Component:
    return link(
        rx.el.span(t("Ask about it")),
        rx.el.span(" ", card.title, class_name="sr-only"),
        to="/messages/new",
        class_name="tap -my-2 font-semibold text-primary lg:my-0 lg:w-full lg:justify-end",
    )


def _over(reader: Reader) -> rx.Component:
    return rx.el.details(
        rx.el.summary(
            rx.el.h2(t("Medicines you stopped ({n})", n=PAGE.past.total), class_name="text-[1.0625rem]"),
            icon("chevron-down", "size-5 text-primary transition-transform group-open:rotate-180"),
            class_name="no-marker tap min-h-14 w-full cursor-pointer justify-between font-semibold",
        ),
        rx.el.ul(
            rx.foreach(PAGE.past.cards, lambda card: _past(card, reader)),
            class_name="divide-y divide-base-300 border-t border-base-300",
        ),
        rx.el.div(pager(PAGE.past.cards.length(), PAGE.past.total, MedicinesState.more_past), class_name="pb-5"),
        class_name=[CARD, "group mt-5 px-5 lg:px-6"],
    )


def _past(card: rx.Var[MedicineCard], reader: Reader) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.h3(
                link(
                    card.title,
                    to=reader.to(ITEM) + card.id,
                    class_name="inline-block py-1 -my-1 underline-offset-4 hover:underline",
                ),
                class_name="font-semibold wrap-anywhere",
            ),
            rx.foreach(card.details, lambda detail: rx.el.p(detail, class_name="text-base text-quiet")),
            class_name="min-w-0",
        ),
        rx.el.p(standing_pill(card.status, card.tone), class_name="mt-2 sm:mt-0 sm:shrink-0"),
        class_name="py-4 sm:flex sm:items-start sm:justify-between sm:gap-6",
    )


def _pharmacy() -> rx.Component:
    place = PAGE.pharmacy
    return rx.el.section(
        rx.el.span(
            icon("store"),
            class_name="hidden size-11 shrink-0 place-items-center rounded-full bg-tint text-primary lg:grid",
        ),
        rx.el.div(
            rx.el.h2(t("Your pharmacy"), class_name="text-base text-quiet"),
            rx.el.p(place.name, class_name="text-[1.125rem] font-semibold wrap-anywhere"),
            rx.el.p(place.where, class_name="wrap-anywhere empty:hidden"),
            class_name="min-w-0 grow",
        ),
        rx.cond(place.phone, rx.el.p(icon("phone"), phone(place.phone), class_name="mt-3 flex gap-2 lg:mt-0")),
        class_name=[CARD, "mt-5 p-5 lg:flex lg:items-center lg:gap-6 lg:p-6"],
    )
