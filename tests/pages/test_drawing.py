"""Every page can be drawn: the build would find it too, a minute later."""

import re
from functools import cache

import pytest

from portal_app.components.patient_shell import ALONE, PLACES, parts
from portal_app.pages.frame import FRAME
from portal_app.portal_app import app

if not app._unevaluated_pages:
    app._apply_decorated_pages()
PAGES = dict(app._unevaluated_pages)
AROUND = parts(FRAME)
"""What stands around a patient's pages."""


@cache
def drawn(route: str) -> str:
    """A page as it is written for the browser; drawn once for all that is asked of it."""
    page = PAGES[route]
    return str(page.component() if callable(page.component) else page.component)


@pytest.mark.parametrize("route", PAGES)
def test_a_page_can_be_drawn_and_has_a_title(route: str) -> None:
    assert '"main"' in drawn(route)
    assert PAGES[route].title is not None


@pytest.mark.parametrize("route", PAGES)
def test_nothing_on_a_page_is_styled_inline(route: str) -> None:
    """The policy refuses inline styles; Reflex makes one of every property that an element does not have."""
    assert re.findall(r"css:\(.{0,80}", drawn(route)) == []


@pytest.mark.parametrize("name", AROUND)
def test_nothing_around_a_page_is_styled_inline(name: str) -> None:
    assert re.findall(r"css:\(.{0,80}", str(AROUND[name])) == []


@pytest.mark.parametrize("route", PAGES)
def test_what_stands_around_a_patients_page_stands_around_no_other(route: str) -> None:
    """The address says it, so that it stays while pages are turned; other pages bring a frame of their own."""
    first, _, rest = route.partition("/")
    around = first in PLACES or f"{first}/{rest}" in PLACES
    assert around == ("data-language" not in drawn(route)), f"{route} has no frame, or two"


def test_the_bar_at_the_thumb_is_away_where_something_is_written() -> None:
    away = [route for route in PAGES if re.match(ALONE, f"/{route}")]
    assert sorted(away) == ["forms/[form_id]", "messages/[thread_id]"]
    assert not re.match(ALONE, "/messages/new/"), "as the address is when the file is built"


@pytest.mark.parametrize("route", [route for route in PAGES if route not in ("404", "index")])
def test_the_doors_of_a_page_are_declared(route: str) -> None:
    """What a page calls when it is opened keeps out who it is not for."""
    assert PAGES[route].on_load, "a page without on_load shows its frame to strangers"
