"""What `assets/portal.js` adds to the browser: focus, language, forms sent in place, dialogs."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.running import Running
from tests.journeys.walk import settle

PageOf = Callable[..., Page]


def test_the_focus_moves_to_the_heading_of_the_new_page(page_of: PageOf) -> None:
    page = page_of("ana", "/home", viewport={"width": 390, "height": 800})
    settle(page)
    page.get_by_role("link", name="Records").click()
    heading = page.get_by_role("heading", level=1, name="Records")
    expect(heading).to_be_focused()
    page.get_by_role("link", name="More").click()
    expect(page.get_by_role("heading", level=1, name="More")).to_be_focused()


def test_the_focus_is_on_the_heading_where_a_form_has_led(portal: Running, page_of: PageOf) -> None:
    page = page_of("ana", "/account", viewport={"width": 390, "height": 844})
    settle(page)
    assert page.evaluate("document.activeElement === document.body"), "who types an address begins at the top"
    page.get_by_role("button", name="Español").click()
    expect(page.get_by_role("heading", level=1, name="Su cuenta")).to_be_focused()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1, name="Your account")).to_be_focused()
    page.reload()
    settle(page)
    assert page.evaluate("document.activeElement === document.body"), "nor is who reloads it moved"
    public = page_of("nobody", "/sign-in")
    settle(public)
    public.get_by_role("button", name="Español").click()
    expect(public.get_by_role("heading", level=1, name="Entrar")).to_be_focused()
    leaving = page_of("stranger", "/more", viewport={"width": 1440, "height": 900})
    settle(leaving)
    leaving.get_by_role("button", name="Sign out").first.click()
    expect(leaving.get_by_role("heading", level=1, name="Sign in")).to_be_focused()


def test_the_first_tab_leads_past_the_navigation(page_of: PageOf) -> None:
    page = page_of("ana", "/more")
    settle(page)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the page")
    expect(skip).to_be_focused()
    expect(skip).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_a_spanish_browser_is_spoken_to_in_spanish_and_never_sees_the_english(page_of: PageOf) -> None:
    page = page_of("nobody", "/nowhere", locale="es-MX")
    expect(page.get_by_role("heading", level=1, name="No encontramos esa página")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.locator("html")).not_to_have_class("awaits-words")
    assert "awaits-words" in page.content().split("</head>")[0]


def test_the_language_can_be_chosen_before_signing_in_and_is_remembered(portal: Running, page_of: PageOf) -> None:
    page = page_of("nobody", "/nowhere")
    settle(page)
    page.get_by_role("button", name="Español").click()
    expect(page.get_by_role("heading", level=1, name="No encontramos esa página")).to_be_visible()
    page.goto(f"{portal.origin}/somewhere-else")
    expect(page.locator("html")).to_have_attribute("lang", "es")
    assert page.url.endswith("/somewhere-else")


def test_the_warning_before_the_time_out_takes_the_focus_and_escape_means_staying(page_of: PageOf) -> None:
    page = page_of("ana", "/more")
    settle(page)
    page.locator("#still-there").evaluate("dialog => { dialog.dataset.shown = 'yes' }")
    warning = page.get_by_role("dialog", name="Are you still there?")
    expect(warning).to_be_visible()
    expect(page.get_by_role("button", name="Stay signed in")).to_be_focused()
    for _ in range(4):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('nav') === null"), "the page behind can be reached"
    page.keyboard.press("Escape")
    expect(warning).to_be_hidden()


def test_a_server_that_does_not_answer_is_a_sentence_and_a_banner(portal: Running, page_of: PageOf) -> None:
    page = page_of("nobody", "/nowhere")
    settle(page)
    portal.stop()
    try:
        page.get_by_role("button", name="Español").click()
        expect(page.get_by_role("alert")).to_have_text("We could not reach the server. Nothing is lost: try again.")
        expect(page.get_by_text("You are offline.")).to_be_visible(timeout=15_000)
    finally:
        portal.start()
    expect(page.get_by_text("You are offline.")).to_be_hidden(timeout=30_000)
