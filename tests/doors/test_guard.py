"""The porter before every event."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from portal_app import wiring
from portal_app.access.actor import SYSTEM
from portal_app.models import FactRow, Session
from portal_app.state.guard import nobody, staff
from portal_app.state.portal import PortalState
from tests.doors.harness import Tab, name_of, tab
from tests.doors.room import Room
from tests.people import uid

pytestmark = pytest.mark.usefixtures("house")


def refusals() -> list[tuple[str, str]]:
    """Who was refused, and why."""
    with wiring.begin(SYSTEM, reads=True) as work:
        rows = work.all(select(FactRow).where(FactRow.kind == "Refused").order_by(FactRow.seq))
        return [(row.actor_name, row.data.split('"why":"')[1].rstrip('"}')) for row in rows]


async def said(page: Tab, handler: object, **arguments: object) -> str:
    """What the room says after a knock."""
    await page.send(handler, **arguments)  # type: ignore[arg-type]
    return page[Room].said


async def test_nobody_is_sent_to_sign_in_and_it_is_written_down():
    async with tab("nobody") as page:
        for handler in (Room.enter, Room.write, Room.work_here, Room.manage):
            assert await said(page, handler) == ""
            assert page.went_to == "/sign-in"
    assert refusals() == [("", "SignInNeeded")] * 4


async def test_a_patient_cannot_call_what_is_for_staff():
    async with tab("ana") as page:
        assert await said(page, Room.work_here) == ""
        assert page.went_to == "/"
    assert refusals() == [("Ana Rivera", "WrongAudience")]


async def test_staff_cannot_call_what_is_for_patients_or_for_another_role():
    async with tab("ben") as page:
        assert await said(page, Room.write, text="hello") == ""
        assert await said(page, Room.manage) == ""
    assert refusals() == [("Ben Ruiz", "WrongAudience")] * 2


async def test_a_handler_without_an_audience_is_closed_to_everybody():
    async with tab("sam") as page:
        assert await said(page, Room.open_to_all) == ""
    assert refusals() == [("Sam Whitfield", "UnknownDoor")]


async def test_the_hidden_setter_of_every_state_is_closed():
    async with tab("sam") as page:
        assert await said(page, f"{Room.get_full_name()}.setvar", var_name="said", value="mine") == ""
    assert refusals() == [("Sam Whitfield", "UnknownDoor")]


@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"text": 1},
        {"text": None},
        {"text": ["a"]},
        {"text": {"a": "b"}},
        {"text": "hello", "extra": "x"},
        {"text": "hello", "times": "1"},
        {"text": "hello", "times": True},
        {"text": "hello", "times": 2**60},
        {"text": "x" * 20_001},
        {"text": "nul\x00"},
        {"text": "half \ud800 of a letter"},
        {"text": float("nan")},
    ],
)
async def test_what_does_not_fit_the_signature_never_arrives(arguments):
    async with tab("ana") as page:
        assert await said(page, Room.write, **arguments) == ""
        assert page.notice == "That did not work. Please reload the page and try again."
    assert refusals() == [("Ana Rivera", "BadArguments")]


async def test_what_people_pick_is_short_and_so_are_the_names_of_a_form():
    async with tab("ana") as page:
        assert await said(page, Room.choose, key="k" * 300) == "k" * 300
        assert await said(page, Room.choose, key="k" * 301) == "k" * 300
        assert await said(page, Room.choose, key="k\x00") == "k" * 300
        await page.send(Room.submit, form={"body": "hello", "x" * 301: ""})
        assert page[Room].said == "k" * 300
    assert refusals() == [("Ana Rivera", "BadArguments")] * 3


async def test_ids_arrive_as_ids_and_nothing_else_does():
    async with tab("ana") as page:
        assert await said(page, Room.pick, ids=[str(uid("ana"))], note="short") == "UUID"
        assert await said(page, Room.pick, ids=["1 or 1=1"]) == "UUID"
        assert await said(page, Room.pick, ids=[str(uid("ana"))], note="longer") == "UUID"
    assert refusals() == [("Ana Rivera", "BadArguments")] * 2


async def test_a_form_arrives_as_browsers_send_it():
    async with tab("ana") as page:
        assert await said(page, Room.submit, form={"__reflex_form_data__": [["body", "hello"]]}) == "hello"
        assert await said(page, Room.submit, form={"__reflex_form_data__": [["body", {"a": 1}]]}) == "hello"
    assert refusals() == [("Ana Rivera", "BadArguments")]


async def test_everyone_gets_through_their_own_doors():
    for who, handler, answer in (
        ("nobody", Room.look, "seen"),
        ("ana", Room.enter, "entered"),
        ("ben", Room.enter, "entered"),
        ("ben", Room.work_here, "worked"),
        ("sam", Room.manage, "managed"),
    ):
        async with tab(who) as page:
            assert await said(page, handler) == answer
    async with tab("ana") as page:
        assert await said(page, Room.write, text="hello") == "Ana Rivera: hello"
        assert page.shown(Room) == {"said": "Ana Rivera: hello", "calls": 1}
        assert page.shown(PortalState)["me"].name == "Ana Rivera"
    assert refusals() == []


async def test_a_session_ended_in_the_database_is_out_at_the_next_event(house):
    async with tab("ana") as page:
        assert await said(page, Room.enter) == "entered"
        with house.engine.begin() as db:
            db.execute(update(Session).where(Session.id == uid("session ana")).values(ended_at=Session.created_at))
        assert await said(page, Room.write, text="hello") == ""
        assert page.went_to == "/sign-in"
        assert page.shown(Room)["said"] == ""
        assert page.shown(PortalState)["me"].name == ""


async def test_an_action_is_noted_and_a_live_refresh_is_not(house):
    def seen() -> object:
        with house.engine.begin() as db:
            return db.execute(select(Session.seen_at).where(Session.id == uid("session ben"))).scalar_one()

    with house.engine.begin() as db:
        earlier = datetime.now(UTC) - timedelta(minutes=5)
        db.execute(update(Session).where(Session.id == uid("session ben")).values(seen_at=earlier))
    before = seen()
    async with tab("ben") as page:
        await page.send(Room.refresh)
        assert seen() == before
        await page.send(Room.work_here)
        assert seen() > before


async def test_what_a_service_refuses_is_a_sentence_and_the_field_is_named():
    async with tab("ana") as page:
        await page.send(Room.write, text="no")
        assert (page.notice, page[PortalState].wrong_field) == ("Please write something else.", "text")
        await page.send(Room.write, text="yes")
        assert (page.notice, page[PortalState].wrong_field) == ("", "")


async def test_what_nobody_foresaw_is_a_number_and_no_word_of_it_is_logged(capfd, caplog):
    async with tab("ana") as page:
        await page.send(Room.fail)
        assert "tell the clinic this number: " in page.notice
        number = page.notice.rsplit(" ", 1)[1]
    logged = "".join(capfd.readouterr()) + caplog.text
    assert number in logged
    assert "ZeroDivisionError" in logged
    assert "warfarin" not in logged


async def test_an_address_that_is_no_id_finds_nothing():
    async with tab("ana", "/room/x", thread_id="x' or 1=1") as page:
        assert await said(page, Room.this_thread) == ""
        assert page.notice == "We could not find that. It may have moved."
    assert refusals() == [("Ana Rivera", "NotFound")]
    async with tab("ana", "/room/y", thread_id=uid("thread")) as page:
        assert await said(page, Room.this_thread) == str(uid("thread"))


async def test_a_page_that_is_left_takes_its_data_with_it():
    async with tab("ana", "/one") as page:
        await page.open()
        await page.send(Room.write, text="hello")
        page.turned("/two")
        await page.open()
        assert page[Room].said == ""
        assert page.shown(Room)["said"] == ""


async def test_who_is_refused_again_and_again_is_not_heard_for_a_minute_in_any_tab_of_theirs():
    for _ in range(7):
        async with tab("ana", "/room/x", thread_id="none of hers") as page:
            for _ in range(10):
                await page.send(Room.this_thread)
    assert refusals() == [("Ana Rivera", "NotFound")] * 60
    async with tab("ana") as page, tab("stranger") as his:
        await page.send(Room.look)
        assert page.shown(Room) == {}
        assert await said(his, Room.enter) == "entered"
    async with tab("nobody") as page:
        assert await said(page, Room.look) == "seen"


def test_a_handler_says_what_it_takes_and_waits():
    with pytest.raises(TypeError):

        @nobody
        def waits_for_the_database(self):
            """Not async."""

    assert name_of(Room.look).endswith("room.look")
    assert staff.__name__ == "staff"
