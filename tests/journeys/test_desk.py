"""The desk where little is there, or goes: addresses that lead nowhere, cards, refusals, and where the focus lands."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from portal_app.access.actor import SYSTEM
from portal_app.wiring import begin
from tests.journeys.accessible import faults, spills
from tests.journeys.running import Running
from tests.people import uid
from tests.services import arrivals
from tests.services import doors as accounts
from tests.services.tasks import sent

PHONE = {"viewport": {"width": 390, "height": 600}}
DESKTOP = {"viewport": {"width": 1440, "height": 900}}
PageOf = Callable[..., Page]


@pytest.fixture(scope="module")
def portal() -> Iterator[Running]:
    """Jill, who is four and has no account; a result of Ana's, and messages of hers."""
    with Running() as running:
        accounts.policy(in_person_codes=False)
        with begin(SYSTEM) as work:
            born = work.now.date().replace(year=work.now.year - 4, day=1)
        accounts.newcomer(birth_date=born, email="")
        accounts.newcomer(id=uid("jill 2"), mrn="MS-3008", birth_date=born, email="")
        arrivals.arrive(arrivals.lab("a"))
        for at in range(12):
            sent.message(words=f"A question, number {at}")
        yield running


def focused(page: Page) -> None:
    """Something has the focus, and it is in sight: not under a bar."""
    box = page.evaluate(
        """() => {
            const one = document.activeElement, box = one.getBoundingClientRect()
            const over = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 8))
            return {name: one.tagName, hit: one.contains(over) || (over && over.contains(one))}
        }"""
    )
    assert box["name"] != "BODY"
    assert box["hit"], box


@pytest.mark.parametrize("path", ["forms/x", f"forms/{uid('nothing')}", f"patients/{uid('nothing')}", "results/x"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP])
def test_an_address_that_leads_nowhere_says_so_and_leads_on(page_of: PageOf, path: str, size: dict):
    page = page_of("ben", f"/staff/{path}", **size)
    expect(page.get_by_text("We could not find that. It may have moved.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("There is nothing to show here.")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("Save|Send|Hold|Ask"))).to_have_count(0)
    assert faults(page) == []
    assert spills(page) <= 0
    page.get_by_role("link", name="Back to the inbox").click()
    expect(page.get_by_text("A question, number 1").first).to_be_visible()


def test_the_code_card_names_its_patient_and_leads_back(page_of: PageOf):
    page = page_of("priya", f"/staff/patients/{uid('jill')}/code", **PHONE)
    expect(page.get_by_role("heading", level=1)).to_have_text("Code card for Jill Tillman")
    expect(page.get_by_text("Record number MS-3007")).to_be_visible()
    expect(page.get_by_text("This patient is under 18.")).to_be_visible()
    page.get_by_role("button", name="Make a code").press("Enter")
    expect(page.locator("#card")).to_be_focused()
    expect(page.locator("#code")).to_be_visible()
    assert faults(page) == []
    page.emulate_media(media="print")
    expect(page.locator("#card")).to_be_visible()
    for unprinted in ("Back to the patient", "Make another code", "Record number"):
        expect(page.get_by_text(unprinted)).to_be_hidden()
    page.emulate_media(media="screen")
    page.get_by_role("link", name="Back to the patient").click()
    expect(page.get_by_role("heading", name="Jill Tillman", level=1)).to_be_focused()


def test_an_address_that_is_none_is_refused_in_our_own_words(page_of: PageOf):
    page = page_of("priya", f"/staff/patients/{uid('jill 2')}", **PHONE)
    invitation = page.locator("#invitation")
    expect(invitation.get_by_text("This patient is under 18.")).to_be_visible()
    email = invitation.get_by_label("Email")
    email.fill("jill at example")
    invitation.get_by_role("button", name="Invite by email").click()
    expect(invitation.get_by_text("Enter the patient's email address.")).to_be_visible()
    expect(email).to_be_focused()
    assert faults(page) == []


def test_after_a_language_and_a_sign_out_the_heading_has_the_focus(page_of: PageOf):
    page = page_of("lena", "/staff/account", **DESKTOP)
    page.get_by_role("button", name="Español").click()
    expect(page.get_by_role("heading", name="Su cuenta", level=1)).to_be_focused()
    expect(page.get_by_text("Enfermería", exact=True).first).to_be_visible()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="Your account", level=1)).to_be_focused()
    page.get_by_role("button", name="Sign out").first.click()
    page.wait_for_url("**/sign-in")
    expect(page.get_by_role("heading", level=1)).to_be_focused()


