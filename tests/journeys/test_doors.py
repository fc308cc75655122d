"""A session ends, a server restarts, a stranger tries: what the browser then shows."""

import re
import signal
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect
from sqlalchemy import update

from portal_app import wiring
from portal_app.access.actor import SYSTEM
from portal_app.models import Session
from tests.journeys.running import Running
from tests.people import uid

SIGN_IN = re.compile(r"/sign-in/?$")
NAME = "Ana Rivera"


def set_session(portal: Running, name: str, **values: datetime | None) -> None:
    """Change a session in the database, behind the portal's back."""
    with portal.house.engine.begin() as db:
        db.execute(update(Session).where(Session.id == uid(f"session {name}")).values(**values))


def awake(portal: Running, name: str) -> None:
    """The session stands again, and the person has just done something."""
    set_session(portal, name, ended_at=None, seen_at=datetime.now(UTC))


def shows(page: Page) -> str:
    """Everything that stands on the page, seen or not."""
    return page.content()


def test_a_session_revoked_in_the_database_is_out_within_a_second_and_a_half(portal, page_of: Callable[..., Page]):
    awake(portal, "ana")
    one, other = page_of("ana", "/more"), page_of("ana", "/more")
    expect(one.get_by_text(NAME).first).to_be_visible()
    expect(other.get_by_text(NAME).first).to_be_visible()
    set_session(portal, "ana", ended_at=datetime.now(UTC))
    since = time.monotonic()
    one.wait_for_url(SIGN_IN, timeout=5_000)
    other.wait_for_url(SIGN_IN, timeout=5_000)
    assert time.monotonic() - since < 2.5
    for page in (one, other):
        assert NAME not in shows(page)
        page.go_back()
        page.wait_for_timeout(500)
        assert NAME not in shows(page)


def test_the_next_person_at_the_same_tab_sees_nothing_of_the_last(portal, page_of):
    awake(portal, "ana")
    page = page_of("ana", "/more")
    expect(page.get_by_text(NAME).first).to_be_visible()
    page.context.clear_cookies()
    page.context.add_cookies([portal.cookie("stranger")])
    page.goto(f"{portal.origin}/more")
    expect(page.get_by_text("Walter Greene").first).to_be_visible()
    assert NAME not in shows(page)


def test_a_tab_token_stolen_from_the_browser_opens_nothing_elsewhere(portal, page_of):
    awake(portal, "ana")
    hers = page_of("ana", "/more")
    expect(hers.get_by_text(NAME).first).to_be_visible()
    token = hers.evaluate("sessionStorage.getItem('token')")
    thief = page_of("nobody", "/sign-in")
    thief.evaluate("token => sessionStorage.setItem('token', token)", token)
    hers.close()
    thief.goto(f"{portal.origin}/more")
    thief.wait_for_url(SIGN_IN)
    assert NAME not in shows(thief)


def test_who_does_nothing_is_asked_and_may_stay(portal, page_of):
    awake(portal, "ana")
    page = page_of("ana", "/more")
    expect(page.get_by_text(NAME).first).to_be_visible()
    set_session(portal, "ana", seen_at=datetime.now(UTC) - timedelta(minutes=13, seconds=30))
    stay = page.get_by_role("button", name="Stay signed in")
    expect(stay).to_be_visible()
    time.sleep(21)  # what a person does is noted every 20 seconds
    stay.click()
    expect(stay).not_to_be_visible()
    with wiring.begin(SYSTEM, reads=True) as work:
        session = work.session.get(Session, uid("session ana"))
        assert session is not None
        assert datetime.now(UTC) - session.seen_at < timedelta(seconds=20)


def test_who_goes_on_doing_nothing_is_signed_out(portal, page_of):
    awake(portal, "ana")
    page = page_of("ana", "/more")
    expect(page.get_by_text(NAME).first).to_be_visible()
    set_session(portal, "ana", seen_at=datetime.now(UTC) - timedelta(minutes=16))
    page.wait_for_url(SIGN_IN, timeout=5_000)
    assert NAME not in shows(page)


def test_a_page_comes_back_to_life_after_the_server_restarts(portal, page_of):
    awake(portal, "ana")
    page = page_of("ana", "/more")
    expect(page.get_by_text(NAME).first).to_be_visible()
    portal.stop(signal.SIGKILL)
    expect(page.get_by_text("You are offline.")).to_be_visible(timeout=15_000)
    portal.start()
    expect(page.get_by_text("You are offline.")).not_to_be_visible(timeout=15_000)
    expect(page.get_by_text(NAME).first).to_be_visible()


def test_no_page_breaks_its_own_policy(portal, page_of):
    awake(portal, "ana")
    broken: list[str] = []
    for who, path in (("nobody", "/sign-in"), ("ana", "/more"), ("ana", "/forms"), ("ben", "/staff")):
        page = page_of("nobody")
        page.on("console", lambda message: broken.append(message.text) if "Policy" in message.text else None)
        if who != "nobody":
            page.context.add_cookies([portal.cookie(who)])
        page.goto(portal.origin + path)
        page.wait_for_timeout(800)
    assert broken == []
