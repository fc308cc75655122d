"""The record's pages as a browser drives them."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal_app import wiring
from portal_app.access.actor import SYSTEM
from portal_app.models import ItemRead, ResourceBody, Shelf
from portal_app.services import importing
from portal_app.state.care_plans import CarePlansState
from portal_app.state.medicines import MedicinesState
from portal_app.state.record_item import ItemState, MeState, VisitState
from portal_app.state.records import DueState, ListState, RecordsState
from portal_app.state.visits import VisitsState
from portal_app.wiring import begin
from tests.doors.harness import tab, until
from tests.people import uid
from tests.services.records.test_medicines import order
from tests.services.records.test_plans import goal, plan
from tests.services.records.test_visit import CHECKUP, DONE, id_of
from tests.services.test_records import chart, glucose, switch_off, vaccine, visit

pytestmark = pytest.mark.usefixtures("house")


@pytest.mark.parametrize("who", ["nobody", "priya", "dana"])
async def test_who_is_no_patient_and_may_not_look_as_one_opens_none_of_these_pages(who):
    chart(vaccine(1), order("m"), plan("p"), CHECKUP, *DONE)
    async with tab(who, "/records/vaccines") as page:
        await page.open()
        await page.send(ListState.open, shelf="vaccines")
        for handler in (
            RecordsState.refresh,
            DueState.refresh,
            MedicinesState.refresh,
            CarePlansState.open,
            VisitsState.refresh,
            MeState.refresh,
        ):
            await page.send(handler)
        assert page.went_to is not None
        said = str(page.updates).lower()
        assert "vaccine 1" not in said
        assert "metformin" not in said
    async with tab(who, "/visits/x", visit_id=id_of("checkup"), item_id=id_of("flu")) as page:
        await page.open()
        for handler in (VisitState.refresh, VisitState.mark_read, ItemState.refresh, ItemState.mark_read):
            await page.send(handler)
        assert "cough" not in str(page.updates).lower()
    with begin(SYSTEM, reads=True) as work:
        assert work.all(select(ItemRead)) == []


async def test_another_patient_opens_their_own_empty_list():
    chart(vaccine(1))
    async with tab("stranger", "/records/vaccines") as page:
        await page.open()
        await page.send(ListState.open, shelf="vaccines")
        assert (page[ListState].loaded, page[ListState].found.total) == (True, 0)


async def test_another_patients_entry_and_visit_are_not_found():
    chart(CHECKUP, *DONE)
    async with tab("stranger", "/records/item/x", item_id=id_of("flu"), visit_id=id_of("checkup")) as page:
        await page.open()
        await page.send(ItemState.refresh)
        assert "could not find" in page.notice
        await page.send(VisitState.mark_read)
        assert not page[ItemState].loaded
        assert "flu" not in str(page.updates).lower()


async def test_a_list_grows_until_all_of_it_is_shown_and_stays_so_when_the_chart_changes():
    chart(*[vaccine(n) for n in range(45)])
    async with tab("ana", "/records/vaccines") as page:
        await page.open()
        await page.send(ListState.open, shelf="vaccines")
        assert (page[ListState].found.shown, page[ListState].found.total) == (20, 45)
        await page.send(ListState.more)
        await page.send(ListState.more)
        assert page[ListState].found.shown == 45
        await page.send(ListState.refresh)
        assert page[ListState].found.shown == 45
        await page.send(ListState.narrow, name="Nothing of that name")
        assert page[ListState].found.total == 0


@pytest.mark.parametrize("shelf", ["billing", "", "labs; drop table resources", "results"])
async def test_a_list_that_is_none_says_so(shelf):
    async with tab("ana", "/records/vaccines") as page:
        await page.open()
        await page.send(ListState.open, shelf=shelf)
        assert "could not find" in page.notice
        assert page[ListState].found.total == 0


async def test_a_page_that_is_switched_off_is_in_no_message_to_the_browser():
    chart(vaccine(1), glucose(1))
    switch_off(Shelf.VACCINES)
    async with tab("ana", "/records") as page:
        await page.open()
        await page.send(RecordsState.refresh)
        await page.send(ListState.open, shelf="vaccines")
        await page.send(DueState.refresh)
        counts = page[RecordsState].hub.counts
        assert "vaccines" not in counts
        assert counts["results"] == 1
        assert "vaccine 1" not in str(page.updates).lower()


async def test_what_cannot_be_read_is_an_error_with_a_way_on_and_quotes_nothing():
    chart(vaccine(1))
    with Session(wiring.house().engine) as session:
        session.execute(update(ResourceBody).values(body=b'{"secret'))
        session.commit()
    async with tab("ana", "/records/vaccines") as page:
        await page.open()
        await page.send(ListState.open, shelf="vaccines")
        assert page.notice
        assert "secret" not in page.notice
        assert not page[ListState].loaded


async def test_a_new_entry_appears_while_the_page_is_open():
    chart(vaccine(1))
    async with tab("ana", "/records/vaccines") as page:
        await page.open()
        await page.send(ListState.open, shelf="vaccines")
        with begin(SYSTEM) as work:
            work.topics.add(f"patient:{uid('ana')}")
            importing.end_import(work, importing.begin_import(work), importing.Report())
        chart(vaccine(2))
        with begin(SYSTEM) as work:
            work.topics.add(f"patient:{uid('ana')}")
        await until(lambda: page[ListState].found.total == 2)


async def test_medicines_plans_and_visits_grow_too():
    chart(
        *[order(f"m{n}", f"Drug {n}") for n in range(25)],
        *[order(f"s{n}", f"Old drug {n}", status="stopped") for n in range(25)],
        *[plan(f"p{n}") for n in range(12)],
        *[goal(f"g{n}") for n in range(12)],
        *[visit(f"v{n}", f"2020-05-{n + 1:02}T13:30:00Z") for n in range(25)],
    )
    async with tab("ana", "/records/medicines") as page:
        await page.open()
        await page.send(MedicinesState.refresh)
        await page.send(MedicinesState.more_now)
        await page.send(MedicinesState.more_past)
        shown = page[MedicinesState].page
        assert (len(shown.now.cards), len(shown.past.cards)) == (25, 25)
        await page.send(CarePlansState.open)
        await page.send(CarePlansState.more_goals)
        await page.send(CarePlansState.more_plans)
        care = page[CarePlansState].page
        assert (len(care.goals.cards), len(care.plans.cards)) == (12, 12)
        await page.send(CarePlansState.choose, show="past")
        assert page[CarePlansState].page.plans.total == 0
        await page.send(VisitsState.refresh)
        await page.send(VisitsState.more)
        assert page[VisitsState].page.past.shown == 25


async def test_one_tap_marks_a_visit_as_read_and_it_stays_so():
    chart(CHECKUP, *DONE)
    async with tab("ana", "/visits/x", visit_id=id_of("checkup")) as page:
        await page.open()
        await page.send(VisitState.refresh)
        assert page[VisitState].visit.sheet.can_mark
        assert page[VisitState].visit.sheet.read_on == ""
        await page.send(VisitState.mark_read)
        day = page[VisitState].visit.sheet.read_on
        assert day
        await page.send(VisitState.mark_read)
        await page.send(VisitState.refresh)
        assert page[VisitState].visit.sheet.read_on == day


async def test_an_entry_sends_what_the_page_draws_and_nothing_of_the_resource_itself():
    chart({**DONE[0], "identifier": [{"value": "secret-number"}], "meta": {"source": "https://ehr.example/secret"}})
    async with tab("ana", "/records/item/x", item_id=id_of("flu")) as page:
        await page.open()
        await page.send(ItemState.refresh)
        assert page[ItemState].sheet.title == "Flu"
        assert "secret" not in str(page.updates)
        assert "resourceType" not in str(page.updates)
