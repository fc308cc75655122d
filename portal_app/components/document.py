"""The document around every page, and what Reflex adds by itself and must not."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import reflex as rx

from portal_app.catalogue import ENGLISH, LANGUAGES

# The built page is in English. Who reads another language sees it when its words are there, or after three seconds.
_AWAIT_WORDS = """
var chosen = /(?:^|; )language=(\\w+)/.exec(document.cookie);
var language = chosen ? chosen[1] : navigator.language.slice(0, 2);
if (%s.includes(language)) document.documentElement.classList.add("awaits-words");
"""
_ASSETS = Path(__file__).parents[2] / "assets"
_FONT = next((_ASSETS / "fonts").glob("*.woff2")).name


def document(arrives: str, around: Callable[[], rx.Component]) -> dict[str, Any]:
    """The arguments of `rx.App`: no toaster, no overlay, no second reset; our small modules and the font.

    `arrives` is the event with which a page is asked for as soon as its address is there;
    `around` draws what stays while pages are turned.
    """
    return {
        "toaster": None,
        "app_wraps": {(50, "Around"): lambda _: around()},
        "reset_style": False,
        "html_lang": "en",
        "head_components": [
            rx.el.script(_AWAIT_WORDS % json.dumps([code for code in LANGUAGES if code != ENGLISH])),
            rx.el.link(
                rel="preload",
                href=f"/fonts/{_FONT}",
                custom_attrs={"as": "font"},
                type="font/woff2",
                cross_origin="",
            ),
            rx.el.link(rel="icon", href="/favicon.svg", type="image/svg+xml"),
            rx.el.meta(name="theme-color", content="#f6f4ef", custom_attrs={"media": "(prefers-color-scheme: light)"}),
            rx.el.meta(name="theme-color", content="#11191c", custom_attrs={"media": "(prefers-color-scheme: dark)"}),
            rx.el.script(src="/portal.js", type="module"),
            rx.el.script(src="/arrive.js", type="module", custom_attrs={"data-arrives": arrives}),
            rx.el.script(src="/passkeys.js", type="module"),
            rx.el.script(src="/conversation.js", type="module"),
            rx.el.script(src="/keys.js", type="module"),
            rx.el.script(src="/accounts.js", type="module"),
        ],
    }
