"""A list of the record: parts with a heading, lines with a day, a value and how things stand."""

import reflex as rx

from portal_app.components import Content
from portal_app.components.button import OUTLINE, button
from portal_app.components.card import CARD, empty, failed
from portal_app.components.heading import page_heading
from portal_app.components.icon import icon
from portal_app.components.link import back, link
from portal_app.components.loading import skeleton_rows
from portal_app.components.pill import new_pill, status_pill
from portal_app.components.reader import PATIENT, Reader
from portal_app.services.records import LineCard, MonthCard, NameCard
from portal_app.words import t

_CHIP = "inline-flex min-h-11 cursor-pointer items-center rounded-full border px-4 text-base whitespace-nowrap"


ITEM = "/records/item/"
"""Where an entry has its page."""


def record_heading(
    words: Content, sentence: Content = "", up: Content | None = None, tools: Content = ""
) -> rx.Component:
    """Where I am in the record, the way up, and room for what can be done with the whole page (print, save)."""
    return rx.fragment(
        rx.fragment() if up is None else up,
        rx.el.div(
            page_heading(words, sentence),
            rx.el.div(tools, class_name="empty:hidden mb-6 shrink-0 print:hidden"),
            class_name="sm:flex sm:items-start sm:justify-between sm:gap-6",
        ),
    )


def up_to_records(reader: Reader = PATIENT) -> rx.Component:
    """The way up, above the heading of a page of the record."""
    return rx.el.div(back(t("Records"), reader.to("/records")), class_name="print:hidden")


def something_wrong(reader: Reader = PATIENT) -> rx.Component:
    """What to do when an entry is not right: the care team changes it (45 CFR 164.526)."""
    return rx.el.div(
        t("Is something here not right?"),
        " ",
        reader.only_theirs(
            link(t("Tell us what to change"), to="/messages/new", class_name="link-on inline-block py-2.5 -my-2.5"),
            "inline-block",
        ),
        class_name="mt-5 print:hidden",
    )


def waiting(loaded: rx.Var[bool], trouble: rx.Var[str], again: rx.EventHandler, *shown: Content) -> rx.Component:
    """What is shown once it is loaded; before that its shape, or what went wrong and a way on.

    What stands below it comes with it: it would jump if it stood there before.
    """
    return rx.cond(
        loaded,
        rx.fragment(*shown),
        rx.cond(
            trouble,
            failed(
                t("We could not load this"),
                trouble,
                button(t("Try again"), OUTLINE, "refresh-cw", on_click=again),
            ),
            skeleton_rows(t("Loading your record"), 5),
        ),
    )


def chips(
    label: Content, chosen: rx.Var[str], pick: rx.EventHandler, options: list[tuple[str, Content]]
) -> rx.Component:
    """A few ways to narrow a list, one of them chosen."""
    return rx.el.div(
        *[
            rx.el.button(
                words,
                type="button",
                aria_pressed=rx.cond(chosen == value, "true", "false"),
                on_click=pick(value),
                class_name=[
                    _CHIP,
                    rx.cond(
                        chosen == value,
                        "border-primary bg-primary font-semibold text-primary-content",
                        "border-edge bg-base-100 hover:bg-base-200",
                    ),
                ],
            )
            for value, words in options
        ],
        role="group",
        aria_label=label,
        class_name="flex flex-wrap gap-2",
    )


def name_choice(
    label: Content, chosen: rx.Var[str], pick: rx.EventHandler, names: rx.Var[list[NameCard]]
) -> rx.Component:
    """Which test, measurement or vaccine to show."""
    return rx.el.div(
        rx.el.label(label, html_for="which", class_name="block font-semibold"),
        rx.el.select(
            rx.el.option(t("All"), value=""),
            rx.foreach(names, lambda name: rx.el.option(name.words, value=name.value)),
            id="which",
            value=chosen,
            on_change=pick,
            class_name="select mt-1.5 w-full bg-base-100 sm:max-w-sm",
        ),
    )


