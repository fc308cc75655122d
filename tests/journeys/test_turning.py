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


WATCH = """() => {
    window.seen = []
    new MutationObserver(() => {
        const busy = document.querySelector('main [aria-busy=true]')
        window.seen.push([location.pathname, document.querySelector('main h1')?.textContent, Boolean(busy)])
    }).observe(document.body, {subtree: true, childList: true, characterData: true})
    window.rail = document.querySelector('aside')
}"""
"""Write down what stands after each change of the page."""


def test_the_last_page_stays_until_the_next_is_read_and_what_stands_around_stays(page_of: PageOf) -> None:
    page = page_of("ana", "/home", viewport={"width": 1440, "height": 900})
    settle(page)
    page.evaluate(WATCH)
    page.get_by_role("link", name="Records").first.click()
    expect(page.get_by_role("heading", level=1, name="Records")).to_be_focused()
    seen = page.evaluate("window.seen")
    assert [one for one in seen if one[2]] == [], "nothing was drawn empty"
    assert [one for one in seen if one[0] == "/records" and one[1] != "Records"] == []
    assert page.evaluate("window.rail === document.querySelector('aside') && window.rail.isConnected")
    expect(page.get_by_role("navigation", name="Main, side").get_by_role("link", name="Records")).to_have_attribute(
        "aria-current", "page"
    )


SLOW = """
    const own = Object.getOwnPropertyDescriptor(WebSocket.prototype, 'onmessage')
    Object.defineProperty(WebSocket.prototype, 'onmessage', {
        set(hear) { own.set.call(this, (said) => setTimeout(() => hear.call(this, said), window.slow ? 900 : 0)) }
    })
"""
"""Where `window.slow` is set, what the server says takes most of a second."""


def test_a_page_that_takes_long_is_turned_before_it_is_read(page_of: PageOf) -> None:
    page = page_of("ana", "/home", viewport={"width": 1440, "height": 900})
    page.add_init_script(SLOW)
    page.reload()
    settle(page)
    page.evaluate("window.slow = true")
    page.get_by_role("link", name="Records").first.click()
    page.wait_for_url("**/records")
    assert page.locator("[data-read]").get_attribute("data-read") == "/home"
    expect(page.get_by_role("heading", level=1, name="Records")).to_be_visible()
    expect(page.get_by_role("main").get_by_role("link", name="Test results")).to_be_visible()


def test_who_goes_back_is_where_they_were(page_of: PageOf) -> None:
    page = page_of("ana", "/records", viewport={"width": 390, "height": 500})
    settle(page)
    page.get_by_role("link", name="Care team").scroll_into_view_if_needed()
    was = page.evaluate("scrollY")
    assert was > 0
    page.get_by_role("link", name="Care team").click()
    expect(page.get_by_role("heading", level=1, name="Care team")).to_be_focused()
    page.go_back()
    expect(page.get_by_role("heading", level=1, name="Records")).to_be_attached()
    settle(page)
    page.wait_for_function("was => Math.abs(scrollY - was) < 3", arg=was)


def test_a_link_that_is_pressed_twice_asks_once(page_of: PageOf) -> None:
    page = page_of("ana", "/home", viewport={"width": 1440, "height": 900})
    said = _said(page)
    page.get_by_role("link", name="Records").first.dblclick()
    expect(page.get_by_role("heading", level=1, name="Records")).to_be_focused()
    settle(page)
    assert _asked(said, "/records").count("arrive") == 1


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
