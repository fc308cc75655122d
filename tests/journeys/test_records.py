"""A patient reads the record: in every state the page can be in, on a phone, without a fault that axe can find."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import update

from portal_app.models import Resource
from tests.journeys.accessible import faults, spills
from tests.journeys.running import Running
from tests.services.test_records import chart

SMALL = {"viewport": {"width": 320, "height": 640}}
LISTS = ["results", "medicines", "problems", "allergies", "vaccines", "vitals", "care-plans"]


def sound(page: Page) -> None:
    """Nothing for axe to find, nothing wider than the screen."""
    assert faults(page) == []
    assert spills(page) <= 0


@pytest.mark.parametrize("path", ["/records", "/visits", *[f"/records/{name}" for name in LISTS]])
def test_an_empty_list_says_so(portal: Running, page_of: Callable[..., Page], path: str):
    page = page_of("stranger", path, **SMALL)
    expect(page.get_by_text("Nothing here yet" if path == "/records" else "appears here").first).to_be_visible()
    sound(page)


def test_what_cannot_be_read_is_told_and_tried_again(portal: Running, page_of: Callable[..., Page]):
    problem = {"resourceType": "Condition", "id": "asthma", "code": {"text": "Asthma (disorder)"}}
    chart(problem, of="rosa")

    def put(body: bytes) -> None:
        with portal.house.engine.begin() as db:
            db.execute(update(Resource).where(Resource.fhir_id == "asthma").values(body=body))

    put(b"{")
    page = page_of("rosa", "/records/problems", **SMALL)
    expect(page.get_by_text("We could not load this")).to_be_visible()
    sound(page)
    put(b'{"resourceType": "Condition", "code": {"text": "Asthma (disorder)"}}')
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("heading", name="Asthma", exact=True)).to_be_visible()
    page.get_by_role("button", name="Over").click()
    expect(page.get_by_text("Nothing fits")).to_be_visible()
    sound(page)