def months(parts: rx.Var[list[MonthCard]], to: str | rx.Var[str] = ITEM, below: bool = False) -> rx.Component:
    """The parts of the list, each a card under its heading; a line leads to `to` with its id.

    `below` says that the list stands under a heading of its own.
    """
    return rx.el.div(rx.foreach(parts, lambda part: _month(part, to, below)), class_name="grid gap-7")


def lines(found: rx.Var[list[LineCard]], to: str | rx.Var[str] = ITEM) -> rx.Component:
    """The lines of one card."""
    return rx.el.ul(
        rx.foreach(found, lambda line: _line(line, to)),
        class_name=[CARD, "divide-y divide-base-300 overflow-hidden"],
    )


def nothing(title: Content, sentence: Content, narrowed: rx.Var[bool], all_of_it: rx.event.EventSpec) -> rx.Component:
    """An empty list: nothing there at all, or nothing that fits."""
    sentences = rx.cond(
        narrowed,
        empty(
            t("Nothing fits"),
            t("There are entries in this list, but not of this kind."),
            button(t("Show all"), OUTLINE, on_click=all_of_it),
            drawing="list-filter",
        ),
        empty(title, sentence, drawing="folder-heart"),
    )
    return rx.fragment(_unseen_heading(), sentences)


def freshness(sentence: rx.Var[str]) -> rx.Component:
    """As of when the list is true."""
    return rx.el.p(icon("history", "size-5 mt-0.5"), sentence, class_name="mt-5 flex gap-2 text-base text-quiet")


def _unseen_heading() -> rx.Component:
    """A step between the page's heading and those of the entries, for who hears the page."""
    return rx.el.h2(t("Entries"), class_name="sr-only")


def _month(part: rx.Var[MonthCard], to: str | rx.Var[str], below: bool) -> rx.Component:
    level = rx.el.h3 if below else rx.el.h2
    return rx.el.section(
        rx.cond(
            part.heading,
            level(part.heading, class_name="mb-2.5 text-base font-semibold text-quiet"),
            _unseen_heading(),
        ),
        lines(part.lines, to),
    )


def sign(tone: rx.Var[str]) -> rx.Var[str]:
    """Nothing here is on its way: other drawings than a task's."""
    return rx.match(tone, ("ready", "check"), ("soon", "triangle-alert"), ("info", "circle-dot"), "minus")  # pyright: ignore[reportReturnType]


def standing_pill(words: rx.Var[str], tone: rx.Var[str]) -> rx.Component:
    """How things stand with an entry; nothing where nothing is said."""
    return rx.cond(words, status_pill(words, tone, rx.Var.create(sign(tone)).to(str)))


def _line(line: rx.Var[LineCard], to: str | rx.Var[str]) -> rx.Component:
    return rx.el.li(
        link(
            rx.el.span(
                rx.cond(line.fresh, rx.el.span(new_pill(), class_name="mb-1 block")),
                rx.el.span(line.title, class_name="block text-[1.125rem] leading-snug font-semibold wrap-anywhere"),
                rx.el.span(line.when, class_name="block text-base text-quiet empty:hidden"),
                rx.foreach(
                    line.notes,
                    lambda note: rx.el.span(note, class_name="mt-1 line-clamp-3 text-base wrap-anywhere"),
                ),
                class_name="block min-w-0 grow",
            ),
            rx.el.span(
                rx.el.span(
                    line.value,
                    class_name="block text-[1.25rem] leading-snug font-semibold tabular-nums wrap-anywhere "
                    "empty:hidden",
                ),
                standing_pill(line.status, line.tone),
                class_name="mt-3 block empty:hidden sm:mt-0 sm:max-w-64 sm:shrink-0 sm:text-right",
            ),
            to=to + line.id,
            class_name="block p-5 hover:bg-base-200/60 sm:flex sm:items-start sm:justify-between sm:gap-6",
        )
    )