def test_who_stops_looking_stands_at_the_patients_name(page_of: PageOf):
    page = page_of("amara", f"/staff/patients/{uid('ana')}/as-patient", **DESKTOP)
    page.get_by_label("The patient asked for help").check()
    page.get_by_label("In a few words").fill("She called and cannot find her result.")
    page.get_by_role("button", name="Show me what they see").press("Enter")
    expect(page.get_by_role("heading", name="Records", level=1)).to_be_focused()
    page.get_by_role("button", name="Stop looking").press("Enter")
    expect(page.get_by_role("heading", name="Ana Rivera", level=1)).to_be_focused()


def test_the_practice_manager_finds_no_way_to_look_as_a_patient(page_of: PageOf, portal: Running):
    page = page_of("sam", f"/staff/patients/{uid('ana')}", **DESKTOP)
    expect(page.get_by_role("heading", name="Ana Rivera", level=1)).to_be_visible()
    expect(page.get_by_role("link", name="See the portal as this patient does")).to_have_count(0)
    page.goto(f"{portal.origin}/staff/patients/{uid('ana')}/as-patient")
    page.wait_for_timeout(500)
    expect(page.get_by_role("button", name="Show me what they see")).to_have_count(0)
    assert "Ana" not in page.locator("main").inner_text()


def test_saved_rules_are_said_where_the_focus_lands_and_undoing_asks_with_the_safe_answer(page_of: PageOf):
    page = page_of("sam", "/staff/rules", **DESKTOP)
    page.get_by_role("button", name="Add rule").click()
    page.get_by_role("button", name="Save rules").press("Enter")
    expect(page.get_by_label("Why this change")).to_be_focused()
    page.get_by_label("Why this change").fill("Two days to call")
    page.get_by_role("button", name="Save rules").press("Enter")
    expect(page.get_by_text("Saved.")).to_be_focused()
    for leaves in ("Enter", "Escape"):
        page.get_by_role("button", name="Undo last change").press("Enter")
        expect(page.get_by_role("button", name="Leave it")).to_be_focused()
        page.keyboard.press(leaves)
        expect(page.get_by_role("button", name="Undo last change")).to_be_focused()
    page.wait_for_timeout(300)
    expect(page.get_by_text("Taken back.")).to_have_count(0)


def test_escape_hands_no_task_on(page_of: PageOf):
    page = page_of("ben", "/staff", **DESKTOP)
    page.locator("[data-row]").first.click()
    expect(page.get_by_role("link", name="Open chart")).to_be_visible()
    page.get_by_role("button", name="Assign").click()
    dialog = page.get_by_role("dialog", name="Hand this to")
    expect(dialog.get_by_role("button", name="Front desk").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.wait_for_timeout(300)
    expect(page.get_by_role("button", name="Assign")).to_be_visible()
    expect(page.get_by_text("This is not in your queue any more.")).to_have_count(0)


def test_a_hold_that_is_refused_says_so_in_its_dialog(page_of: PageOf):
    page = page_of("amara", f"/staff/results/{arrivals.id_of('a')}", **DESKTOP)
    page.get_by_role("button", name="Hold it from being shown").click()
    dialog = page.get_by_role("dialog", name="Hold it from being shown")
    dialog.get_by_role("button", name="Hold it", exact=True).click()
    expect(dialog.get_by_role("radio").first).to_be_focused()
    page.evaluate("id => { document.querySelector('#hold input[name=id]').value = id }", str(uid("nothing")))
    dialog.get_by_role("button", name="Hold it", exact=True).click()
    late = "Another result is open now, so nothing was sent. Please look again."
    expect(dialog.get_by_text(late)).to_be_visible()
    expect(page.locator("#review-comment-error")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Hold it from being shown")).to_be_focused()


@pytest.mark.parametrize("key", ["Tab", "Shift+Tab"])
def test_on_a_phone_what_has_the_focus_is_never_under_a_bar(page_of: PageOf, key: str):
    page = page_of("ben", "/staff", **PHONE)
    expect(page.get_by_text("A question, number 1").first).to_be_visible()
    rows = page.locator("[data-row]")
    (rows.first if key == "Tab" else rows.last).focus()
    # down to the last row, or up past the first
    for _ in range(9 if key == "Tab" else 14):
        page.keyboard.press(key)
        page.wait_for_timeout(50)
        focused(page)
    if key == "Shift+Tab":
        # the list was walked up to what chooses its order and kind
        assert page.evaluate("!!document.activeElement.closest('header, main')")
