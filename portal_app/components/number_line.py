"""Where a value lies: the usual range is always the middle half, so that lines compare by eye."""

import reflex as rx

_TICK = "stroke-quiet stroke-2"


def number_line(
    sentence: rx.Var[str] | str,
    at: rx.Var[float],
    low: rx.Var[str],
    high: rx.Var[str],
    usual: rx.Var[str] | str,
    inside: rx.Var[bool],
) -> rx.Component:
    """The line; `at` is `rules.places.along(...)`, the limits are as the lab prints them ("" where it gives none)."""
    start, width = rx.cond(low, "25%", "0%"), rx.cond(low & high, "50%", "75%")
    x = at.to_string() + "%"
    return rx.el.svg(
        rx.el.svg.rect(y="12", width="100%", height="8", rx="4", class_name="fill-base-300"),
        rx.el.svg.rect(x=start, y="12", width=width, height="8", class_name="fill-band"),
        rx.cond(low, _limit("25%", low)),
        rx.cond(high, _limit("75%", high)),
        rx.el.svg.text(usual, x=_middle(low, high), y="45", class_name="fill-quiet text-base [text-anchor:middle]"),
        rx.cond(
            inside,
            rx.el.svg.circle(cx=x, cy="16", r="8", class_name="fill-inrange stroke-base-100 stroke-2"),
            rx.el.svg(
                rx.el.svg.rect(
                    x="-8.5",
                    y="-8.5",
                    width="17",
                    height="17",
                    rx="2",
                    class_name="rotate-45 fill-warning stroke-base-100 stroke-3",
                ),
                custom_attrs={"x": x, "y": "16"},
                class_name="overflow-visible",
            ),
        ),
        role="img",
        aria_label=sentence,
        class_name="mt-1 block h-[52px] w-full overflow-visible",
    )


def _limit(x: str, words: rx.Var[str]) -> rx.Component:
    return rx.fragment(
        rx.el.svg.line(x1=x, x2=x, y1="7", y2="25", class_name=_TICK),
        rx.el.svg.text(words, x=x, y="45", class_name="fill-quiet text-base [text-anchor:middle] tabular-nums"),
    )


def _middle(low: rx.Var[str], high: rx.Var[str]) -> rx.Var[str]:
    return rx.cond(low & high, "50%", rx.cond(high, "37.5%", "62.5%"))
