"""A patient reads test results on a phone: they come while the page is open, and explain themselves."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.accessible import faults, spills
from tests.journeys.running import Running
from tests.services.results.panels import a_test, chart, commented, id_of, keep_waiting, panel
from tests.services.test_vitals import pressure

PHONE = {"viewport": {"width": 390, "height": 844}}


def sound(page: Page) -> None:
    """Nothing for axe to find, nothing wider than the screen, also on the smallest one."""
    assert faults(page) == []
    size = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 640})
    assert spills(page) <= 0
    page.set_viewport_size(size or {"width": 390, "height": 844})


def test_a_result_arrives_is_read_and_asked_about(portal: Running, page_of: Callable[..., Page]):
    for day, value in (("2024-12-03", 4.3), ("2025-11-12", 4.7), ("2026-06-02", 4.9)):
        chart(*panel(f"p-{day}", day, value))
    page = page_of("ana", "/records/results", **PHONE)
    problems: list[str] = []
    page.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
    expect(page.get_by_text("All 8 are in the usual range.")).to_have_count(3)
    sound(page)
    chart(*panel("new", "2026-11-23", 5.3))
    commented("new", "Your potassium is a little high. That is not dangerous.", "A new test on Monday.")
    # without a reload: the portal itself sees that it has become visible, and tells
    expect(page.get_by_text("1 of 8 is a little high.")).to_be_visible(timeout=30_000)
    page.get_by_role("link", name="1 of 8 is a little high.").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Basic metabolic panel")
    expect(page.get_by_role("heading", name="Dr. Amara Osei wrote to you")).to_be_visible()
    expect(page.get_by_text("A new test on Monday.")).to_be_visible()
    expect(page.get_by_role("img", name="Potassium 5.3 mmol/L. A little high.")).to_be_visible()
    # the table beside the chart, by keyboard alone
    chart_summary = page.locator("summary", has_text="See these numbers as a table")
    chart_summary.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("row", name="November 23, 2026 5.3 mmol/L A little high")).to_be_visible()
    page.get_by_role("button", name="See it over time Sodium").press("Enter")
    expect(page.get_by_role("heading", name="Sodium over 2 years")).to_be_visible()
    sound(page)
    page.get_by_role("button", name="Ask about this result").click()
    expect(page).to_have_url(f"{portal.origin}/messages/new")
    expect(page.get_by_label("Subject")).to_have_value("About my result: Basic metabolic panel")
    assert problems == []


def test_who_waits_for_a_comment_can_look_now(portal: Running, page_of: Callable[..., Page]):
    chart(a_test("tsh", "2823-3", 4.4, "2026-11-24"), of="rosa")
    keep_waiting("tsh", of="rosa")
    page = page_of("rosa", "/records/results", **PHONE)
    expect(page.get_by_role("heading", name="Potassium is ready")).to_be_visible()
    expect(page.get_by_text("4.4")).to_have_count(0)
    sound(page)
    page.get_by_role("button", name="Show me now").click()
    expect(page).to_have_url(f"{portal.origin}/records/results/{id_of('tsh')}")
    expect(page.get_by_text("It is in the usual range.")).to_be_visible()


def test_a_long_list_is_paged_narrowed_and_one_test_followed(portal: Running, page_of: Callable[..., Page]):
    days = [f"20{10 + n // 12}-{n % 12 + 1:02}-05" for n in range(41)]
    chart(*[a_test(f"g-{n}", "2345-7", 80 + n, day) for n, day in enumerate(days)], of="stranger")
    page = page_of("stranger", "/records/results", **PHONE)
    expect(page.get_by_text("Showing 20 of 41")).to_be_visible()
    page.get_by_role("button", name="Show more").click()
    expect(page.get_by_text("Showing 40 of 41")).to_be_visible()
    page.get_by_role("button", name="Scans").click()
    expect(page.get_by_text("Nothing fits")).to_be_visible()
    sound(page)
    page.get_by_role("button", name="Show all").click()
    expect(page.get_by_text("Showing 20 of 41")).to_be_visible()


def test_a_blood_pressure_is_followed_over_time(portal: Running, page_of: Callable[..., Page]):
    for day, (upper, lower) in (("2024-12-03", (124, 80)), ("2026-06-02", (138, 86))):
        chart(pressure(f"bp-{day}", day, upper, lower))
    page = page_of("ana", "/records/vitals", **PHONE)
    page.get_by_role("link", name="Blood pressure").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Blood pressure")
    expect(page.get_by_role("img", name="December 3, 2024: 124/80")).to_be_visible()
    sound(page)
