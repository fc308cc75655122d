"""The parts of the staff's desk: dense, quiet, a key beside every verb."""

import reflex as rx

from portal_app.components import Content
from portal_app.components.icon import icon
from portal_app.components.link import link
from portal_app.components.pill import by_tone

DESK_CARD = "rounded-box border border-base-300 bg-base-100 overflow-hidden scroll-mt-16"
DESK_ROW = "flex items-center gap-3 px-4 min-h-[3.25rem] py-1.5 hover:bg-base-200/70 -outline-offset-2!"
PLAIN = "bg-base-100 border-base-content/20 hover:border-base-content/40"
CHIEF = "btn-primary font-semibold px-3.5"
BARE = "btn-ghost"

_PILLS = {
    "ready": "bg-success/13 text-success",
    "soon": "bg-warning/13 text-warning",
    "failed": "bg-error/12 text-error",
    "info": "bg-info/13 text-info",
    "working": "bg-base-200 text-quiet",
}
_CLOCKS = {"calm": "clock-calm", "amber": "clock-amber", "red": "clock-red"}


def key_cap(letter: str, class_name: str = "") -> rx.Component:
    """The key that does the same as the button it stands on; only where there is a keyboard."""
    return rx.el.kbd(letter, aria_hidden="true", class_name=["key hidden lg:inline-flex", class_name])


def desk_button(
    words: Content, kind: str = PLAIN, drawing: str = "", key: str = "", class_name: str = "", **props
) -> rx.Component:
    """A button of the desk; `key` also presses it (see `assets/keys.js`)."""
    props.setdefault("type", "button")
    if key:
        props["custom_attrs"] = {"data-key": key, "aria-keyshortcuts": key, **props.get("custom_attrs", {})}
    return rx.el.button(
        *([icon(drawing, "size-4")] if drawing else []),
        rx.el.span(words),
        *([key_cap(key)] if key else []),
        class_name=["btn btn-sm h-11 lg:h-8 text-[13px] font-medium gap-1.5 px-2.5", kind, class_name],
        **props,
    )


def clock(words: Content, tone: str | rx.Var[str] = "calm") -> rx.Component:
    """The promise: calm says a time, amber what is left, red how late; in words, colour and shape."""
    drawing = rx.match(
        tone, ("amber", icon("hourglass", "size-3")), ("red", icon("circle-alert", "size-3")), rx.fragment()
    )
    colour = _CLOCKS[tone] if isinstance(tone, str) else rx.match(tone, *_CLOCKS.items(), "clock-calm")
    return rx.el.span(drawing, words, class_name=["clock", colour])


def desk_pill(words: Content, tone: str | rx.Var[str] = "working", drawing: str = "") -> rx.Component:
    """A state on the desk; `tone` is ready, soon, failed, info or working."""
    return rx.el.span(
        *([icon(drawing, "size-3.5 icon-bold")] if drawing else []),
        words,
        class_name=[
            "inline-flex items-center gap-1 rounded-full px-2 h-6 text-xs font-semibold whitespace-nowrap",
            by_tone(tone, _PILLS),
        ],
    )


def kind_tile(drawing: str | rx.Var[str], failed: rx.Var[bool] | bool = False) -> rx.Component:
    """The neutral square that shows a task's kind; red only when something failed."""
    return rx.el.span(
        icon(drawing, "size-4"),
        class_name=[
            "grid place-items-center size-8 shrink-0 rounded-lg",
            rx.cond(failed, "bg-error/12 text-error", "bg-base-200 text-quiet"),
        ],
    )


def small_avatar(initials: str | rx.Var[str], class_name: str = "size-7 text-[11px]") -> rx.Component:
    """Initials beside the name of a colleague."""
    return rx.el.span(
        initials,
        aria_hidden="true",
        class_name=[
            "inline-grid place-items-center rounded-full font-semibold leading-none shrink-0 bg-primary/15 text-primary",
            class_name,
        ],
    )


def desk_card(title: Content, *children: Content, beside: Content = "", id: str = "") -> rx.Component:
    """A box of the desk with its heading; put lists in it with `desk_list`."""
    return rx.el.section(
        rx.el.div(
            rx.el.h2(title, class_name="font-semibold"),
            rx.el.span(class_name="flex-1"),
            rx.el.span(beside, class_name="text-quiet text-[13px] tabular-nums"),
            class_name="flex items-center gap-2 px-4 min-h-11 border-b border-base-300/70",
        ),
        *children,
        class_name=DESK_CARD,
        **({"id": id} if id else {}),
    )


def desk_list(*rows: Content) -> rx.Component:
    """Rows with a line between them."""
    return rx.el.ul(*rows, class_name="divide-y divide-base-300/60")


def desk_facts(*rows: Content) -> rx.Component:
    """`fact_row`s or `history_row`s inside a card."""
    return rx.el.div(rx.el.ul(*rows, class_name="divide-y divide-base-300/60"), class_name="px-4 py-1.5")


def fact_row(what: Content, value: Content, below: Content = "") -> rx.Component:
    """One thing known and its value, as in a chart summary."""
    return rx.el.li(
        rx.el.span(
            rx.el.span(what, class_name="font-medium"),
            rx.el.span(below, class_name="block text-quiet empty:hidden"),
            class_name="min-w-0 flex-1",
        ),
        rx.el.span(value, class_name="text-quiet text-right shrink-0 tabular-nums max-w-[55%] wrap-anywhere"),
        class_name="flex items-baseline gap-3 py-2 text-[13px] leading-5",
    )


def history_row(time: Content, sentence: Content) -> rx.Component:
    """One line of what has happened."""
    return rx.el.li(
        rx.el.time(time, class_name="text-quiet tabular-nums w-[4.5rem] shrink-0"),
        rx.el.span(sentence, class_name="min-w-0 wrap-anywhere"),
        class_name="flex gap-3 py-1 text-[13px]",
    )


def desk_field(label: Content, id: str, control: rx.Component | None = None, **props) -> rx.Component:
    """A small labelled field; further properties go to the input, whose name is the id."""
    props.setdefault("name", id)
    return rx.el.div(
        rx.el.label(label, html_for=id, class_name="text-[13px] font-medium"),
        control or rx.el.input(id=id, class_name="input input-sm h-11 lg:h-9 mt-1 w-full bg-base-100 text-sm", **props),
    )


def desk_empty(sentence: Content) -> rx.Component:
    """Nothing to do here, said in a sentence."""
    return rx.el.p(sentence, class_name="px-4 py-6 text-center text-quiet")


def desk_link(*children: Content, to: str | rx.Var[str], class_name: str = "") -> rx.Component:
    """A small link inside the desk."""
    return link(
        *children,
        to=to,
        class_name=[
            "text-[13px] font-medium text-primary hover:underline inline-flex items-center min-h-8",
            class_name,
        ],
    )
