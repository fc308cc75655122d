"""What axe finds on a page: WCAG 2.0 to 2.2, A and AA, and targets large enough for a thumb."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "rules": {"target-size": {"enabled": True}},
}


def faults(page: Page) -> list[str]:
    """Each fault as "rule: element"; an empty list is what every page owes."""
    # axe is put in by the browser's own tools, so the page's policy stays as strict as it is
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{fault['id']}: {node['html'][:160]}" for fault in found for node in fault["nodes"]]


def spills(page: Page) -> int:
    """By how many pixels the page is wider than the screen."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
