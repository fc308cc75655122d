"""The desk by keyboard alone: a nurse finds, claims, notes, answers and closes; a colleague sees it live."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.accessible import faults, spills
from tests.journeys.running import Running
from tests.services.tasks import sent

DESK = {"viewport": {"width": 1440, "height": 900}}
QUESTION = "May I take lisinopril with food?"


@pytest.fixture(scope="module", autouse=True)
def waiting(portal: Running) -> None:
    """What patients have sent before anybody looks."""
    sent.message("stranger", words="Stop warfarin before the dentist?")
    sent.message("ana", words=QUESTION, hours=1)


def at_desk(page: Page) -> Page:
    """The list is there."""
    expect(page.locator("[data-row]").first).to_be_visible()
    return page


def test_a_nurse_works_from_the_list_to_the_closed_task_without_a_mouse(page_of: Callable[..., Page]) -> None:
    ben, amara = at_desk(page_of("ben", "/staff", **DESK)), at_desk(page_of("amara", "/staff", **DESK))
    keys = ben.keyboard
    keys.press("j")
    expect(ben.locator("[data-row]").first).to_be_focused()
    keys.press("Enter")
    expect(ben.get_by_role("heading", name=QUESTION)).to_be_visible()
    expect(ben.get_by_text("Unclaimed in Nurses")).to_be_visible()
    keys.press("c")
    expect(ben.get_by_text("With you, in Nurses")).to_be_visible()
    expect(amara.locator("[data-row]").first).to_contain_text("Ben Ruiz")
    keys.press("n")
    expect(ben.locator("#note-words")).to_be_focused()
    keys.type("Asked Amara.")
    keys.press("Control+Enter")
    expect(ben.get_by_text("Team note from Ben Ruiz")).to_be_visible()
    keys.press("Escape")
    keys.press("r")
    expect(ben.locator("#reply-words")).to_be_focused()
    keys.type("Yes, with food is fine. c j e")
    expect(ben.get_by_text("Draft saved")).to_be_visible()
    keys.press("Control+Enter")
    expect(ben.locator("article", has_text="Yes, with food is fine.")).to_be_visible()
    expect(ben.locator("#reply-words")).to_have_value("")
    expect(amara.locator("[data-row]")).to_have_count(1)
    keys.press("Escape")
    keys.press("e")
    expect(ben.get_by_text("Ben Ruiz closed this")).to_be_visible()
    keys.press("Escape")
    expect(ben).to_have_url(re.compile(r"/staff\?view=open&pool=$"))


def test_new_work_appears_without_moving_what_is_being_read(page_of: Callable[..., Page]) -> None:
    for number in range(20):
        sent.message("stranger", words=f"Question {number}", hours=12)
    ben = at_desk(page_of("ben", "/staff", viewport={"width": 1440, "height": 600}))
    # the middle of the list is being read
    ben.locator("[data-list]").evaluate("list => { list.scrollTop = 300 }")
    ben.wait_for_timeout(200)
    read = ben.locator("[data-row]", has_text="Question 12")
    before = read.bounding_box()
    ana = page_of("ana", "/messages/new")
    ana.get_by_label("A medicine").check()
    ana.get_by_label("Subject").fill("Before all others")
    ana.get_by_label("Your message").fill("May I?")
    ana.get_by_role("button", name="Send message").click()
    expect(ben.locator("[data-row]", has_text="Before all others")).to_be_attached()
    ben.wait_for_timeout(200)
    after = read.bounding_box()
    assert before is not None
    assert after is not None
    assert abs(before["y"] - after["y"]) <= 1
    expect(ben.get_by_text("1 new")).to_be_visible()
    ben.keyboard.press(".")
    expect(ben.locator("[data-row]", has_text="Before all others")).to_be_focused()


def test_single_keys_can_be_switched_off(page_of: Callable[..., Page]) -> None:
    ben = at_desk(page_of("ben", "/staff", **DESK))
    ben.keyboard.press("?")
    expect(ben.get_by_role("dialog", name="Shortcuts")).to_be_visible()
    ben.get_by_label("Single keys work").uncheck()
    ben.keyboard.press("Escape")
    ben.keyboard.press("j")
    expect(ben.locator("[data-row]").first).not_to_be_focused()


def test_a_patient_is_found_as_one_types_and_the_look_is_told(page_of: Callable[..., Page]) -> None:
    ben = at_desk(page_of("ben", "/staff", **DESK))
    ben.keyboard.press("g")
    ben.keyboard.press("p")
    expect(ben.locator("#find")).to_be_focused()
    ben.keyboard.type("3/3/1968")
    expect(ben.get_by_role("status").filter(has_text="1 patient")).to_be_visible()
    ben.keyboard.press("Tab")
    ben.keyboard.press("Enter")
    expect(ben.get_by_role("heading", name="Ana Rivera")).to_be_visible()
    ana = page_of("ana", "/account/access")
    expect(ana.get_by_text("Opened the chart summary")).to_be_visible()


@pytest.mark.parametrize("width", [320, 390, 1024, 1440])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_stands_in_anybodys_way(page_of: Callable[..., Page], width: int, theme: str) -> None:
    context = {"viewport": {"width": width, "height": 800}, "color_scheme": theme, "reduced_motion": "reduce"}
    ben = at_desk(page_of("ben", "/staff", **context))
    found = [*faults(ben), f"spills {spills(ben)}"]
    ben.locator("[data-row]").first.click()
    expect(ben.locator("#reply-words")).to_be_visible()
    found += [*faults(ben), f"spills {spills(ben)}"]
    assert found == ["spills 0", "spills 0"]


def test_the_place_in_the_list_is_kept_when_a_task_is_left(page_of: Callable[..., Page]) -> None:
    ben = at_desk(page_of("ben", "/staff", viewport={"width": 800, "height": 900}))
    ben.keyboard.press("j")
    ben.keyboard.press("Enter")
    # on a small screen the task takes the room of the list, and the focus with it
    expect(ben.get_by_role("region", name="Task", exact=True)).to_be_focused()
    ben.keyboard.press("Escape")
    at_desk(ben).keyboard.press("j")
    expect(ben.locator("[data-row]").nth(1)).to_be_focused()
