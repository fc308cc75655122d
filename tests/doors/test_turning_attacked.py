"""A page is turned while somebody makes trouble: crafted addresses, races, and sessions that end in between."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session as Db

from portal_app import live as news
from portal_app import wiring
from portal_app.access.actor import SYSTEM
from portal_app.models import Draft, FactRow, Session
from portal_app.portal_app import app
from portal_app.services import view_as
from portal_app.state import live
from portal_app.state.medicines import MedicinesState
from portal_app.state.portal import PortalState
from portal_app.state.record_item import MeState
from portal_app.state.result import ResultState
from portal_app.state.results import ResultsState
from portal_app.state.staff.as_patient import AsPatientState
from portal_app.state.staff.patient_results import PatientResultsState
from portal_app.state.staff.result_review import ResultReviewState
from portal_app.state.turning import ARRIVES, STANDS
from portal_app.wiring import House
from tests.doors import belongings
from tests.doors.harness import name_of, tab, until
from tests.people import person, uid
from tests.services import arrivals
from tests.services.doors import do
from tests.services.results.panels import chart, id_of, panel

pytestmark = pytest.mark.usefixtures("house")
LIST = "/records/results"


def plain(update: Any) -> str:
    """All that an update says, as it goes over the wire."""
    return repr(update.delta) + repr(update.events)


def facts(kind: str) -> int:
    with wiring.begin(SYSTEM, reads=True) as work:
        return work.session.scalar(select(func.count()).select_from(FactRow).where(FactRow.kind == kind)) or 0


def two_results() -> None:
    chart(*panel("one", "2026-11-23"), *panel("two", "2026-10-23"))


# --- races: the last page speaks after the next was asked for


async def test_a_late_word_of_the_last_page_and_a_refresh_leave_nothing_of_it_under_the_next_address():
    two_results()
    one, two = id_of("one"), id_of("two")
    async with tab("ana", f"{LIST}/{one}", result_id=one) as page:
        await page.open()
        page.turned(f"{LIST}/{two}", result_id=two)
        await page.send(ARRIVES)
        assert page[ResultState].card.id == str(two)
        # the browser still stands at the first
        page.turned(f"{LIST}/{one}", result_id=one)
        await page.send(PortalState.stay)
        await (await live.send_to(app, page.token, name_of(ResultState.refresh))).wait_all()
        page.turned(f"{LIST}/{two}", result_id=two)
        await page.send(STANDS)
        assert page[ResultState].card.id == str(two)


async def test_a_late_word_of_the_last_page_does_not_say_that_the_next_is_read():
    two_results()
    one = id_of("one")
    async with tab("ana", f"{LIST}/{one}", result_id=one) as page:
        await page.open()
        page.turned("/records/medicines")
        page.updates.clear()
        # both are on their way before the first handler of the next page has run
        page.turned("/records/medicines")
        arriving = asyncio.create_task(page.send(ARRIVES))
        await asyncio.sleep(0)
        page.turned(f"{LIST}/{one}", result_id=one)
        late = asyncio.create_task(page.send(ResultState.draw, test_id=str(one)))
        await asyncio.gather(arriving, late)
        name = PortalState.get_full_name()
        for one_update in page.updates:
            told = one_update.delta.get(name, {}).get("read_for_rx_state_")
            if told == "/records/medicines":
                assert MedicinesState.get_full_name() in one_update.delta
                break


async def test_a_page_whose_next_never_came_still_works():
    """The file of the next page could not be fetched, or somebody jumped inside this one meanwhile."""
    two_results()
    one = id_of("one")
    async with tab("ana", f"{LIST}/{one}", result_id=one) as page:
        await page.open()
        page.turned("/records/medicines")
        await page.send(ARRIVES)
        page.turned(f"{LIST}/{one}", result_id=one)
        await page.send(ResultState.draw, test_id=str(id_of("one-2823-3")))
        assert page.shown(ResultState)["card"].id == str(one)
        # the browser asks again for what it still stands at
        await page.send(ARRIVES)
        assert page.shown(ResultState)["card"].id == str(one)
        followed = {handler for token, handler in live._following if token == page.token}
        assert name_of(ResultState.refresh) in followed


async def test_what_staff_typed_about_one_result_is_never_kept_for_another():
    arrivals.arrive(arrivals.lab("a"), arrivals.lab("b"))
    one, two = arrivals.id_of("a"), arrivals.id_of("b")
    async with tab("amara", f"/staff/results/{one}", resource_id=one) as page:
        await page.open()
        assert page[ResultReviewState].review.id == str(one)
        page.turned(f"/staff/results/{two}", resource_id=two)
        await page.send(ARRIVES)
        assert page[ResultReviewState].review.id == str(two)
        # the debounced save of what was typed at the first comes now, from the first one's address
        page.turned(f"/staff/results/{one}", resource_id=one)
        await page.send(ResultReviewState.write_comment, resource_id=str(one), words="words for the first")
        with wiring.begin(SYSTEM, reads=True) as work:
            kept = [(row.place, row.body) for row in work.all(select(Draft))]
        assert not [place for place, body in kept if str(two) in place], kept
        assert [body for place, body in kept if str(one) in place] == ["words for the first"]


async def test_what_staff_send_about_one_result_never_goes_out_with_another():
    arrivals.arrive(arrivals.lab("a"), arrivals.lab("b"))
    one, two = arrivals.id_of("a"), arrivals.id_of("b")
    async with tab("amara", f"/staff/results/{one}", resource_id=one) as page:
        await page.open()
        page.turned(f"/staff/results/{two}", resource_id=two)
        await page.send(ARRIVES)
        page.turned(f"/staff/results/{one}", resource_id=one)
        await page.send(
            ResultReviewState.send, form={"id": str(one), "comment": "words for the first", "next_steps": ""}
        )
        with wiring.begin(SYSTEM, reads=True) as work:
            from portal_app.models import Review

            sent = [(row.resource_id, row.comment) for row in work.all(select(Review))]
        assert (two, "words for the first") not in sent


async def test_who_arrives_at_one_page_and_stands_at_another_sees_the_other():
    two_results()
    one, two = id_of("one"), id_of("two")
    async with tab("ana", LIST) as page:
        await page.open()
        page.turned(f"{LIST}/{one}", result_id=one)
        await page.send(ARRIVES)
        page.turned(f"{LIST}/{two}", result_id=two)
        await page.send(STANDS)
        assert page[ResultState].card.id in ("", str(two))


@pytest.mark.parametrize("events", [(ARRIVES, STANDS), (STANDS,)])
async def test_news_that_waited_for_their_turn_do_not_reach_a_page_that_was_left(events: tuple[str, ...]):
    arrivals.arrive(arrivals.lab("a"))
    topic = f"patient:{uid('ana')}"
    async with tab("ben", f"/staff/patients/{uid('ana')}", patient_id=uid("ana")) as page:
        await page.open()
        # a list that others see too: it stands back while people act
        for number in range(6):
            live.follow(f"somebody {number}", "handler", [topic])
        try:
            page.updates.clear()
            live.somebody_acts()
            news.publish({topic})
            await asyncio.sleep(0.005)
            page.turned("/staff/patients")
            for event in events:
                await page.send(event)
            await asyncio.sleep(0.4)
            assert page.notice == ""
            assert page[PatientResultsState].found.lines == []
        finally:
            for number in range(6):
                live.leave(f"somebody {number}")


async def test_a_refresh_that_was_on_its_way_does_not_follow_the_next_page():
    two_results()
    async with tab("ana", "/records/me") as page:
        await page.open()
        page.turned("/records/medicines")
        await page.send(ARRIVES)
        await (await live.send_to(app, page.token, name_of(MeState.refresh))).wait_all()
        await page.send(STANDS)
        followed = {handler for token, handler in live._following if token == page.token}
        assert name_of(MeState.refresh) not in followed


async def test_a_chain_of_the_last_page_does_not_fill_the_next():
    """The page was loaded by a connect: its chain is not the arrive's, which does not end it."""
    chart(*panel("one", "2026-11-23"))
    chart(*panel("two", "2026-10-23"), *panel("three", "2026-09-23"), of="stranger")
    why = ("asked", "They called and cannot find it.")
    for whose in ("ana", "stranger"):
        do(person("ben"), view_as.open, uid(whose), *why)
    at = f"/staff/patients/{uid('ana')}/as-patient/records/results"
    async with tab("ben", at, patient_id=uid("ana")) as page:
        opening = asyncio.create_task(page.open())
        await until(lambda: bool(page.updates))
        await asyncio.sleep(0.01)
        page.turned(at.replace(str(uid("ana")), str(uid("stranger"))), patient_id=uid("stranger"))
        arriving = asyncio.create_task(page.send(ARRIVES))
        await asyncio.gather(opening, arriving, return_exceptions=True)
        seen, whose, total, _wrong = [], "", 0, False
        for one in page.updates:
            view = one.delta.get(AsPatientState.get_full_name(), {}).get("view_rx_state_")
            found = one.delta.get(ResultsState.get_full_name(), {}).get("found_rx_state_")
            whose = view.name if view is not None else whose
            total = found.total if found is not None else total
            seen.append((whose, total))
        assert not [one for one in seen if one in (("Walter Greene", 1), ("Ana Rivera", 2))], seen


