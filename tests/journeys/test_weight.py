"""A page stays light enough for a phone on a bad line."""

from playwright.sync_api import Browser

from bench import weight
from tests.journeys.running import Running
from tests.people import uid


def test_every_page_stays_within_its_budget(portal: Running, browser: Browser) -> None:
    weights = weight.measure(portal, browser, uid("a result"))
    assert all(kinds["Script"] > 50 for kinds in weights.values()), "nothing was weighed"
    assert weight.kept(weights) == []
