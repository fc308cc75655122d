"""A patient writes, a nurse answers live in a second browser; a draft survives a closed tab, a sign-out and a crash."""

import json
import re
import signal
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select, update

from portal_app.access.actor import SYSTEM
from portal_app.models import Message, Session, Thread
from portal_app.wiring import begin
from tests.journeys.accessible import faults, spills
from tests.journeys.running import Running
from tests.services.conversations import begun, key

PHONE = {"viewport": {"width": 390, "height": 844}}
SMALLEST = {"viewport": {"width": 320, "height": 640}}
PLACE = re.compile(r"/messages/[0-9a-f-]{36}$")


def sign_in(portal: Running) -> None:
    """Everybody's session stands, and they have just done something."""
    with portal.house.engine.begin() as db:
        db.execute(update(Session).values(ended_at=None, seen_at=datetime.now(UTC)))


@pytest.fixture(autouse=True)
def signed_in(portal: Running) -> None:
    """Each journey begins signed in."""
    sign_in(portal)


def count(table: type) -> int:
    """How many rows there are."""
    with begin(SYSTEM, reads=True) as work:
        return work.session.scalar(select(func.count()).select_from(table)) or 0


def answer(nurse: Page, subject: str, words: str) -> None:
    """The nurse opens what came in and answers it."""
    nurse.get_by_role("link", name=re.compile(subject)).first.click()
    nurse.get_by_role("textbox", name="Your reply").fill(words)
    nurse.get_by_role("button", name=re.compile("^Send")).click()


def test_a_patient_writes_on_a_phone_and_a_nurse_answers_live(page_of: Callable[..., Page]) -> None:
    nurse, ana = page_of("ben", "/staff"), page_of("ana", "/messages", **PHONE)
    expect(ana.get_by_text("No messages yet")).to_be_visible()
    assert faults(ana) == []
    ana.get_by_role("link", name="Write a new message").click()
    topic = ana.get_by_label("A medicine")
    # before the first word: who reads it, how soon, and that it is not for emergencies
    expect(ana.get_by_text(re.compile("Goes to Nurses. Send it now and they answer by"))).to_be_visible()
    expect(ana.get_by_role("link", name="call 911").first).to_be_visible()
    ana.get_by_label("Your message").fill("Should I stop the lisinopril?")
    ana.get_by_role("button", name="Send message").click()
    expect(ana.get_by_text("Choose what your message is about.").first).to_be_visible()
    expect(ana.get_by_role("radio").first).to_be_focused()
    expect(ana.get_by_label("Your message")).to_have_value("Should I stop the lisinopril?")
    topic.check()
    ana.get_by_label("Subject").fill("My potassium")
    assert (faults(ana), spills(ana)) == ([], 0)
    ana.get_by_role("button", name="Send message").dblclick()
    ana.wait_for_url(PLACE)
    expect(ana.get_by_role("heading", name="My potassium")).to_be_visible()
    expect(ana.get_by_text("This is with Nurses.")).to_be_visible()
    expect(ana.get_by_text("Sent, not read yet")).to_be_visible()
    assert (count(Thread), count(Message)) == (1, 1)

    ana.get_by_label("Your message").fill("While I wait")
    answer(nurse, "My potassium", "Please keep taking it.")
    log = ana.get_by_role("log")
    expect(log.get_by_text("Please keep taking it.")).to_be_visible()
    expect(log.get_by_text("Read by Ben Ruiz")).to_be_visible()
    # what she was writing is not touched, nor is the place where she writes
    expect(ana.get_by_label("Your message")).to_have_value("While I wait")
    expect(ana.get_by_label("Your message")).to_be_focused()
    assert (faults(ana), spills(ana)) == ([], 0)
    expect(nurse.get_by_text(re.compile("Read by Ana Rivera")).first).to_be_visible()

    ana.get_by_role("button", name="Send message").click()
    expect(ana.get_by_label("Your message")).to_have_value("")
    # the nurse has it open, and may have read it before anybody looks
    expect(log.get_by_text(re.compile("^(Sent |Read by Ben Ruiz)")).last).to_be_visible()
    expect(log.get_by_text("While I wait")).to_be_visible()
    expect(nurse.get_by_text("While I wait").first).to_be_visible()


