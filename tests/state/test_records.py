"""The record's pages as a browser drives them."""

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from portal_app import wiring
from portal_app.access.actor import SYSTEM
from portal_app.models import ResourceBody
from portal_app.services import importing
from portal_app.state.records import ListState, RecordsState
from portal_app.wiring import begin
from tests.doors.harness import tab, until
from tests.people import uid
from tests.services.test_records import chart, glucose

pytestmark = pytest.mark.usefixtures("house")


@pytest.mark.parametrize("who", ["nobody", "ben", "sam"])
async def test_only_a_patient_opens_these_pages(who):
    chart(glucose(1))
    async with tab(who, "/records") as page:
        await page.open()
        await page.send(ListState.open, group="labs")
        await page.send(RecordsState.refresh)
        assert page.went_to is not None
        assert "glucose" not in str(page.updates).lower()


async def test_another_patient_opens_their_own_empty_list():
    chart(glucose(1))
    async with tab("stranger", "/records") as page:
        await page.open()
        await page.send(ListState.open, group="labs")
        assert (page[ListState].loaded, page[ListState].found.total) == (True, 0)


async def test_a_list_grows_until_all_of_it_is_shown():
    chart(*[glucose(n) for n in range(45)])
    async with tab("ana", "/records") as page:
        await page.open()
        await page.send(ListState.open, group="labs")
        assert (page[ListState].found.shown, page[ListState].found.total) == (20, 45)
        await page.send(ListState.more)
        await page.send(ListState.more)
        assert page[ListState].found.shown == 45
        await page.send(ListState.narrow, name="Nothing of that name")
        assert page[ListState].found.total == 0


@pytest.mark.parametrize("group", ["billing", "", "labs; drop table resources"])
async def test_a_list_that_is_none_of_the_eight_says_so(group):
    async with tab("ana", "/records") as page:
        await page.open()
        await page.send(ListState.open, group=group)
        assert "could not find" in page.notice
        assert page[ListState].found.total == 0


async def test_what_cannot_be_read_is_an_error_with_a_way_on_and_quotes_nothing():
    chart(glucose(1))
    with Session(wiring.house().engine) as session:
        session.execute(update(ResourceBody).values(body=b'{"secret'))
        session.commit()
    async with tab("ana", "/records") as page:
        await page.open()
        await page.send(ListState.open, group="labs")
        assert page.notice
        assert "secret" not in page.notice
        assert not page[ListState].loaded


async def test_a_new_result_appears_while_the_page_is_open():
    chart(glucose(1))
    async with tab("ana", "/records") as page:
        await page.open()
        await page.send(ListState.open, group="labs")
        with begin(SYSTEM) as work:
            work.topics.add(f"patient:{uid('ana')}")
            importing.end_import(work, importing.begin_import(work), importing.Report())
        chart(glucose(2))
        with begin(SYSTEM) as work:
            work.topics.add(f"patient:{uid('ana')}")
        await until(lambda: page[ListState].found.total == 2)
