"""From the press of a link to the page that it opens, with the server's data, drawn; and the floor beside it."""

from datetime import UTC, datetime
from statistics import median

from playwright.sync_api import Browser, Page

from bench.served import Floor
from tests.journeys.running import Running

MOST_MS = {"list of results": 100.0, "one result": 50.0, "medicines": 100.0}
FLOOR = "a page with one word"
ROUNDS, WARM = 12, 2
REST = 400
"""Milliseconds between two presses, so that nothing of the last is under way."""
SCREEN = {"width": 390, "height": 844}
PRESS = """([path, words]) => new Promise(shown => {
    const done = () => [...document.querySelectorAll('main h1, main h2')].some(one => one.textContent.includes(words))
    const began = performance.now()
    const look = () => done() ? shown(performance.now() - began) : requestAnimationFrame(look)
    document.querySelector(`main a[href="${path}"]`).click()
    requestAnimationFrame(look)
})"""
"""Press a link, and look at each frame whether the page that it opens says what it must."""


def measure(portal: Running, floor: Floor, browser: Browser, newest: object) -> dict[str, float]:
    """Milliseconds (median) of each click; the floor's and the portal's take turns: both have the same noise."""
    bare, page = _opened(browser, floor.origin), _of_ana(portal, browser)
    took: dict[str, list[float]] = {name: [] for name in (FLOOR, *MOST_MS)}
    for _ in range(ROUNDS):
        took[FLOOR].append(_press(bare, "/there", "Here"))
        _go(bare, "/")
        took["list of results"].append(_press(page, "/records/results", datetime.now(UTC).strftime("%Y")))
        took["one result"].append(_press(page, f"/records/results/{newest}", "Outside the usual range"))
        _go(page, "/records/results")
        _go(page, "/records")
        took["medicines"].append(_press(page, "/records/medicines", "Your medicines now ("))
        _go(page, "/records")
    for one in (bare, page):
        one.context.close()
    return {name: median(times[WARM:]) for name, times in took.items()}


def _of_ana(portal: Running, browser: Browser) -> Page:
    context = browser.new_context(viewport=SCREEN)
    context.add_cookies([portal.cookie("ana")])
    page = context.new_page()
    page.goto(f"{portal.origin}/records")
    return page


def _opened(browser: Browser, address: str) -> Page:
    page = browser.new_context(viewport=SCREEN).new_page()
    page.goto(address)
    return page


def _press(page: Page, path: str, words: str) -> float:
    page.bring_to_front()
    page.locator(f'main a[href="{path}"]').first.wait_for()
    page.wait_for_timeout(REST)
    return page.evaluate(PRESS, [path, words])


def _go(page: Page, path: str) -> None:
    page.bring_to_front()
    page.wait_for_timeout(REST)
    page.locator(f'main a[href="{path}"]').first.click()