# --- another patient's page through staff eyes


async def test_nothing_of_one_patient_stands_under_another_when_staff_look_as_both():
    chart(*panel("one", "2026-11-23"))
    chart(*panel("two", "2026-10-23"), of="stranger")
    why = ("asked", "They called and cannot find it.")
    for whose in ("ana", "stranger"):
        do(person("ben"), view_as.open, uid(whose), *why)
    at = f"/staff/patients/{uid('ana')}/as-patient/records/results"
    async with tab("ben", at, patient_id=uid("ana")) as page:
        await page.open()
        assert page[ResultsState].found.total == 1
        page.turned(at.replace(str(uid("ana")), str(uid("stranger"))), patient_id=uid("stranger"))
        page.updates.clear()
        await page.send(ARRIVES)
        emptied = False
        for one in page.updates:
            found = one.delta.get(ResultsState.get_full_name(), {})
            if "found_rx_state_" in found and found["found_rx_state_"].total == 0:
                emptied = True
            view = one.delta.get(AsPatientState.get_full_name(), {}).get("view_rx_state_")
            if view is not None and view.patient_id == str(uid("stranger")):
                assert emptied, "the other patient's name stands over the first one's results"


# --- sessions that end in between


async def test_a_session_that_ends_between_the_press_and_the_page_leaves_nothing():
    two_results()
    one = id_of("one")
    async with tab("ana", LIST) as page:
        await page.open()
        page.turned(f"{LIST}/{one}", result_id=one)
        await page.send(ARRIVES)
        with wiring.begin(SYSTEM) as work:
            work.session.execute(
                update(Session).where(Session.id == uid("session ana")).values(ended_at=datetime.now(UTC))
            )
        await page.send(STANDS)
        assert page.went_to == "/sign-in"
        assert page[ResultState].card.id == ""
        assert page.shown(ResultState)["card"].id == ""
        assert page[ResultsState].found.total == 0
        assert page.shown(ResultsState)["found"].total == 0
        page.updates.clear()
        for path in ("/404", "/records/medicines", f"{LIST}/{one}", "/sign-in"):
            page.turned(path, result_id=one)
            await page.send(ARRIVES)
        said = "".join(plain(one) for one in page.updates)
        assert "Basic metabolic" not in said
        assert "Ana" not in said


