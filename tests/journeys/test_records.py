"""A patient reads the record: in every state the page can be in, on a phone, without a fault that axe can find."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select, update

from portal_app.access.actor import SYSTEM
from portal_app.models import ItemRead, Resource, ResourceBody
from portal_app.wiring import begin
from tests.journeys.accessible import faults, spills
from tests.journeys.running import Running
from tests.people import uid
from tests.services.records.test_medicines import day, fill, order
from tests.services.records.test_plans import goal, plan
from tests.services.records.test_visit import CHECKUP, DONE, id_of
from tests.services.test_records import chart, problem, vaccine

SMALL = {"viewport": {"width": 320, "height": 640}, "reduced_motion": "reduce"}
LISTS = [
    "problems", "allergies", "vaccines", "notes", "procedures", "care-team", "background", "devices", "insurance",
    "other", "medicines", "care-plans",
]  # fmt: skip


def sound(page: Page) -> None:
    """Nothing for axe to find, nothing wider than the screen."""
    assert faults(page) == []
    assert spills(page) <= 0


@pytest.mark.parametrize("path", ["/records", "/visits", *[f"/records/{name}" for name in LISTS]])
def test_an_empty_page_says_so(portal: Running, page_of: Callable[..., Page], path: str):
    page = page_of("stranger", path, **SMALL)
    words = "Nothing here yet" if path == "/records" else "appears here"
    expect(page.get_by_text(words).first).to_be_visible()
    sound(page)


def test_a_full_list_is_paged_narrowed_and_says_how_fresh_it_is(portal: Running, page_of: Callable[..., Page]):
    chart(*[vaccine(n) for n in range(42)])
    page = page_of("ana", "/records", **SMALL)
    page.get_by_role("link", name="Vaccines").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vaccines")
    expect(page.get_by_text("Showing 20 of 42")).to_be_visible()
    sound(page)
    page.get_by_role("button", name="Show more").click()
    page.get_by_text("Showing 40 of 42").wait_for()
    page.get_by_role("button", name="Show more").click()
    expect(page.get_by_text("Showing all 42")).to_be_visible()
    expect(page.get_by_role("button", name="Show more")).to_have_count(0)
    expect(page.get_by_text("From your chart as of")).to_be_visible()
    page.get_by_label("Which vaccine").select_option("Vaccine 7")
    expect(page.get_by_text("There are no more")).to_be_visible()
    sound(page)


def test_from_the_hub_to_a_medicine_to_a_visit_that_is_marked_as_read(portal: Running, page_of: Callable[..., Page]):
    dose = {"dosageInstruction": [{"text": "1 tablet with breakfast"}], "authoredOn": day(-20)}
    chart(
        order("m", **dose),
        order("gone", "Amoxicillin 500 MG Oral Capsule", status="stopped"),
        fill("f", "m", status="in-progress", whenPrepared=day(-1)),
        plan("p"),
        goal("g"),
        CHECKUP,
        *DONE,
        of="rosa",
    )
    page = page_of("rosa", "/records", **SMALL)
    expect(page.get_by_text("2 medicines now")).to_be_visible()
    sound(page)

    page.get_by_role("link", name="Medicines").click()
    expect(page.get_by_role("heading", name="Your medicines now (2)")).to_be_visible()
    expect(page.get_by_text("Ready to pick up")).to_be_visible()
    page.get_by_text("Medicines you stopped (1)").click()
    expect(page.get_by_text("Amoxicillin 500 mg capsule")).to_be_visible()
    sound(page)
    page.get_by_role("link", name="Metformin 500 mg tablet", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Metformin 500 mg tablet")
    expect(page.get_by_text("1 tablet with breakfast").first).to_be_visible()
    sound(page)
    page.get_by_role("link", name="Medicines", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Medicines")

    page.goto(f"{portal.origin}/records/care-plans")
    expect(page.get_by_text("1 of 2 steps done")).to_be_visible()
    sound(page)

    page.get_by_role("link", name="Visits").last.click()
    page.get_by_role("link", name="Clinic visit").click()
    expect(page.get_by_role("heading", name="Why you came")).to_be_visible()
    expect(page.get_by_text("Cough").first).to_be_visible()
    sound(page)
    # by keyboard alone
    button = page.get_by_role("button", name="I have read this")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Your care team can see that.")).to_be_focused()
    sound(page)
    with begin(SYSTEM, reads=True) as work:
        read = [mark.account_id for mark in work.all(select(ItemRead))]
    assert read == [uid("account rosa")]
    page.reload()
    expect(page.get_by_text("Your care team can see that.")).to_be_visible()


def test_what_cannot_be_read_is_told_and_tried_again(portal: Running, page_of: Callable[..., Page]):
    chart(problem("asthma"), of="rosa")

    def put(body: bytes) -> None:
        ours = select(Resource.id).where(Resource.fhir_id == "asthma").scalar_subquery()
        with portal.house.engine.begin() as db:
            db.execute(update(ResourceBody).where(ResourceBody.resource_id == ours).values(body=body))

    put(b"{")
    page = page_of("rosa", "/records/problems", **SMALL)
    expect(page.get_by_text("We could not load this")).to_be_visible()
    sound(page)
    put(b'{"resourceType": "Condition", "code": {"text": "Asthma (disorder)"}}')
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("link", name="Asthma")).to_be_visible()
    page.get_by_role("button", name="Over").click()
    expect(page.get_by_text("Nothing fits")).to_be_visible()
    sound(page)


def test_a_strangers_visit_and_entry_are_not_there(portal: Running, page_of: Callable[..., Page]):
    chart(problem("eczema"), of="rosa")
    with begin(SYSTEM, reads=True) as work:
        eczema = work.one(select(Resource).where(Resource.fhir_id == "eczema")).id
    page = page_of("ana", f"/records/item/{eczema}", **SMALL)
    expect(page.locator("main").get_by_text("We could not find that")).to_be_visible()
    expect(page.get_by_text("Eczema")).to_have_count(0)
    sound(page)


HYPERTENSION = {
    **problem("bp"),
    "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "I10"}], "text": "High blood pressure"},
}


def test_what_to_read_leads_back_to_where_one_came_from(portal: Running, page_of: Callable[..., Page]):
    chart(HYPERTENSION)
    page = page_of("ana", f"/records/item/{id_of('bp')}", **SMALL)
    page.get_by_role("link", name="High blood pressure").click()
    page.wait_for_url("**/learn/*")
    there = page.url
    page.get_by_role("link", name="Back", exact=True).click()
    page.wait_for_url("**/records/item/*")
    expect(page.get_by_role("heading", level=1, name="High blood pressure")).to_be_focused()
    by_address = page_of("ana", there.removeprefix(portal.origin), **SMALL)
    by_address.locator("main").get_by_role("link", name="Records").click()
    by_address.wait_for_url("**/records")


@pytest.mark.parametrize("place", ["/records/item", "/records/results", "/records/vitals", "/visits", "/learn",
                                   "/messages", "/forms"])  # fmt: skip
def test_what_is_not_there_says_so_and_leads_back_whatever_the_address_holds(
    portal: Running, page_of: Callable[..., Page], place: str
):
    chart(HYPERTENSION)
    said = []
    for tried in ("nothing-of-ours", "00000000-0000-7000-8000-000000000000", id_of("bp")):
        page = page_of("stranger", f"{place}/{tried}", **SMALL)
        expect(page.locator("main").get_by_text("We could not find that. It may have moved.")).to_be_visible()
        expect(page.get_by_text("We could not find that. It may have moved.").locator("visible=true")).to_have_count(1)
        expect(page.locator("main").get_by_role("link").first).to_be_visible()
        expect(page.get_by_role("heading", level=1)).not_to_be_empty()
        sound(page)
        said.append(page.locator("main").inner_text())
    assert len(set(said)) == 1
