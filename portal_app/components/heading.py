"""The heading of a page: it takes the focus when the page changes, so that it is read aloud."""

import reflex as rx

from portal_app.components import Content

H1 = "text-[1.875rem] leading-[1.15] font-semibold tracking-[-0.015em] outline-none"


def page_heading(words: Content, below: Content = "", above: Content = "", big: bool = True) -> rx.Component:
    """Where I am, and in one quiet sentence what this page is for."""
    return rx.el.div(
        rx.el.p(above, class_name="text-quiet empty:hidden"),
        rx.el.h1(words, tab_index=-1, class_name=[H1, "lg:text-[2.25rem]" if big else ""]),
        rx.el.p(below, class_name="mt-2 max-w-[60ch] text-quiet empty:hidden"),
        class_name="mb-6 lg:mb-9" if big else "",
    )