async def test_a_session_that_ended_before_the_press_gets_nothing():
    two_results()
    one = id_of("one")
    async with tab("ana", LIST) as page:
        await page.open()
        with wiring.begin(SYSTEM) as work:
            work.session.execute(
                update(Session).where(Session.id == uid("session ana")).values(ended_at=datetime.now(UTC))
            )
        page.updates.clear()
        for path in ("/404", f"{LIST}/{one}"):
            page.turned(path, result_id=one)
            await page.send(ARRIVES)
        said = "".join(plain(one) for one in page.updates)
        assert "Basic metabolic" not in said
        assert "Ana" not in said
        assert page.shown(ResultsState)["found"].total == 0


@pytest.mark.parametrize("events", [(ARRIVES, STANDS), (STANDS,)])
async def test_a_sentence_of_the_last_page_does_not_stand_at_the_next(events: tuple[str, ...]):
    async with tab("ana", f"{LIST}/{uid('nowhere')}", result_id=uid("nowhere")) as page:
        await page.open()
        assert page.notice
        page.turned("/records/medicines")
        for event in events:
            await page.send(event)
        assert page.notice == ""


async def test_who_connects_again_before_the_page_stands_keeps_nothing_of_the_last_one():
    two_results()
    async with tab("ana", LIST) as page:
        await page.open()
        page.turned("/records/medicines")
        await page.send(ARRIVES)
        await page.open()
        assert page[MedicinesState].loaded
        assert page[ResultsState].found.total == 0


