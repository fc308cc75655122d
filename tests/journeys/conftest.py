"""A browser for each person, in front of a portal that really runs."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.running import CHROMIUM, Running


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every journey drives a browser."""
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """The machine's own Chromium."""
    return CHROMIUM


@pytest.fixture(scope="module")
def portal() -> Iterator[Running]:
    """A portal for the journeys of one file."""
    with Running() as running:
        yield running


@pytest.fixture
def page_of(portal: Running, browser: Browser) -> Iterator[Callable[..., Page]]:
    """`page_of("ana")`: a browser of her own, signed in; "nobody" is not."""
    opened = []

    def open_page(name: str, path: str = "/", **context: object) -> Page:
        own = browser.new_context(**context)
        opened.append(own)
        if name != "nobody":
            own.add_cookies([portal.cookie(name)])
        page = own.new_page()
        page.goto(portal.origin + path)
        return page

    yield open_page
    for own in opened:
        for page in own.pages:
            # a browser that is closed in the middle of a navigation has been seen to hang
            page.goto("about:blank")
        own.close()
