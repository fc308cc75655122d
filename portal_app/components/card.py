"""Cards, the lists in them, and what stands there when there is nothing to list."""

import reflex as rx

from portal_app.components import Content
from portal_app.components.icon import icon, tile
from portal_app.components.link import link
from portal_app.components.pill import new_pill

CARD = "rounded-box border border-base-300 bg-base-100"
ROW = "flex items-start gap-3.5 p-5 hover:bg-base-200/60"


def card(*children: Content, class_name: str = "p-5 lg:p-7", **props) -> rx.Component:
    """A white box with a line around it."""
    return rx.el.section(*children, class_name=[CARD, class_name], **props)


def list_card(*rows: Content, **props) -> rx.Component:
    """A card that is a list, with a line between the rows."""
    return rx.el.ul(*rows, class_name=[CARD, "divide-y divide-base-300 overflow-hidden"], **props)


def heading(words: Content, *beside: Content, id: str = "") -> rx.Component:
    """The heading of a part of the page, with at most a link beside it."""
    return rx.el.div(
        rx.el.h2(words, class_name="text-[1.25rem] leading-snug font-semibold", **({"id": id} if id else {})),
        *beside,
        class_name="mb-3 flex items-baseline justify-between gap-4",
    )


def row_link(
    title: Content,
    to: str | rx.Var[str],
    drawing: str | rx.Var[str],
    above: Content = "",
    below: Content = "",
    fresh: rx.Var[bool] | bool = False,
    key: str | rx.Var[str] = "",
    **props,
) -> rx.Component:
    """One row that opens something: what it is, when, in a word what it says. Further properties go to the link."""
    return rx.el.li(
        link(
            tile(drawing, fresh),
            rx.el.span(
                rx.el.span(
                    rx.cond(fresh, new_pill(), rx.fragment()),
                    rx.el.span(above, class_name="text-base text-quiet"),
                    class_name="flex flex-wrap items-center gap-x-2.5 gap-y-1 empty:hidden",
                ),
                rx.el.span(title, class_name="mt-1 block font-semibold wrap-anywhere"),
                rx.el.span(below, class_name="block text-base text-quiet wrap-anywhere empty:hidden"),
                class_name="min-w-0 grow",
            ),
            icon("chevron-right", "size-5 mt-3 text-quiet"),
            to=to,
            class_name=ROW,
            **props,
        ),
        **({"key": key} if isinstance(key, rx.Var) else {}),
    )


def empty(title: Content, sentence: Content, *way_on: Content, drawing: str = "inbox") -> rx.Component:
    """Nothing here yet: what will be, and a way on."""
    return rx.el.div(
        rx.el.span(
            icon(drawing, "size-6"),
            class_name="grid size-14 place-items-center rounded-full bg-tint text-primary",
        ),
        rx.el.h2(title, class_name="mt-4 text-[1.125rem] font-semibold"),
        rx.el.p(sentence, class_name="mt-1 max-w-[34ch] text-quiet"),
        *[rx.el.div(way, class_name="mt-5") for way in way_on],
        class_name=[CARD, "flex flex-col items-center px-6 py-9 text-center"],
    )


def failed(title: Content, sentence: Content, *way_on: Content) -> rx.Component:
    """Something did not work: what happened, that nothing is lost, what to do now. Nothing else says it then."""
    return rx.el.div(
        rx.el.p(
            icon("circle-alert", "size-6 mt-px text-error"),
            title,
            class_name="flex gap-2.5 text-[1.125rem] font-semibold",
        ),
        rx.el.p(sentence, class_name="mt-1"),
        *[rx.el.div(way, class_name="mt-4") for way in way_on],
        role="alert",
        custom_attrs={"data-failed": ""},
        class_name=[CARD, "p-5"],
    )


def not_shown(title: Content, sentence: Content, *way_on: Content) -> rx.Component:
    """Something is there that this person may not see: say so, and why."""
    return rx.el.div(
        rx.el.p(
            icon("lock", "size-6 mt-px text-quiet"),
            title,
            class_name="flex gap-2.5 text-[1.125rem] font-semibold",
        ),
        rx.el.p(sentence, class_name="mt-1"),
        *way_on,
        class_name=[CARD, "p-5"],
    )
