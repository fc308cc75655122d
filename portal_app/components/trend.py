"""A test over time: a sentence, the chart, and the same numbers as a table. Nothing is scaled, so text stays text."""

import reflex as rx

from portal_app.components.disclosure import disclosure
from portal_app.values.cards import DayCard, PointCard, StrokeCard, TrendCard, ValueRow
from portal_app.words import t

_HIGH = "h-52 overflow-visible lg:h-60"


def trend(card: rx.Var[TrendCard], heading: str = "h4") -> rx.Component:
    """The chart under its sentence; nothing where nothing is drawn."""
    title = {"h2": rx.el.h2, "h3": rx.el.h3, "h4": rx.el.h4}[heading]
    return rx.cond(
        card.drawn,
        rx.el.div(
            title(card.title, class_name="text-[1.125rem] leading-snug font-semibold"),
            rx.el.p(card.sentence, class_name="mb-6 text-base text-quiet"),
            rx.el.div(
                _limits(card),
                _chart(card),
                rx.el.div(),
                _days(card),
                class_name="grid grid-cols-[3rem_minmax(0,1fr)] gap-x-2.5",
            ),
            values_table(card),
        ),
    )


def values_table(card: rx.Var[TrendCard]) -> rx.Component:
    """The numbers of the chart, for who reads better than they see."""
    return disclosure(
        t("See these numbers as a table"),
        rx.el.table(
            rx.el.caption(card.title, class_name="sr-only"),
            rx.el.thead(
                rx.el.tr(
                    rx.el.th(t("Date"), scope="col"),
                    rx.el.th(t("Value"), scope="col", class_name="text-right"),
                    rx.el.th(t("In words"), scope="col"),
                    class_name="text-base text-quiet",
                )
            ),
            rx.el.tbody(rx.foreach(card.rows, _row)),
            class_name="table mb-2 text-base [&_:is(td,th):first-child]:pl-0 [&_:is(td,th):last-child]:pr-0",
        ),
        class_name="mt-3 border-t border-base-300",
    )


def _row(row: rx.Var[ValueRow]) -> rx.Component:
    return rx.el.tr(
        rx.el.th(row.when, scope="row", class_name="font-normal"),
        rx.el.td(row.value, class_name="text-right tabular-nums"),
        rx.el.td(row.words),
    )


def _limits(card: rx.Var[TrendCard]) -> rx.Component:
    """The ends of the usual range, at the left."""
    return rx.el.svg(
        _limit(card.high, card.high_y),
        _limit(card.low, card.low_y),
        aria_hidden="true",
        class_name=f"{_HIGH} w-full",
    )


def _limit(words: rx.Var[str], y: rx.Var[str]) -> rx.Component:
    return rx.cond(
        y,
        rx.el.svg.text(
            words, x="100%", y=y, dy="0.35em", class_name="fill-quiet text-base [text-anchor:end] tabular-nums"
        ),
    )


def _chart(card: rx.Var[TrendCard]) -> rx.Component:
    return rx.el.svg(
        rx.cond(
            card.band_y,
            rx.fragment(
                rx.el.svg.rect(y=card.band_y, width="100%", height=card.band_height, rx="6", class_name="fill-band/45"),
                _edge(card.high_y),
                _edge(card.low_y),
                _at(
                    "98%",
                    rx.cond(card.low_y, card.low_y, "100%"),
                    rx.el.svg.text(t("usual range"), y="-10", class_name="fill-inrange text-base [text-anchor:end]"),
                ),
            ),
        ),
        rx.foreach(card.strokes, _stroke),
        rx.foreach(card.points, _point),
        role="img",
        aria_label=card.label,
        class_name=f"{_HIGH} w-full",
    )


def _at(x: rx.Var[str] | str, y: rx.Var[str] | str, *inside: rx.Component) -> rx.Component:
    """A place in the chart, from which what is inside is drawn in pixels."""
    return rx.el.svg(*inside, custom_attrs={"x": x, "y": y}, class_name="overflow-visible")


def _edge(y: rx.Var[str]) -> rx.Component:
    return rx.cond(
        y,
        rx.el.svg.line(
            x1="0",
            x2="100%",
            y1=y,
            y2=y,
            class_name="stroke-inrange/70 [stroke-width:1.5] [stroke-dasharray:2_4]",
        ),
    )


def _stroke(stroke: rx.Var[StrokeCard]) -> rx.Component:
    return rx.el.svg.line(
        x1=stroke.x1,
        y1=stroke.y1,
        x2=stroke.x2,
        y2=stroke.y2,
        class_name="stroke-primary [stroke-linecap:round] [stroke-width:2.5]",
    )


def _point(point: rx.Var[PointCard]) -> rx.Component:
    return _at(
        point.x,
        point.y,
        rx.cond(
            point.inside,
            rx.fragment(
                rx.el.svg.circle(r="5.5", class_name="fill-base-100 stroke-primary [stroke-width:2.5]"),
                rx.el.svg.text(
                    point.words,
                    y="27",
                    class_name="fill-base-content text-base [text-anchor:middle] tabular-nums",
                ),
            ),
            rx.fragment(
                rx.el.svg.rect(
                    x="-8",
                    y="-8",
                    width="16",
                    height="16",
                    rx="3",
                    class_name="rotate-45 fill-warning stroke-base-100 stroke-3",
                ),
                rx.el.svg.text(
                    point.words,
                    y="-17",
                    class_name="fill-base-content text-[1.125rem] font-semibold [text-anchor:middle] tabular-nums",
                ),
            ),
        ),
    )


def _days(card: rx.Var[TrendCard]) -> rx.Component:
    return rx.el.svg(rx.foreach(card.days, _day), aria_hidden="true", class_name="h-7 w-full overflow-visible")


def _day(day: rx.Var[DayCard]) -> rx.Component:
    return rx.el.svg.text(
        day.words,
        x=day.x,
        y="20",
        class_name=[
            "fill-quiet text-base",
            rx.match(
                day.anchor,
                ("start", "[text-anchor:start]"),
                ("end", "[text-anchor:end]"),
                "[text-anchor:middle] max-sm:hidden",
            ),
        ],
    )
