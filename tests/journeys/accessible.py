"""What axe finds on a page: WCAG 2.0 to 2.2, A and AA, and targets large enough for a thumb."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "rules": {"target-size": {"enabled": True}},
}


_STILL = """async () => {
    const ending = document.getAnimations().filter(one => Number.isFinite(one.effect.getComputedTiming().endTime))
    const waited = new Promise(done => setTimeout(done, 2000))
    await Promise.race([waited, Promise.allSettled(ending.map(one => one.finished))])
}"""


def faults(page: Page) -> list[str]:
    """Each fault as "rule: element"; an empty list is what every page owes, once nothing on it moves or fades."""
    page.evaluate(_STILL)
    # axe is put in by the browser's own tools, so the page's policy stays as strict as it is
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{fault['id']}: {node['html'][:160]}" for fault in found for node in fault["nodes"]]


STEADY = 0.1
"""How far a page may jump while it is filled: what Google calls good (web.dev/articles/cls)."""
_WATCH = """new PerformanceObserver(found => { for (const one of found.getEntries())
    if (!one.hadRecentInput) window.jumped = (window.jumped ?? 0) + one.value;
}).observe({type: 'layout-shift', buffered: true})"""


def watch(page: Page) -> None:
    """From now on each page that is opened counts by how much it jumps."""
    page.add_init_script(_WATCH)


def jumps(page: Page) -> str:
    """That the page jumped while it was filled; empty if it stayed where it was. Only after `watch`."""
    by = page.evaluate("window.jumped ?? 0")
    return f"jumped by {by:.2f} while it was filled" if by > STEADY else ""


_CUT = """() => [...document.querySelectorAll('main *, header *, nav *')].filter(one => {
    const style = getComputedStyle(one);
    const seen = one.getBoundingClientRect().width > 2 && one.innerText?.trim();
    const hides = ['hidden', 'clip'].includes(style.overflowX) && style.webkitLineClamp === 'none';
    return seen && hides && one.scrollWidth > one.clientWidth + 1;
}).map(one => one.innerText.trim().slice(0, 60))"""


def cut(page: Page) -> list[str]:
    """Words that do not fit where they stand and are cut off; a line or two of a message, in a list, is not cut."""
    return page.evaluate(_CUT)


def spills(page: Page) -> int:
    """By how many pixels the page is wider than the screen."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
