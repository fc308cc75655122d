"""The page of one entry: its head, its passages, its files, and the tap that says it was read."""

import reflex as rx

from portal_app.components import Content
from portal_app.components.button import button
from portal_app.components.card import CARD, card
from portal_app.components.icon import icon
from portal_app.components.link import file_link
from portal_app.components.reader import PATIENT, Reader
from portal_app.components.records import standing_pill
from portal_app.services.records import FileCard, PassageCard, SheetCard
from portal_app.words import t

# What the chart's own markup may look like: headings, paragraphs, lists and tables, and nothing wider than the screen.
_PROSE = (
    "overflow-x-auto wrap-anywhere [&_h1]:mt-4 [&_h1]:font-semibold [&_h2]:mt-4 [&_h2]:font-semibold [&_h3]:mt-3 "
    "[&_h3]:font-semibold [&_h4]:mt-3 [&_h4]:font-semibold [&_h5]:mt-3 [&_h5]:font-semibold [&_h6]:mt-3 "
    "[&_h6]:font-semibold [&_p]:mt-2 [&_ul]:mt-2 [&_ul]:list-disc [&_ul]:pl-6 [&_ol]:mt-2 [&_ol]:list-decimal "
    "[&_ol]:pl-6 [&_table]:mt-2 [&_table]:w-full [&_table]:wrap-break-word [&_td]:border [&_td]:border-base-300 [&_td]:p-2 [&_td]:align-top "
    "[&_th]:border [&_th]:border-base-300 [&_th]:p-2 [&_th]:text-left"
)


def head(sheet: rx.Var[SheetCard]) -> rx.Component:
    """What stands first: the day, the value, how it stands, and a few words."""
    return rx.cond(
        sheet.when.bool() | sheet.value.bool() | sheet.status.bool() | (sheet.notes.length() > 0),
        card(
            rx.el.p(sheet.when, class_name="text-quiet empty:hidden"),
            rx.el.p(
                sheet.value,
                class_name="mt-1 text-[1.625rem] leading-tight font-semibold tabular-nums wrap-anywhere empty:hidden",
            ),
            rx.el.p(standing_pill(sheet.status, sheet.tone), class_name="mt-2 empty:hidden"),
            rx.foreach(sheet.notes, lambda note: rx.el.p(note, class_name="mt-2 wrap-anywhere")),
        ),
    )


def passages(found: rx.Var[list[PassageCard]]) -> rx.Component:
    """The parts of the page, each a card under its heading."""
    return rx.foreach(found, _passage)


def files(found: rx.Var[list[FileCard]], reader: Reader = PATIENT) -> rx.Component:
    """What can be kept."""
    return rx.cond(
        found.length() > 0,
        card(
            rx.el.h2(t("Files"), class_name="text-[1.125rem] font-semibold"),
            rx.el.ul(rx.foreach(found, lambda one: _file(one, reader)), class_name="mt-2 divide-y divide-base-300"),
            class_name="p-5 lg:p-7 print:hidden",
        ),
    )


def read_mark(sheet: rx.Var[SheetCard], mark: rx.EventHandler, sentence: Content) -> rx.Component:
    """One tap that tells the care team that this was read; the services offer it to the patient only."""
    done = rx.el.p(
        icon("circle-check", "size-6 text-success"),
        t("You read this on {day}. Your care team can see that.", day=sheet.read_on),
        # the button is gone: the focus goes here (`assets/keys.js`)
        id="was-read",
        tab_index=-1,
        role="status",
        class_name="flex gap-2.5 font-semibold",
    )
    ask = rx.fragment(
        rx.el.p(sentence, class_name="mb-4"),
        button(t("I have read this"), drawing="check", on_click=mark, custom_attrs={"data-then-focus": "#was-read"}),
    )
    return rx.cond(sheet.can_mark, card(rx.cond(sheet.read_on, done, ask), class_name="p-5 lg:p-7 print:hidden"))


def _passage(part: rx.Var[PassageCard]) -> rx.Component:
    return rx.el.section(
        rx.cond(part.heading, rx.el.h2(part.heading, class_name="text-[1.125rem] font-semibold wrap-anywhere")),
        rx.cond(
            part.rows.length() > 0,
            rx.el.dl(
                rx.foreach(
                    part.rows,
                    lambda row: rx.el.div(
                        rx.el.dt(row.name, class_name="text-base text-quiet sm:w-2/5 sm:shrink-0"),
                        rx.el.dd(row.value, class_name="min-w-0 wrap-anywhere"),
                        class_name="py-2.5 sm:flex sm:gap-6",
                    ),
                ),
                class_name="divide-y divide-base-300",
            ),
        ),
        rx.foreach(part.sentences, lambda line: rx.el.p(line, class_name="mt-2 wrap-anywhere")),
        # cleaned by the server (`chart/`), and the page's policy runs no script that is not its own
        rx.cond(part.html, rx.html(part.html, class_name=_PROSE)),
        class_name=[CARD, "p-5 lg:p-7"],
    )


def _file(found: rx.Var[FileCard], reader: Reader) -> rx.Component:
    return rx.el.li(
        icon("paperclip", "size-5 mt-0.5 text-quiet"),
        rx.el.div(
            reader.only_theirs(file_link(rx.cond(found.title, found.title, found.kind), found.path)),
            rx.cond(found.title, rx.el.span(found.kind, class_name="block text-base text-quiet")),
            class_name="min-w-0 wrap-anywhere",
        ),
        class_name="flex gap-2.5 py-3",
    )
