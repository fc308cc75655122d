"""A page that is turned: what it shows is asked for by the press, before the page is drawn."""

from collections.abc import Callable

from playwright.sync_api import Page, WebSocket, expect

from tests.journeys.walk import settle

PageOf = Callable[..., Page]
MENU = "Main"


def _said(page: Page) -> list[str]:
    """What this page sends from its next load on."""
    said: list[str] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framesent", lambda frame: said.append(str(frame)))

    page.on("websocket", listen)
    page.reload()
    settle(page)
    said.clear()
    return said


def _asked(said: list[str], path: str) -> list[str]:
    """The events that were sent from this address, by name."""
    names = ("arrive", "on_load_internal")
    return [name for frame in said for name in names if f".{name}" in frame and f'"pathname":"{path}"' in frame]


def test_the_press_asks_for_the_page_and_its_standing_asks_once_more(page_of: PageOf) -> None:
    page = page_of("ana", "/home", viewport={"width": 390, "height": 844})
    said = _said(page)
    menu = page.get_by_role("navigation", name=MENU, exact=True)
    menu.get_by_role("link", name="Records").click()
    expect(page.get_by_role("heading", level=1, name="Records")).to_be_focused()
    settle(page)
    assert _asked(said, "/records") == ["arrive", "on_load_internal"]
    assert page.locator("[data-language]").first.get_attribute("data-alive") == "true"
    page.go_back()
    settle(page)
    assert _asked(said, "/home") == ["arrive", "on_load_internal"]


def test_a_jump_inside_the_page_and_an_address_that_leads_nowhere_ask_for_nothing_more(page_of: PageOf) -> None:
    page = page_of("ana", "/home")
    said = _said(page)
    page.evaluate("window.__reactRouterDataRouter.navigate('/home#main')")
    settle(page)
    assert _asked(said, "/home") == []
    page.evaluate("window.__reactRouterDataRouter.navigate('/nowhere/at/all')")
    settle(page)
    assert "arrive" not in _asked(said, "/nowhere/at/all")


def test_the_last_address_of_a_hurried_person_is_what_stands(page_of: PageOf) -> None:
    page = page_of("ana", "/home")
    _said(page)
    places = ["/records", "/visits", "/records/results", "/messages", "/records/medicines"]
    page.evaluate("places => places.forEach(place => window.__reactRouterDataRouter.navigate(place))", places)
    expect(page.get_by_role("heading", level=1, name="Medicines")).to_be_visible()
    settle(page)
    expect(page.get_by_text("No medicines to take now")).to_be_visible()
