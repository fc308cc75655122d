"""A page stays light enough for a phone on a bad line."""

from playwright.sync_api import Browser

from bench import weight
from tests.journeys.running import Running


def test_sign_in_and_home_stay_within_their_budget(portal: Running, browser: Browser) -> None:
    weights = weight.measure(portal, browser)
    assert all(kinds["Script"] > 50 for kinds in weights.values()), "nothing was weighed"
    assert weight.kept(weights) == []
