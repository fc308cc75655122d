"""Around release: a patient waits for a comment, a clinician comments or holds, staff look as a patient."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect
from sqlalchemy import select

from portal_app.access.actor import SYSTEM
from portal_app.models import ShownNow
from portal_app.services import choices
from portal_app.wiring import begin
from tests.journeys.accessible import faults, spills
from tests.journeys.running import Running
from tests.people import person, uid
from tests.services.arrivals import arrive, id_of, lab, report
from tests.services.doors import do

SMALL = {"viewport": {"width": 390, "height": 844}}
WIDE = {"viewport": {"width": 1440, "height": 900}}
WHY = "She is alone tonight and has spoken of ending her life."


def sound(page: Page) -> None:
    """Nothing for axe to find, nothing wider than the screen."""
    assert faults(page) == []
    assert spills(page) <= 0


def choose(page: Page, what: str, when: str) -> None:
    page.get_by_role("group", name=what).get_by_label(when).check()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()


def test_a_patient_waits_for_a_comment_and_sees_the_result_live_when_it_comes(
    portal: Running, page_of: Callable[..., Page]
):
    ana = page_of("ana", "/more", **SMALL)
    ana.get_by_role("link", name="When I see my results").click()
    expect(ana.get_by_text("10 days at most")).to_be_visible()
    sound(ana)
    choose(ana, "Lab results", "After my care team has commented")
    arrive(lab("potassium"), also=False)
    ana.goto(portal.origin + "/records/results")
    expect(ana.get_by_role("heading", name="Walnut potassium is ready")).to_be_visible()
    expect(ana.get_by_text("Your care team is reviewing it.")).to_be_visible()
    expect(ana.get_by_text("5.9")).to_have_count(0)
    sound(ana)

    amara = page_of("amara", "/staff", **WIDE)
    amara.get_by_text("Comment on a result").first.click()
    expect(amara.get_by_text("the patient chose to wait for a comment")).to_be_visible()
    expect(amara.get_by_text("5.9 mmol/L")).to_be_visible()
    sound(amara)
    amara.get_by_role("button", name="Send comment").click()
    expect(amara.get_by_text("Write your comment first.").first).to_be_visible()
    amara.get_by_label("Comment for Ana").fill("A little high. Nothing to fear.")
    expect(amara.get_by_text("Draft saved")).to_be_visible()
    amara.reload()
    expect(amara.get_by_label("Comment for Ana")).to_have_value("A little high. Nothing to fear.")
    amara.get_by_label("What happens next, a step a line").fill("Come back in a week\nStop the salt substitute")
    amara.get_by_role("button", name="Send comment").click()
    expect(amara.get_by_text("Sees it since")).to_be_visible()
    expect(amara.get_by_role("listitem").filter(has_text="Stop the salt substitute")).to_be_visible()
    expect(amara.get_by_label("Comment for Ana")).to_have_value("")
    expect(amara.get_by_role("button", name="Open again")).to_be_visible()
    # she did nothing: it came by itself
    expect(ana.get_by_role("link", name="Walnut potassium")).to_be_visible()
    expect(ana.get_by_text("Walnut potassium is ready")).to_have_count(0)


def test_a_patient_ends_their_own_wait(portal: Running, page_of: Callable[..., Page]):
    stranger = page_of("stranger", "/account/results", **SMALL)
    choose(stranger, "Lab results", "After my care team has commented")
    arrive(report("panel", "sodium"), lab("sodium"), who="stranger", also=False)
    stranger.goto(portal.origin + "/records/results")
    expect(stranger.get_by_role("heading", name="Walnut panel is ready")).to_be_visible()
    expect(stranger.get_by_text("Your care team is reviewing it.")).to_be_visible()
    expect(stranger.get_by_text("Walnut sodium")).to_have_count(0)
    sound(stranger)
    stranger.get_by_role("button", name="Show me now").click()
    expect(stranger).to_have_url(f"{portal.origin}/records/results/{id_of('panel')}")
    expect(stranger.get_by_role("heading", name="Walnut panel")).to_be_visible()
    expect(stranger.get_by_role("heading", name="Walnut sodium")).to_be_visible()
    stranger.get_by_role("link", name="Test results").click()
    expect(stranger.get_by_role("link", name="Walnut panel")).to_be_visible()
    expect(stranger.get_by_text("is ready")).to_have_count(0)


def test_a_clinician_holds_a_result_with_a_reason_and_the_hold_runs_out(portal: Running, page_of: Callable[..., Page]):
    do(person("ana"), choices.choose, "labs", "now")
    arrive(lab("glucose"), also=False)
    ana = page_of("ana", "/records/results", **SMALL)
    expect(ana.get_by_role("link", name="Walnut glucose")).to_be_visible()

    amara = page_of("amara", f"/staff/patients/{uid('ana')}", **WIDE)
    amara.get_by_role("link", name="Walnut glucose").click()
    amara.get_by_role("button", name="Hold it from being shown").click()
    dialog = amara.get_by_role("dialog", name="Hold it from being shown")
    expect(dialog.get_by_text("Upsetting news is not a reason")).to_be_visible()
    # the colour of all edges, 3:1 to the paper (WCAG 1.4.11)
    expect(dialog.get_by_label("life or physical safety")).to_have_css("border-color", "rgb(117, 133, 139)")
    dialog.get_by_role("button", name="Hold it", exact=True).click()
    expect(dialog.get_by_text("Choose what harm it could do.")).to_be_visible()
    sound(amara)
    dialog.get_by_label("life or physical safety").check()
    dialog.get_by_label("Your reason").fill(WHY)
    there = datetime.now(ZoneInfo("America/New_York"))
    dialog.get_by_label("Held until").fill((there + timedelta(days=11)).strftime("%Y-%m-%dT%H:%M:%S"))
    dialog.get_by_role("button", name="Hold it", exact=True).click()
    expect(dialog.get_by_text("A hold ends after 10 days at most.")).to_be_visible()
    end = datetime.now(ZoneInfo("America/New_York")) + timedelta(seconds=12)
    dialog.get_by_label("Held until").fill(end.strftime("%Y-%m-%dT%H:%M:%S"))
    dialog.get_by_role("button", name="Hold it", exact=True).click()
    expect(dialog).to_be_hidden()
    expect(amara.get_by_text("by Dr. Amara Osei")).to_be_visible()
    # the patient's open page has lost it, and says nothing of a hold
    expect(ana.get_by_role("link", name="Walnut glucose")).to_have_count(0)
    ana.goto(portal.origin + "/account/access")
    expect(ana.get_by_text("Read test results").first).to_be_visible()
    assert "held" not in ana.locator("main").inner_text().lower()
    while datetime.now(ZoneInfo("America/New_York")) < end:
        ana.wait_for_timeout(500)
    ana.goto(portal.origin + "/records/results")
    expect(ana.get_by_role("link", name="Walnut glucose")).to_be_visible()


def test_a_hold_is_ended_by_hand(portal: Running, page_of: Callable[..., Page]):
    arrive(lab("iron"), who="stranger", also=False)
    do(person("stranger"), choices.choose, "labs", "now")
    wanted = id_of("iron")
    amara = page_of("amara", f"/staff/results/{wanted}", **WIDE)
    amara.get_by_role("button", name="Hold it from being shown").click()
    dialog = amara.get_by_role("dialog", name="Hold it from being shown")
    dialog.get_by_label("life or physical safety").check()
    dialog.get_by_label("Your reason").fill(WHY)
    dialog.get_by_role("button", name="Hold it", exact=True).click()
    amara.get_by_role("button", name="End the hold now").click()
    expect(amara.get_by_text("Sees it since")).to_be_visible()
    expect(amara.get_by_role("button", name="End the hold now")).to_have_count(0)
    sound(amara)


def test_staff_see_the_portal_as_a_patient_after_a_reason_and_the_patient_reads_it(
    portal: Running, page_of: Callable[..., Page]
):
    do(person("ana"), choices.choose, "labs", "comment")
    arrive(lab("calcium"), also=False)
    ben = page_of("ben", f"/staff/patients/{uid('ana')}", **WIDE)
    ben.get_by_role("link", name="See the portal as this patient does").click()
    ben.get_by_role("button", name="Show me what they see").click()
    expect(ben.get_by_text("Choose why you want to see this.").first).to_be_visible()
    sound(ben)
    ben.get_by_label("The patient asked for help").check()
    ben.get_by_label("In a few words").fill("She called and cannot find her result.")
    ben.get_by_role("button", name="Show me what they see").click()
    expect(ben.get_by_text("You see what Ana sees.")).to_be_visible()
    ben.get_by_role("link", name="Test results").click()
    expect(ben.get_by_role("heading", name="Walnut calcium is ready")).to_be_visible()
    expect(ben.get_by_text("Your care team is reviewing it.")).to_be_visible()
    # only Ana can end her wait: it stands there as she sees it, and nothing can be pressed
    pale = ben.locator("[inert]").filter(has_text="Show me now")
    expect(pale).to_be_visible()
    pale.locator("button").click(force=True)
    expect(ben.get_by_role("heading", name="Walnut calcium is ready")).to_be_visible()
    with begin(SYSTEM, reads=True) as work:
        assert work.all(select(ShownNow).where(ShownNow.resource_id == id_of("calcium"))) == []
    sound(ben)
    ben.get_by_role("link", name="Walnut potassium").click()
    expect(ben.get_by_role("heading", level=1, name="Walnut potassium")).to_be_visible()
    expect(ben.get_by_text("A little high. Nothing to fear.")).to_be_visible()
    expect(ben.get_by_text("Stop the salt substitute")).to_be_visible()
    expect(ben.locator("[inert]").filter(has_text="Ask about this result")).to_be_visible()
    expect(ben.get_by_text("You cannot change anything.")).to_be_visible()
    sound(ben)
    ben.get_by_role("link", name="Test results").click()
    expect(ben.get_by_role("heading", name="Walnut calcium is ready")).to_be_visible()
    ana = page_of("ana", "/account/access", **SMALL)
    expect(ana.get_by_text("Looked at the portal as you see it").first).to_be_visible()
    expect(ana.get_by_text("You asked for help").first).to_be_visible()
    ben.get_by_role("button", name="Stop looking").click()
    expect(ben.get_by_role("heading", name="Ana Rivera")).to_be_visible()
    ben.goto(f"{portal.origin}/staff/patients/{uid('ana')}/as-patient")
    expect(ben.get_by_role("button", name="Show me what they see")).to_be_visible()
