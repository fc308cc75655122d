"""Every word that a person reads has passed through the catalogue: a page is drawn in it or it is not drawn."""

import re
from collections.abc import Iterator

import pytest
import reflex as rx
from reflex_base.components.component import BaseComponent
from reflex_base.vars.sequence import LiteralStringVar
from reflex_components_core.base.bare import Bare

from portal_app.catalogue import LANGUAGES
from portal_app.words import t
from tests.pages.test_drawing import AROUND, PAGES
from tests.test_readability import SAID

READ_ALOUD = ("placeholder", "title", "alt")
ARIA = ("aria-label", "aria-roledescription", "aria-valuetext")
WORD = re.compile(r"[A-Za-z]{2,}")
# what is the same in every language; the last ones are what stands on the keys themselves
ALIKE = {*LANGUAGES.values(), "MRN", "PDF", "QR", "Enter", "Esc", "Ctrl", "Ctrl ↵", "45 CFR 171.201"}


def _parts(component: BaseComponent) -> Iterator[BaseComponent]:
    yield component
    for child in getattr(component, "children", []):
        yield from _parts(child)


def _words(component: BaseComponent) -> Iterator[str]:
    for part in _parts(component):
        read = [part.contents] if isinstance(part, Bare) else [getattr(part, name, None) for name in READ_ALOUD]
        read += [getattr(part, "custom_attrs", {}).get(name) for name in ARIA]
        for words in read:
            found = words._var_value if isinstance(words, LiteralStringVar) else words
            if isinstance(found, str) and WORD.search(found):
                yield found


def test_a_word_that_escapes_is_seen() -> None:
    drawn = rx.el.nav(rx.el.p("Hello there"), rx.el.input(placeholder="Your name"), t("Messages"), aria_label="Main")
    assert set(_words(drawn)) == {"Hello there", "Your name", "Main"}


@pytest.mark.parametrize("route", PAGES)
def test_no_word_of_a_page_escapes_the_catalogue(route: str) -> None:
    page = PAGES[route]
    drawn = page.component() if callable(page.component) else page.component
    assert [words for words in _words(drawn) if words.strip() not in ALIKE and not _said(words)] == []


@pytest.mark.parametrize("name", AROUND)
def test_no_word_around_a_page_escapes_the_catalogue(name: str) -> None:
    assert [words for words in _words(AROUND[name]) if words.strip() not in ALIKE and not _said(words)] == []


def _said(words: str) -> bool:
    """Whether it is a sentence that reads alike in every language we speak."""
    return isinstance(t(words), LiteralStringVar) and words in SAID
