"""The rail beside every page of the desk."""

import re

import pytest

from portal_app.access.actor import SYSTEM
from portal_app.models import Account
from portal_app.portal_app import app
from portal_app.state.portal import PortalState
from portal_app.state.turning import ARRIVES, STANDS
from portal_app.wiring import begin
from tests.doors.harness import tab
from tests.people import uid
from tests.services.tasks import sent

pytestmark = pytest.mark.usefixtures("house")
ROUTES = sorted(route for route in app._unevaluated_pages if route.startswith("staff"))


def address(route: str) -> tuple[str, dict[str, object]]:
    """The route with Ana in it, and nothing that is there behind any other id."""
    names = re.findall(r"\[(\w+)\]", route)
    ids = {name: uid("ana" if name == "patient_id" else "nothing") for name in names}
    return "/" + re.sub(r"\[(\w+)\]", lambda found: str(ids[found[1]]), route), ids


@pytest.mark.parametrize("route", ROUTES)
async def test_a_fresh_tab_of_every_page_shows_the_queues_of_who_works_there(route):
    sent.message()
    path, ids = address(route)
    async with tab("ben", path, **ids) as ben:
        await ben.open()
        assert [(pool.name, pool.open) for pool in ben[PortalState].counts.pools] == [("Nurses", "1")]


@pytest.mark.parametrize("who", ["nobody", "ana", "sam"])
async def test_who_works_in_no_queue_gets_no_counts(who):
    sent.message()
    async with tab(who, "/staff/account") as page:
        await page.open()
        assert page[PortalState].counts.pools == ()
        assert "Nurses" not in str(page.updates)


async def test_a_page_that_is_arrived_at_counts_again():
    async with tab("ben", "/staff/account") as ben:
        await ben.open()
        sent.message()
        ben.turned("/staff/patients")
        await ben.send(ARRIVES)
        await ben.send(STANDS)
        assert ben[PortalState].counts.open == "1"


@pytest.mark.parametrize(("who", "title"), [("sam", "Administración"), ("ben", "Enfermería")])
async def test_the_rail_says_in_the_readers_language_what_somebody_is(who, title):
    with begin(SYSTEM) as work:
        work.session.get_one(Account, uid(f"account {who}")).language = "es"
    async with tab(who, "/staff/account") as page:
        await page.open()
        assert page[PortalState].me.title == title
        assert "Nurses" not in [pool.name for pool in page[PortalState].counts.pools]