async def test_who_was_refused_too_often_is_hung_up_on_wherever_they_arrive(monkeypatch: pytest.MonkeyPatch):
    from portal_app.access import patience
    from portal_app.state import porter

    hung: list[str] = []

    async def hang_up(app: Any, sid: str) -> None:
        hung.append(sid)

    monkeypatch.setattr(porter, "hang_up", hang_up)
    async with tab("ana", LIST) as page:
        await page.open()
        for _ in range(patience.REFUSALS + 1):
            patience.refused(person("ana"))
        page.turned("/404")
        page.updates.clear()
        await page.send(ARRIVES)
        assert page.updates == []


# --- crafted addresses


@pytest.fixture
def hers(house: House) -> Iterator[House]:
    with Db(house.engine) as db:
        belongings.give(db)
        db.commit()
    return house


PARAMS = {
    "patient_id": "ana", "thread_id": "thread", "result_id": "result", "item_id": "result", "visit_id": "result",
    "vital_id": "result", "form_id": "form", "resource_id": "result", "task_id": "task", "key": "result",
}  # fmt: skip


@pytest.mark.parametrize("who", ["nobody", "stranger", "priya", "dana", "lena", "ben", "sam"])
async def test_nobody_arrives_at_what_is_hers(hers: House, who: str):
    import re

    query = {name: str(uid(of)) for name, of in PARAMS.items()}
    leaks, before = [], facts("Refused")
    async with tab(who, "/404") as page:
        await page.open()
        for route in sorted(app._load_events):
            path = "/" + re.sub(r"\[+(\w+)\]+", lambda m: query.get(m[1], "x"), route)
            if who in ("ben",) and "as-patient" not in path:
                continue
            if who == "sam" and path.startswith("/staff"):
                continue
            from portal_app.access import patience

            patience.start_again()
            page.updates.clear()
            page.turned(path, **query)
            await page.send(ARRIVES)
            await page.send(STANDS)
            said = "".join(plain(one) for one in page.updates)
            leaks += [(path, word) for word in (*belongings.CANARIES.values(), "Ana Rivera", "MS-1001") if word in said]
    if who in ("priya", "dana", "ben"):
        # who works at her site knows her name
        leaks = [one for one in leaks if not one[0].startswith("/staff") or one[1] in belongings.CANARIES.values()]
    assert leaks == []
    print(who, facts("Refused") - before, "refusals")


