"""What was typed at one place is never kept for another, however fast somebody goes there."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from portal_app.models import Draft, Task
from portal_app.services import view_as
from tests.journeys.running import Running
from tests.journeys.walk import settle
from tests.people import person, uid
from tests.services import arrivals
from tests.services.conversations import begun
from tests.services.doors import do
from tests.services.tasks import sent

PageOf = Callable[..., Page]
DESK = {"viewport": {"width": 1440, "height": 900}}
WORDS = "words that belong to the first"
GO = "to => window.__reactRouterDataRouter.navigate(to)"


def kept(portal: Running) -> list[tuple[str, str]]:
    with Db(portal.house.engine) as db:
        return [(row.place, row.body) for row in db.scalars(select(Draft))]


@pytest.mark.parametrize("arrives", [True, False])
def test_words_typed_at_one_result_are_not_kept_at_the_next(page_of: PageOf, portal: Running, arrives: bool) -> None:
    a, b = f"a-{arrives}", f"b-{arrives}"
    arrivals.arrive(arrivals.lab(a), who="ana")
    arrivals.arrive(arrivals.lab(b), who="stranger")
    one, two = arrivals.id_of(a), arrivals.id_of(b)
    page = page_of("amara", "/staff/patients", **DESK)
    if not arrives:
        page.route("**/arrive.js", lambda route: route.abort())
    page.goto(portal.origin + f"/staff/results/{one}")
    settle(page)
    page.locator("#review-comment").fill(WORDS)
    page.evaluate(GO, f"/staff/results/{two}")
    page.wait_for_timeout(1500)
    assert page.url.endswith(str(two))
    found = kept(portal)
    assert not [one for one in found if str(two) in one[0]], found


def test_words_typed_at_one_task_are_not_kept_at_the_next(page_of: PageOf, portal: Running) -> None:
    sent.message("stranger", words="Stop warfarin before the dentist?")
    sent.message("ana", words="May I take lisinopril with food?", hours=1)
    page = page_of("ben", "/staff", **DESK)
    rows = page.locator("[data-row]")
    expect(rows.nth(1)).to_be_visible()
    settle(page)
    rows.filter(has_text="lisinopril").first.click()
    expect(page.get_by_role("heading", name="lisinopril")).to_be_visible()
    settle(page)
    page.locator("#reply-words").fill(WORDS + ", Ana")
    rows.filter(has_text="warfarin").first.click()
    page.wait_for_timeout(1500)
    expect(page.get_by_role("heading", name="warfarin")).to_be_visible()
    with Db(portal.house.engine) as db:
        whose = {str(row.about_id): row.patient_id for row in db.scalars(select(Task))}
        whose |= {str(row.id): row.patient_id for row in db.scalars(select(Task))}
    wrong = [
        (place, body)
        for place, body in kept(portal)
        if body.endswith(", Ana") and any(one in place and patient != uid("ana") for one, patient in whose.items())
    ]
    assert not wrong, wrong


def test_words_typed_in_one_conversation_are_not_kept_in_the_next(page_of: PageOf, portal: Running) -> None:
    one, two = (
        begun("rosa", subject="First", key="the-first-draft-of-them"),
        begun("rosa", subject="Second", key="the-second-draft-of-them"),
    )
    page = page_of("rosa", f"/messages/{one}", **DESK)
    settle(page)
    page.locator("textarea").first.fill(WORDS)
    page.evaluate(GO, f"/messages/{two}")
    page.wait_for_timeout(1500)
    assert page.url.endswith(str(two))
    assert not [found for found in kept(portal) if str(two) in found[0]], kept(portal)


WATCH = """() => {
    window.seen = []
    new MutationObserver(() => window.seen.push(document.querySelector('main')?.innerText ?? ''))
        .observe(document.body, {subtree: true, childList: true, characterData: true})
}"""


@pytest.mark.parametrize("arrives", [True, False])
def test_nothing_of_one_patient_stands_under_another_name(page_of: PageOf, portal: Running, arrives: bool) -> None:
    arrivals.arrive(arrivals.lab(f"hers-{arrives}"), who="ana")
    arrivals.arrive(arrivals.lab(f"his-{arrives}"), who="stranger")
    for whose in ("ana", "stranger"):
        do(person("amara"), view_as.open, uid(whose), "asked", "They called and cannot find it.")
    at = "/staff/patients/{}/as-patient/records/results"
    page = page_of("amara", "/staff/patients", **DESK)
    if not arrives:
        page.route("**/arrive.js", lambda route: route.abort())
    page.goto(portal.origin + at.format(uid("ana")))
    expect(page.locator("main")).to_contain_text(re.compile("hers", re.I))
    settle(page)
    page.evaluate(WATCH)
    page.evaluate(GO, at.format(uid("stranger")))
    page.wait_for_timeout(1500)
    seen = page.evaluate("window.seen")
    expect(page.locator("main")).to_contain_text(re.compile("his-", re.I))
    wrong = [one for one in seen if "what Walter sees" in one and "hers-" in one.lower()]
    assert not wrong, (len(wrong), len(seen), wrong[0][:300])
