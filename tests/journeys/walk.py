"""Every page there is: found by following the links, as each person would."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from playwright.sync_api import Page, expect

_ID = re.compile(r"/[0-9a-f]{8}-[0-9a-f-]{27}")


@dataclass(frozen=True)
class Place:
    """A page somebody reached, and where they pressed to get there."""

    who: str
    path: str
    by: str

    @property
    def name(self) -> str:
        """As a file name: ids left out, and of a question only what it asks."""
        path, _, question = self.path.partition("?")
        asked = "".join(f"-{part.split('=')[0]}" for part in question.split("&") if part)
        return f"{self.who}{_ID.sub('-one', path).replace('/', '-').rstrip('-')}{asked}"


def walk(page: Page, origin: str, who: str, starts: list[str], most: int = 60) -> Iterator[Place]:
    """Open each page that links lead to, one of each kind; the page stays open while it is looked at."""
    todo, seen = [Place(who, start, "") for start in starts], set[str]()
    while todo and len(seen) < most:
        place = todo.pop(0)
        if place.name in seen:
            continue
        seen.add(place.name)
        page.goto(origin + place.path)
        settle(page)
        yield place
        pages = "a[href]:not([download])"
        links = page.eval_on_selector_all(pages, "found => found.map(link => link.getAttribute('href'))")
        todo += [Place(who, link, place.path) for link in links if link.startswith("/") and not link.startswith("//")]


def settle(page: Page) -> None:
    """Wait until the page is alive and has stopped drawing."""
    page.wait_for_load_state("networkidle")
    expect(page.locator("[aria-busy=true]:visible")).to_have_count(0)
    page.wait_for_timeout(250)
