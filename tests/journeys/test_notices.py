"""A result comes while its patient is signed in: it stands on the page by itself, is told once, and never after it was
seen."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select, update

from portal_app.access.actor import SYSTEM
from portal_app.models import Job, Mail, Notice, NoticeChoice, Pace, Session
from portal_app.wiring import begin
from tests.journeys.accessible import faults, spills
from tests.journeys.running import Running
from tests.services.notices.charts import JOB, come, lab, settle_chart

PHONE = {"viewport": {"width": 390, "height": 844}}
SMALLEST = {"viewport": {"width": 320, "height": 640}}
PROMISED = 60.0
"""Seconds from the import to the page."""


@pytest.fixture(autouse=True)
def _signed_in(portal: Running) -> None:
    with portal.house.engine.begin() as db:
        db.execute(update(Session).values(ended_at=None, seen_at=datetime.now(UTC)))


@pytest.fixture(scope="module", autouse=True)
def _looking(portal: Running) -> None:
    """The portal has begun to look for what becomes visible."""
    settle_chart()
    until = time.monotonic() + 30
    while not _begun():
        assert time.monotonic() < until, "the portal does not look for what is new"
        time.sleep(0.2)


def _begun() -> bool:
    with begin(SYSTEM) as work:
        return bool(work.session.scalars(select(Job.args).where(Job.key == JOB)).first())


def told() -> list[str]:
    """The subjects of all letters."""
    with begin(SYSTEM) as work:
        return list(work.all(select(Mail.subject)))


def time_comes() -> None:
    """What waits to be mailed is due now, and the portal's own round goes by."""
    with begin(SYSTEM) as work:
        work.session.execute(update(Notice).where(Notice.mail_at.is_not(None)).values(mail_at=work.now))
        work.session.execute(update(Job).where(Job.key == "every:mail_notices").values(run_at=work.now))
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with begin(SYSTEM) as work:
            if work.session.scalars(select(Notice.id).where(Notice.mail_at.is_not(None))).first() is None:
                return
        time.sleep(0.2)
    raise AssertionError("nothing was mailed")


def test_a_result_appears_by_itself_is_mailed_once_and_never_after_it_was_seen(page_of: Callable[..., Page]) -> None:
    page = page_of("ana", "/home", **PHONE)
    expect(page.get_by_role("heading", name="Nothing new")).to_be_visible()
    came = time.monotonic()
    come(lab("o1"))
    row = page.get_by_role("link", name="Potassium")
    expect(row).to_be_visible(timeout=PROMISED * 1000)
    assert time.monotonic() - came < PROMISED
    expect(
        page.get_by_role("navigation", name="Main", exact=True).get_by_role("link", name="Records , 1 new")
    ).to_be_visible()

    time_comes()
    assert told() == ["You have a new result"]

    row.click()
    page.wait_for_url("**/records/results/*")
    expect(
        page.get_by_role("navigation", name="Main", exact=True).get_by_role("link", name="Records", exact=True)
    ).to_be_visible()
    page.goto(page.url.partition("/records")[0] + "/home")
    expect(page.get_by_role("heading", name="Nothing new")).to_be_visible()

    with begin(SYSTEM) as work:
        work.add(NoticeChoice(account_id=_account(), event="result", way="email", pace=Pace.DAILY))
    come(lab("o2"), lab("o3"))
    expect(page.get_by_role("link", name="Potassium")).to_have_count(2, timeout=PROMISED * 1000)
    page.goto(page.url.replace("/home", "/notices"))
    expect(page.get_by_role("main").get_by_text("New", exact=True)).to_have_count(2)
    page.get_by_role("link", name="Potassium").first.click()
    expect(
        page.get_by_role("navigation", name="Main", exact=True).get_by_role("link", name="Records , 1 new")
    ).to_be_visible()
    time_comes()
    assert told() == ["You have a new result"] * 2


def _account() -> object:
    with begin(SYSTEM) as work:
        return work.session.scalars(select(Notice.account_id)).first()


def test_all_is_marked_as_read_and_how_one_hears_is_chosen_on_the_smallest_phone(page_of: Callable[..., Page]) -> None:
    come(lab("o4"))
    page = page_of("ana", "/notices", **SMALLEST)
    expect(page.get_by_role("button", name="Mark all as read")).to_be_visible(timeout=PROMISED * 1000)
    assert (faults(page), spills(page)) == ([], 0)
    page.get_by_role("button", name="Mark all as read").click()
    expect(page.get_by_role("button", name="Mark all as read")).to_have_count(0)
    expect(page.get_by_role("main").get_by_text("New", exact=True)).to_have_count(0)

    page.get_by_role("link", name="Choose how we tell you").click()
    record = page.get_by_role("group", name="A note or visit summary")
    expect(record.get_by_label("Email me soon")).to_be_checked()
    assert (faults(page), spills(page)) == ([], 0)
    record.get_by_label("No email").check()
    page.reload()
    expect(page.get_by_role("group", name="A note or visit summary").get_by_label("No email")).to_be_checked()
