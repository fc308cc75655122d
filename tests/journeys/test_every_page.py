"""What every page owes everybody: no dead link or button, nothing that axe finds, no sideways scroll, a kept CSP."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from tests.journeys.accessible import cut, faults, jumps, spills, watch
from tests.journeys.demo import Demo
from tests.journeys.walk import Place, walk

LOST = "main:has(h1:text-is('We could not find that page'))"

ON_A_PHONE = {"nobody", "jill"}
"""Whose pages are read on a phone; the desk has no such promise."""

DEAD = """() => [...document.querySelectorAll('[data-opens]')]
    .filter(one => !document.getElementById(one.dataset.opens)).map(one => one.textContent.trim())"""
"""Buttons that open a dialog or a sheet which is not on the page."""


@pytest.fixture(scope="module")
def portal() -> Iterator[Demo]:
    """The demo clinic: every list has something in it."""
    with Demo() as running:
        yield running


@pytest.mark.parametrize("who", ["nobody", "jill", "ben", "sam"])
def test_every_page_is_whole(portal: Demo, page_of: Callable[..., Page], who: str) -> None:
    page = page_of(who, reduced_motion="reduce")
    page.set_viewport_size({"width": 390, "height": 844})
    watch(page)
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda line: said.append(line.text) if "Content Security Policy" in line.text else None)
    wrong = [
        fault for place in walk(page, portal.origin, who, portal.starts()[who]) for fault in _faults_of(page, place)
    ]
    assert wrong + said == []


def _faults_of(page: Page, place: Place) -> list[str]:
    wrong = []
    if page.locator(LOST).count() and place.path != "/nowhere":
        wrong.append(f"leads nowhere, from {place.by}")
    if place.who in ON_A_PHONE and (jumped := jumps(page)):
        wrong.append(jumped)
    wrong += [f"the button “{name}” opens nothing" for name in page.evaluate(DEAD)]
    for width, theme in ((320, "light"), (1440, "dark")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=theme)
        wrong += [f"{width} {theme} {fault}" for fault in faults(page)]
        if over := spills(page):
            wrong.append(f"{over} px wider than a screen of {width}")
        wrong += [f"{width} cuts “{words}”" for words in cut(page) if place.who in ON_A_PHONE]
    # the next page is opened as on a phone
    page.set_viewport_size({"width": 390, "height": 844})
    return [f"{place.name}: {fault}" for fault in wrong]
