"""The pages of results and measurements as a browser drives them."""

from uuid import uuid4

import pytest

from portal_app import live
from portal_app.state.portal import PortalState
from portal_app.state.result import ResultState
from portal_app.state.results import ResultsState
from portal_app.state.vitals import VitalsState, VitalState
from tests.doors.harness import tab, until
from tests.people import uid
from tests.services.results.panels import a_test, chart, id_of, keep_waiting, noticed, panel
from tests.services.test_vitals import weight

pytestmark = pytest.mark.usefixtures("house")
LIST, PAGE = "/records/results", "/records/results/[result_id]"


@pytest.mark.parametrize("who", ["nobody", "priya", "dana"])
async def test_who_is_no_patient_and_may_not_look_as_one_opens_none_of_these_pages(who):
    chart(*panel("one", "2026-11-23", 5.3))
    async with tab(who, PAGE, result_id=id_of("one")) as page:
        await page.open()
        for handler in (ResultsState.open, ResultsState.look_around, ResultState.open, VitalsState.refresh):
            await page.send(handler)
        await page.send(ResultsState.pick, test="Potassium")
        await page.send(ResultState.draw, test_id=str(id_of("one-2823-3")))
        assert page.went_to is not None
        assert "potassium" not in str(page.updates).lower()


async def test_a_stranger_gets_a_sentence_and_nothing_else():
    chart(*panel("one", "2026-11-23", 5.3), weight("w", "2026-01-01", 80))
    async with tab("stranger", PAGE, result_id=id_of("one"), vital_id=id_of("w")) as page:
        await page.open()
        for handler in (ResultState.open, ResultState.refresh, ResultState.ask, VitalState.refresh, VitalState.more):
            await page.send(handler)
            assert "could not find" in page.notice
        await page.send(ResultState.draw, test_id=str(id_of("one-2823-3")))
        await page.send(ResultsState.pick, test="Potassium")
        await page.send(ResultsState.show_now, result_id=str(id_of("one")))
        await page.send(ResultState.show_now, result_id=str(uuid4()))
        assert page.went_to is None
        assert "mmol" not in str(page.updates)


async def test_the_list_grows_and_keeps_its_length_when_something_new_comes():
    chart(*[a_test(f"t-{n}", "2345-7", 80, f"2023-{n % 12 + 1:02}-{n % 28 + 1:02}") for n in range(45)])
    async with tab("ana", LIST) as page:
        await page.open()
        assert (page[ResultsState].found.shown, page[ResultsState].found.total) == (20, 45)
        await page.send(ResultsState.more)
        assert page[ResultsState].found.shown == 40
        chart(*panel("new", "2026-11-23"))
        live.publish({f"patient:{uid('ana')}"})
        await until(lambda: page[ResultsState].found.total == 46)
        assert page[ResultsState].found.shown == 40
        assert page[ResultsState].found.months[0].heading == "November 2026"


async def test_a_choice_of_no_kind_shows_all():
    chart(*panel("one", "2026-11-23"))
    async with tab("ana", LIST) as page:
        await page.open()
        await page.send(ResultsState.choose, show="scans")
        assert page[ResultsState].found.total == 0
        await page.send(ResultsState.choose, show="everything; drop table")
        assert page[ResultsState].found.total == 1


async def test_one_test_over_time_and_back():
    chart(*panel("one", "2026-11-23"), *panel("two", "2026-10-23"))
    async with tab("ana", LIST) as page:
        await page.open()
        assert "Potassium" in [name.value for name in page[ResultsState].names]
        await page.send(ResultsState.pick, test="Potassium")
        assert (page[ResultsState].one.title, page[ResultsState].one.trend.drawn) == ("Potassium", True)
        await page.send(ResultsState.pick, test="")
        assert (page[ResultsState].test, page[ResultsState].one.lines) == ("", [])


async def test_opening_a_result_makes_it_seen_and_the_number_of_what_is_new_is_right():
    chart(*panel("one", "2026-11-23"), *panel("two", "2026-10-23"))
    noticed("one")
    noticed("two")
    async with tab("ana", PAGE, result_id=id_of("one")) as page:
        await page.open()
        assert page[ResultState].card.title == "Basic metabolic panel"
        assert page[PortalState].frame.new_records == 1
        await page.send(ResultState.draw, test_id=str(id_of("one-2951-2")))
        assert page[ResultState].charts[str(id_of("one-2951-2"))].drawn


async def test_a_question_about_a_result_goes_to_the_new_message_and_the_address_names_nothing():
    chart(*panel("one", "2026-11-23"))
    async with tab("ana", PAGE, result_id=id_of("one")) as page:
        await page.open()
        await page.send(ResultState.ask)
        assert page.went_to == "/messages/new"


async def test_show_me_now_ends_the_wait_and_opens_the_result():
    chart(*panel("one", "2026-11-23"))
    keep_waiting("one")
    async with tab("ana", LIST) as page:
        await page.open()
        [wait] = page[ResultsState].found.waits
        assert "potassium" not in str(page.updates).lower()
        await page.send(ResultsState.show_now, result_id=wait.id)
        assert page.went_to == f"/records/results/{id_of('one')}"
        await page.send(ResultsState.refresh)
        assert (page[ResultsState].found.waits, page[ResultsState].found.total) == ([], 1)


async def test_measurements_of_a_kind_come_in_parts():
    chart(*[weight(f"w-{n}", f"2024-{n % 12 + 1:02}-{n % 28 + 1:02}", 70 + n / 10) for n in range(30)])
    async with tab("ana", "/records/vitals/[vital_id]", vital_id=id_of("w-1")) as page:
        await page.open()
        assert page[VitalState].card.over_time.total == 30
        await page.send(VitalState.more)
        assert len(page[VitalState].card.over_time.lines) == 30