ODD: list[Any] = [
    {"pathname": "/records/../staff", "asPath": "/records/../staff"},
    {"pathname": "/x", "asPath": "//[evil"},
    {"pathname": "/x", "asPath": "//evil.example/records/results"},
    {"pathname": "/x", "asPath": "/\\evil"},
    {"pathname": "/x", "asPath": "/" + "a/" * 900},
    {"pathname": "/x", "asPath": "/records/results/" + "[" * 1900},
    {"pathname": "/x", "asPath": "/records/results/\u202e\ud7ff"},
    {"pathname": "/x", "asPath": "/records/results?x=" + "%" * 1000},
    {"pathname": "/x", "asPath": "/records/results#" + "?" * 1000},
    {"pathname": "/x", "asPath": "/records/results:80@"},
    {"pathname": "/x", "asPath": "/:99999999"},
    {"pathname": "/x", "asPath": "/records/results", "query": {"result_id": "\x00"}},
    {"pathname": "/x", "asPath": "/records/results", "query": {"result_id": ["a"] * 30}},
    {"pathname": "/x", "asPath": "/records/results", "headers": {"authorization": "x"}, "ip": "6.6.6.6", "token": "t"},
    {"pathname": 1},
    {"pathname": "x"},
    [],
    "x",
    None,
    5,
]


@pytest.mark.parametrize("number", range(len(ODD)))
async def test_odd_addresses_are_no_trouble(number: int, monkeypatch: pytest.MonkeyPatch, capfd):
    """Through the socket's own reading, as a page sends it."""
    import time

    from portal_app.entry import hash_of
    from portal_app.state import socket
    from tests.people import cookie

    namespace = app.event_namespace
    assert namespace
    key = hash_of(cookie("stranger")).hex()
    sent = []

    async def disconnect(sid: str, namespace: str) -> None:
        sent.append("closed")

    monkeypatch.setattr(app.sio, "disconnect", disconnect)
    socket._meters.clear()
    chart(*panel("one", "2026-11-23"))
    async with tab("stranger", LIST) as page:
        await page.open()
        page.updates.clear()
        namespace._token_manager.sid_to_token["odd"] = page.token
        namespace._static_router_data["odd"] = {
            "headers": {"authorization": key, "origin": "http://localhost:8000"},
            "ip": "127.0.0.1",
        }
        began = time.monotonic()
        await namespace.on_event("odd", {"name": ARRIVES, "payload": {}, "router_data": ODD[number]})
        await asyncio.sleep(0.15)
        took = time.monotonic() - began
        data = page[PortalState]._get_root_state().router_data
        assert data["headers"]["authorization"] == key
        assert data["ip"] == "127.0.0.1"
        assert took < 0.6
        said = "".join(plain(one) for one in page.updates)
        assert "Basic metabolic" not in said
        assert "Ana" not in said
        namespace._token_manager.sid_to_token.pop("odd")
        namespace._static_router_data.pop("odd")
    out = "".join(capfd.readouterr())
    assert "Traceback" not in out, out
    assert "unforeseen" not in out, out


async def test_a_payload_is_refused_before_anything_happens():
    async with tab("ana", LIST) as page:
        await page.open()
        page.turned("/records/medicines")
        before = facts("Refused")
        await page.send(ARRIVES, x=1)
        assert facts("Refused") == before + 1
        assert page[MedicinesState].loaded is False


# --- facts


async def test_what_was_asked_for_and_never_stood_is_written_down_and_so_is_a_refusal():
    two_results()
    one, two = id_of("one"), id_of("two")
    async with tab("ana", LIST) as page:
        await page.open()
        before = facts("ChartRead")
        page.turned(f"{LIST}/{one}", result_id=one)
        await page.send(ARRIVES)
        a = facts("ChartRead")
        assert a > before
        page.turned(f"{LIST}/{two}", result_id=two)
        await page.send(ARRIVES)
        assert facts("ChartRead") - a == a - before
        refused = facts("Refused")
        page.turned("/staff/patients")
        await page.send(ARRIVES)
        assert facts("Refused") == refused + 1
