"""`/records/item/<id>`: one entry of the record as a whole; `/records/me`: the person."""

import reflex as rx

from portal_app.components.card import empty
from portal_app.components.good_to_know import good_to_know
from portal_app.components.link import back, link
from portal_app.components.patient_shell import NARROW
from portal_app.components.reader import PATIENT, Reader
from portal_app.components.records import freshness, record_heading, something_wrong, up_to_records, waiting
from portal_app.components.sheet import files, head, passages, read_mark
from portal_app.components.take_away import save_item
from portal_app.pages.frame import patient_page, title
from portal_app.pages.records import ABOUT, HEALTH, OFTEN, REST
from portal_app.state.record_item import ItemState, MeState
from portal_app.words import t

SHEET = ItemState.sheet


@rx.page(route="/records/item/[item_id]", title=title(t("From your record")), on_load=ItemState.open)
def record_item() -> rx.Component:
    """Whatever it is, it has a page."""
    return patient_page(drawn(PATIENT), room=NARROW)


def drawn(reader: Reader) -> rx.Component:
    """The entry: its head, its passages, its files."""
    return rx.fragment(
        record_heading(rx.cond(ItemState.loaded, SHEET.title, t("From your record")), up=_up(reader)),
        waiting(
            ItemState.loaded,
            ItemState.notice,
            ItemState.refresh,
            rx.el.div(
                head(SHEET),
                passages(SHEET.passages),
                files(SHEET.files, reader),
                read_mark(SHEET, ItemState.mark_read, t("Let your care team know that you have read it.")),
                class_name="grid gap-5",
            ),
            freshness(SHEET.fresh),
            good_to_know(ItemState.readings, reader),
            something_wrong(reader),
            reader.only_theirs(save_item(SHEET.id)),
        ),
    )


def _up(reader: Reader) -> rx.Component:
    """Back to the list where it stands."""
    places = [(place.shelf, back(place.words, reader.to(place.route))) for place in (*OFTEN, *HEALTH, *ABOUT, *REST)]
    return rx.el.div(
        rx.match(SHEET.shelf, *places, back(t("Records"), reader.to("/records"))), class_name="print:hidden"
    )


@rx.page(route="/records/me", title=title(t("Personal details")), on_load=MeState.refresh)
def me() -> rx.Component:
    """What we know of the person, and how to have it changed."""
    return patient_page(drawn_me(PATIENT), room=NARROW)


def drawn_me(reader: Reader) -> rx.Component:
    """The person, in passages."""
    sheet = MeState.sheet
    return rx.fragment(
        record_heading(
            t("Personal details"),
            t("What we know about you. If something has changed, tell us."),
            up_to_records(reader),
        ),
        waiting(
            MeState.loaded,
            MeState.notice,
            MeState.refresh,
            rx.cond(
                sheet.passages.length() > 0,
                rx.el.div(passages(sheet.passages), class_name="grid gap-5"),
                empty(
                    t("Nothing here yet"),
                    t("What your care team knows about you appears here."),
                    reader.only_theirs(link(t("Write a new message"), to="/messages/new")),
                    drawing="user",
                ),
            ),
            freshness(sheet.fresh),
            something_wrong(reader),
        ),
    )
