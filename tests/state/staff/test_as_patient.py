"""The patient's pages as staff who look through their eyes drive them."""

import pytest

from portal_app import live
from portal_app.services import records, view_as
from portal_app.state.record_item import ItemState, VisitState
from portal_app.state.result import ResultState
from portal_app.state.results import ResultsState
from portal_app.state.staff.as_patient import OPENS, AsPatientState
from tests.doors.belongings import snapshot
from tests.doors.harness import tab, until
from tests.people import person, uid
from tests.services.doors import do
from tests.services.results.panels import chart, id_of, keep_waiting, panel
from tests.services.test_records import facts, problem

pytestmark = pytest.mark.usefixtures("house")
HERE = "/staff/patients/[patient_id]/as-patient"
RESULT = f"{HERE}/records/results/[result_id]"
WHY = ("asked", "She called and cannot find her result.")


def looks(who: str = "ben", of: str = "ana") -> None:
    do(person(who), view_as.open, uid(of), *WHY)


@pytest.mark.parametrize("who", ["nobody", "ana", "priya", "dana", "sam"])
async def test_who_may_not_look_is_turned_away_at_the_door(who):
    chart(*panel("one", "2026-11-23", 5.3))
    async with tab(who, RESULT, patient_id=uid("ana"), result_id=id_of("one")) as page:
        await page.open()
        assert page.went_to is not None
        for place in OPENS:
            await page.send(AsPatientState.enter, place=place)
        assert not page[AsPatientState].view.open
        assert "mmol" not in str(page.updates)


@pytest.mark.parametrize("of", ["", "stranger"])
async def test_without_a_view_of_this_patient_no_page_of_hers_is_filled(of):
    chart(*panel("one", "2026-11-23", 5.3), problem("walnut"))
    if of:
        looks(of=of)
    ids = {
        "result_id": id_of("one"),
        "item_id": id_of("walnut"),
        "visit_id": id_of("one"),
        "vital_id": id_of("one"),
    }
    async with tab("ben", RESULT, patient_id=uid("ana"), key="x", **ids) as page:
        await page.open()
        assert not page[AsPatientState].view.open
        for handlers in OPENS.values():
            for handler in handlers:
                # the very doors, knocked at without the page
                await page.send(
                    handler, **{str(name): given._var_value for name, given in getattr(handler, "args", ())}
                )
        await page.send(ResultsState.pick, test="Potassium")
        await page.send(ResultState.draw, test_id=str(id_of("one-2823-3")))
        assert "First say why" in page.notice
        assert "mmol" not in str(page.updates)
        assert "walnut" not in str(page.updates).lower()
    assert facts("ChartRead") == []


async def test_the_page_is_filled_once_the_reason_is_said():
    chart(*panel("one", "2026-11-23", 5.3))
    async with tab("ben", RESULT, patient_id=uid("ana"), result_id=id_of("one")) as page:
        await page.open()
        assert not page[ResultState].loaded
        await page.send(AsPatientState.open, form={"reason": "asked", "words": "why"})
        assert page[AsPatientState].wrong_field == "words"
        await page.send(AsPatientState.open, form={"reason": WHY[0], "words": WHY[1]})
        assert page[ResultState].card.title == "Basic metabolic panel"
        await page.send(ResultState.draw, test_id=str(id_of("one-2951-2")))
        assert page.notice == ""


async def test_the_first_page_leads_on_to_the_record():
    looks()
    async with tab("ben", HERE, patient_id=uid("ana")) as page:
        await page.open()
        assert page.went_to == f"/staff/patients/{uid('ana')}/as-patient/records"


async def test_what_only_the_patient_can_do_is_closed_and_looking_marks_nothing_as_seen(house):
    chart(*panel("one", "2026-11-23", 5.3), problem("flu"))
    keep_waiting("one")
    looks()
    before = snapshot(house.engine)
    ids = {"result_id": id_of("one"), "item_id": id_of("flu"), "visit_id": id_of("flu")}
    async with tab("ben", f"{HERE}/records/item/[item_id]", patient_id=uid("ana"), **ids) as page:
        await page.open()
        assert page[ItemState].sheet.title == "Flu"
        for handler in (ResultState.ask, ItemState.mark_read, VisitState.mark_read):
            await page.send(handler)
        for handler in (ResultsState.show_now, ResultState.show_now):
            await page.send(handler, result_id=str(id_of("one")))
    assert snapshot(house.engine) == before
    assert len([fact for fact in facts("Refused") if fact.actor_name == "Ben Ruiz"]) == 5


async def test_when_the_half_hour_is_over_nothing_of_the_patient_stays():
    chart(*panel("one", "2026-11-23", 5.3))
    looks()
    async with tab("ben", RESULT, patient_id=uid("ana"), result_id=id_of("one")) as page:
        await page.open()
        assert page[ResultState].loaded
        do(person("ben"), view_as.leave, uid("ana"))
        live.publish({"minute"})
        await until(lambda: not page[ResultState].loaded)
        assert page[ResultState].card.title == ""
        await until(lambda: page[AsPatientState].view.patient_id != "")
        assert not page[AsPatientState].view.open


async def test_what_is_new_for_the_patient_comes_while_staff_look():
    looks()
    async with tab("ben", f"{HERE}/records/results", patient_id=uid("ana")) as page:
        await page.open()
        assert page[ResultsState].found.total == 0
        chart(*panel("one", "2026-11-23", 5.3))
        live.publish({f"patient:{uid('ana')}"})
        await until(lambda: page[ResultsState].found.total == 1)


def test_every_page_of_the_record_opens_here():
    assert {str(shelf) for shelf in records.LISTS} < OPENS.keys()
