"""A page is turned: asked for with the press, and once more by Reflex when it stands."""

from uuid import uuid4

import pytest
from reflex.state import OnLoadInternalState
from sqlalchemy import func, select

from portal_app import wiring
from portal_app.access.actor import SYSTEM
from portal_app.models import FactRow
from portal_app.state import live
from portal_app.state.medicines import MedicinesState
from portal_app.state.portal import PortalState
from portal_app.state.result import ResultState
from portal_app.state.results import ResultsState
from portal_app.state.turning import ARRIVES, STANDS
from tests.doors.harness import Tab, name_of, tab
from tests.services.results.panels import chart, id_of, noticed, panel

pytestmark = pytest.mark.usefixtures("house")
LIST = "/records/results"


def looks() -> int:
    """How often a chart was looked at."""
    with wiring.begin(SYSTEM, reads=True) as work:
        return work.session.scalar(select(func.count()).select_from(FactRow).where(FactRow.kind == "ChartRead")) or 0


def hydrated(page: Tab) -> bool:
    """Whether the browser was told last that the page's own handlers have run."""
    root = page[PortalState]._get_root_state().get_full_name()
    return [update.delta[root]["is_hydrated_rx_state_"] for update in page.updates if _says(update.delta, root)][-1]


def _says(delta: dict, root: str) -> bool:
    return "is_hydrated_rx_state_" in delta.get(root, {})


async def test_a_page_is_read_with_the_press_and_not_again_when_it_stands():
    chart(*panel("one", "2026-11-23"))
    noticed("one")
    async with tab("ana", LIST) as page:
        await page.open()
        page.turned(f"{LIST}/{id_of('one')}", result_id=id_of("one"))
        before = looks()
        await page.send(ARRIVES)
        assert page[ResultState].card.title == "Basic metabolic panel"
        read = looks()
        assert read > before
        assert page[ResultsState].found.total == 1, "the list still stands in the browser"
        page.updates.clear()
        await page.send(STANDS)
        assert looks() == read
        assert hydrated(page)
        assert page[ResultsState].found.total == 0
        assert page.shown(ResultsState)["found"].total == 0
        assert page[ResultState].card.title == "Basic metabolic panel"
        assert page[PortalState].frame.new_records == 0


def read_for(page: Tab) -> list[str]:
    """The addresses that the browser was told are read, each with the states that came with it."""
    state, name = PortalState.get_full_name(), "read_for_rx_state_"
    return [one.delta[state][name] for one in page.updates if name in one.delta.get(state, {})]


async def test_the_browser_hears_that_a_page_is_read_together_with_what_it_shows():
    chart(*panel("one", "2026-11-23"))
    async with tab("ana", LIST) as page:
        await page.open()
        path = f"{LIST}/{id_of('one')}"
        page.turned(path, result_id=id_of("one"))
        page.updates.clear()
        await page.send(ARRIVES)
        assert read_for(page) == [path]
        [told] = [
            one.delta for one in page.updates if "read_for_rx_state_" in one.delta.get(PortalState.get_full_name(), {})
        ]
        assert told[ResultState.get_full_name()]["card_rx_state_"].title == "Basic metabolic panel"


async def test_a_page_into_which_nothing_is_read_is_turned_at_once():
    async with tab("ana", LIST) as page:
        await page.open()
        page.turned("/404")
        await page.send(ARRIVES)
        assert read_for(page)[-1] == "/404"


async def test_the_last_page_is_not_held_where_the_next_fills_the_same():
    """What is emptied for the next would stand empty under the last one's name."""
    chart(*panel("one", "2026-11-23"), *panel("two", "2026-10-23"))
    async with tab("ana", f"{LIST}/{id_of('one')}", result_id=id_of("one")) as page:
        await page.open()
        path = f"{LIST}/{id_of('two')}"
        page.turned(path, result_id=id_of("two"))
        page.updates.clear()
        await page.send(ARRIVES)
        first = page.updates[0].delta
        assert first[PortalState.get_full_name()]["read_for_rx_state_"] == path
        assert first[ResultState.get_full_name()]["card_rx_state_"].id == ""


async def test_without_the_press_a_page_is_filled_when_it_stands():
    chart(*panel("one", "2026-11-23"))
    async with tab("ana", "/records/medicines") as page:
        await page.open()
        page.turned(LIST)
        await page.send(STANDS)
        assert page[ResultsState].found.total == 1
        assert not page[MedicinesState].loaded
        assert page[PortalState].frame.clinic


async def test_what_cannot_be_opened_leaves_nothing_of_the_last_page():
    chart(*panel("one", "2026-11-23"))
    async with tab("ana", f"{LIST}/{id_of('one')}", result_id=id_of("one")) as page:
        await page.open()
        assert page[ResultState].card.title
        nowhere = uuid4()
        page.turned(f"{LIST}/{nowhere}", result_id=nowhere)
        await page.send(ARRIVES)
        assert "could not find" in page.notice
        assert (page[ResultState].card.title, page.shown(ResultState)["card"].title) == ("", "")


async def test_the_last_result_is_gone_before_the_next_is_read():
    chart(*panel("one", "2026-11-23"), *panel("two", "2026-10-23"))
    async with tab("ana", f"{LIST}/{id_of('one')}", result_id=id_of("one")) as page:
        await page.open()
        page.turned(f"{LIST}/{id_of('two')}", result_id=id_of("two"))
        page.updates.clear()
        await page.send(ARRIVES)
        state = ResultState.get_full_name()
        cards = [
            found["card_rx_state_"].id
            for one in page.updates
            if "card_rx_state_" in (found := one.delta.get(state, {}))
        ]
        assert cards[:2] == ["", str(id_of("two"))]


async def test_nobody_arrives_anywhere():
    chart(*panel("one", "2026-11-23"))
    async with tab("nobody", LIST) as page:
        await page.send(ARRIVES)
        assert page.went_to == "/sign-in"
        assert page[ResultsState].found.total == 0


async def test_a_page_that_was_left_is_not_followed():
    async with tab("ana", LIST) as page:
        await page.open()
        page.turned("/records/medicines")
        await page.send(ARRIVES)
        followed = {handler for token, handler in live._following if token == page.token}
        assert name_of(ResultsState.refresh) not in followed
        assert name_of(MedicinesState.refresh) in followed


def test_reflex_still_has_what_this_leans_on():
    assert OnLoadInternalState.event_handlers["on_load_internal"].supersedes
    assert PortalState.event_handlers["arrive"].supersedes
