"""A patient takes a year of results along as a PDF: what it says is what the screen says."""

import re
from collections.abc import Callable
from pathlib import Path

import orjson
import pypdfium2
from playwright.sync_api import Download, Page, expect

from tests.journeys.accessible import faults
from tests.journeys.running import Running
from tests.services.results.panels import chart, commented, panel

PHONE = {"viewport": {"width": 390, "height": 844}, "accept_downloads": True}


def bare(words: str) -> str:
    """Letters and digits only: lines fall where the paper wants."""
    return re.sub(r"[\W_]+", "", words)


def read(saved: Download, folder: Path) -> str:
    """The words of a PDF."""
    saved.save_as(folder / "record.pdf")
    document = pypdfium2.PdfDocument(folder / "record.pdf")
    assert pypdfium2.raw.FPDFCatalog_IsTagged(document)
    return "".join(sheet.get_textpage().get_text_range() for sheet in document)


def test_a_year_of_results_leaves_as_a_pdf_that_says_what_the_screen_says(
    portal: Running, page_of: Callable[..., Page], tmp_path: Path
) -> None:
    chart(*panel("old", "2024-12-03", 4.3), *panel("new", "2026-11-23", 5.3))
    commented("new", "Your potassium is a little high.", "A new test on Monday.")
    page = page_of("ana", "/records/results", **PHONE)
    page.get_by_role("link", name="1 of 8 is a little high.").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Basic metabolic panel")
    names = page.locator("main h3").all_inner_texts()
    values = page.locator("main .tabular-nums").all_inner_texts()
    page.get_by_role("link", name="Test results").first.click()
    page.get_by_text("Save or print this list").click()
    page.get_by_label("First day").fill("2026-01-01")
    page.get_by_label("Last day").fill("2026-12-31")
    assert faults(page) == []
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save the file").press("Enter")
    expect(page.get_by_text("The file is saved.")).to_be_visible()
    words = bare(read(saved.value, tmp_path))
    assert names
    # numbers in a drawing have no text of their own
    for said in (
        *names,
        *filter(None, values),
        "Your potassium is a little high.",
        "A new test on Monday.",
        "November 23, 2026",
    ):
        assert bare(said) in words, said
    assert "2024" not in words


def test_what_cannot_be_saved_is_told_in_place(portal: Running, page_of: Callable[..., Page]) -> None:
    page = page_of("ana", "/records", **PHONE)
    page.get_by_text("Save or print my whole record").click()
    page.get_by_label("First day").fill("2026-12-31")
    page.get_by_label("Last day").fill("2026-01-01")
    page.get_by_role("button", name="Save the file").click()
    expect(page.get_by_text("The first day comes after the last one.")).to_be_visible()
    expect(page).to_have_url(f"{portal.origin}/records")


def test_one_result_leaves_for_another_program(portal: Running, page_of: Callable[..., Page], tmp_path: Path) -> None:
    chart(*panel("p", "2026-11-20", 4.4), of="rosa")
    page = page_of("rosa", "/records/results", **PHONE)
    page.get_by_role("link", name="Basic metabolic panel").click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save for another program").click()
    saved.value.save_as(tmp_path / "record.json")
    kinds = [
        entry["resource"]["resourceType"] for entry in orjson.loads((tmp_path / "record.json").read_bytes())["entry"]
    ]
    assert kinds.count("DiagnosticReport") == 1
    assert kinds.count("Observation") == 8