def write_half(page: Page, words: str) -> None:
    """Type, and wait until it is kept."""
    page.get_by_label("Your message").fill(words)
    expect(page.get_by_text(re.compile("Draft saved"))).to_be_visible()


def test_a_draft_survives_a_closed_tab_a_sign_out_and_a_crash(portal: Running, page_of: Callable[..., Page]) -> None:
    place = f"/messages/{begun('ana', key=key())}"
    page = page_of("ana", place)
    write_half(page, "half a thought")
    page.close()
    page = page_of("ana", place)
    expect(page.get_by_label("Your message")).to_have_value("half a thought")
    page.get_by_role("button", name="Sign out").first.click()
    page.wait_for_url(re.compile("/sign-in"))
    sign_in(portal)
    page = page_of("ana", place)
    expect(page.get_by_label("Your message")).to_have_value("half a thought")
    # the server dies while she goes on typing, and comes back
    portal.stop(signal.SIGKILL)
    page.get_by_label("Your message").press("End")
    page.get_by_label("Your message").press_sequentially(" and its end", delay=20)
    expect(page.get_by_text("You are offline.")).to_be_visible()
    portal.start()
    expect(page.get_by_text("You are offline.")).to_be_hidden(timeout=30_000)
    expect(page.get_by_label("Your message")).to_have_value("half a thought and its end")
    expect(page.get_by_label("Your message")).to_be_focused()
    expect(page.get_by_text(re.compile("Draft saved"))).to_be_visible()
    other = page_of("ana", place)
    expect(other.get_by_label("Your message")).to_have_value("half a thought and its end")


def test_a_conversation_is_closed_opened_again_and_taken_home(page_of: Callable[..., Page], tmp_path: Path) -> None:
    page = page_of("ana", f"/messages/{begun('ana', subject='Flu shot', key=key())}", **SMALLEST)
    menu = page.locator("details[data-closes-itself] > summary")
    menu.click()
    assert (faults(page), spills(page)) == ([], 0)
    with page.expect_download() as got:
        page.get_by_role("link", name="for another program").click()
    saved = json.loads(Path(got.value.path()).read_text())
    assert saved["conversations"][0]["messages"][0]["body"] == "Should I stop the lisinopril?"
    menu.click()
    page.get_by_role("button", name="Close this conversation").click()
    expect(page.get_by_text("This conversation is closed.")).to_be_visible()
    expect(page.get_by_label("Your message")).to_be_hidden()
    assert (faults(page), spills(page)) == ([], 0)
    page.get_by_role("button", name="Open it again").click()
    expect(page.get_by_label("Your message")).to_be_visible()


def test_the_keyboard_is_enough(page_of: Callable[..., Page]) -> None:
    page = page_of("ana", f"/messages/{begun('ana', subject='By keyboard', key=key())}")
    page.get_by_label("Your message").focus()
    page.keyboard.type("Only keys")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Send message")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("log").get_by_text("Only keys")).to_be_visible()


def test_another_patients_conversation_is_not_found(page_of: Callable[..., Page]) -> None:
    page = page_of("stranger", f"/messages/{begun('ana', subject='Not yours', key=key())}")
    expect(page.locator("main").get_by_text("We could not find that.")).to_be_visible()
    assert "Not yours" not in page.content()


@pytest.mark.parametrize("size", [{"width": 390, "height": 844}, {"width": 1440, "height": 900}])
def test_a_conversation_opened_at_its_end_still_says_what_it_is_about(page_of: Callable[..., Page], size: dict) -> None:
    thread = begun("ana", subject="A long one", key=key())
    page = page_of("ana", f"/messages/{thread}", viewport=size)
    for n in range(6):
        page.get_by_label("Your message").fill(f"Part {n}.\n\nMore.\n\nAnd more.\n\nAnd more.")
        page.get_by_role("button", name="Send message").click()
        expect(page.get_by_role("log").get_by_text(f"Part {n}.")).to_be_visible()
    page.reload()
    expect(page.get_by_role("log").get_by_text("Part 5.")).to_be_in_viewport()
    expect(page.get_by_role("heading", level=1, name="A long one")).to_be_in_viewport(ratio=1)
    expect(page.locator("main").get_by_role("link", name="Messages")).to_be_in_viewport(ratio=1)
    assert (faults(page), spills(page)) == ([], 0)
