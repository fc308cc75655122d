"""Icons: one file of symbols, fetched once, so that an icon costs a page nothing and a card may name its own."""

import hashlib
import re
from pathlib import Path

import reflex as rx

_FILE = Path(__file__).parents[2] / "assets" / "icons.svg"
_DRAWN = _FILE.read_text(encoding="utf-8")
NAMES = frozenset(re.findall(r'<symbol id="([^"]+)"', _DRAWN))
_URL = f"/icons.svg?v={hashlib.sha256(_DRAWN.encode()).hexdigest()[:8]}#"


def icon(name: str | rx.Var[str], class_name: str | rx.Var[str] = "size-5") -> rx.Component:
    """A drawing beside words, never instead of them."""
    if isinstance(name, str) and name not in NAMES:
        raise ValueError(f"assets/icons.svg draws no {name!r}")
    return rx.el.svg(
        rx.el.svg.use(href=rx.Var.create(_URL) + name),
        # Drawn by the stylesheet: as properties, Reflex would make an inline style of fill and stroke.
        class_name=["icon", class_name],
        aria_hidden="true",
    )


def tile(name: str | rx.Var[str], fresh: rx.Var[bool] | bool = False) -> rx.Component:
    """The round 44 px icon at the start of a row; tinted when what it stands for is new."""
    return rx.el.span(
        icon(name),
        class_name=[
            "grid size-11 shrink-0 place-items-center rounded-full",
            rx.cond(fresh, "bg-tint text-primary", "bg-base-200 text-quiet"),
        ],
    )
