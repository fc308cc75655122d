"""Every page can be drawn: the build would find it too, a minute later."""

import re

import pytest

from portal_app.portal_app import app

if not app._unevaluated_pages:
    app._apply_decorated_pages()
PAGES = dict(app._unevaluated_pages)


@pytest.mark.parametrize("route", PAGES)
def test_a_page_can_be_drawn_and_has_a_title(route: str) -> None:
    page = PAGES[route]
    drawn = str(page.component() if callable(page.component) else page.component)
    assert '"main"' in drawn
    assert page.title is not None


@pytest.mark.parametrize("route", PAGES)
def test_nothing_on_a_page_is_styled_inline(route: str) -> None:
    """The policy refuses inline styles; Reflex makes one of every property that an element does not have."""
    page = PAGES[route]
    drawn = str(page.component() if callable(page.component) else page.component)
    assert re.findall(r"css:\(.{0,80}", drawn) == []


@pytest.mark.parametrize("route", [route for route in PAGES if route not in ("404", "index")])
def test_the_doors_of_a_page_are_declared(route: str) -> None:
    """What a page calls when it is opened keeps out who it is not for."""
    assert PAGES[route].on_load, "a page without on_load shows its frame to strangers"
