"""The patient's message pages, without a browser."""

import pytest
from sqlalchemy import func, select

from portal_app.access.actor import SYSTEM
from portal_app.models import Draft, Message, Thread
from portal_app.services import messages
from portal_app.state import live as tabs
from portal_app.state.message import MessageState
from portal_app.state.messages import MessagesState
from portal_app.state.new_message import NewMessageState
from portal_app.wiring import begin
from tests.doors.harness import Tab, tab, until
from tests.people import person, uid
from tests.services.conversations import begun, key, task_of
from tests.services.doors import policy

pytestmark = pytest.mark.usefixtures("house")
HELLO = {"body": "And a banana?", "key": "the-key-of-a-draft"}


def count(table: type) -> int:
    """How many rows there are."""
    with begin(SYSTEM, reads=True) as work:
        return work.session.scalar(select(func.count()).select_from(table)) or 0


@pytest.mark.parametrize("who", ["nobody", "ben", "sam", "lena"])
async def test_the_pages_are_for_patients(who: str) -> None:
    thread = begun("ana")
    async with tab(who, f"/messages/{thread}", thread_id=thread) as page:
        for handler in (MessagesState.open, NewMessageState.open, MessageState.open, MessageState.refresh):
            await page.send(handler)
        for handler in (MessageState.send, NewMessageState.send):
            await page.send(handler, form=HELLO)
        await page.send(MessageState.save, thread_id=str(thread), body="hello", key="the-key-of-a-draft")
        for handler in (MessageState.close, MessageState.reopen):
            await page.send(handler)
        assert page[MessageState].cards == []
        assert page[MessagesState].cards == []
    assert (count(Message), count(Draft)) == (1, 0)


async def test_another_patient_finds_nothing_and_changes_nothing() -> None:
    thread = begun("ana")
    async with tab("stranger", f"/messages/{thread}", thread_id=thread) as page:
        for handler in (MessageState.open, MessageState.refresh, MessageState.close, MessageState.reopen):
            await page.send(handler)
            assert "could not find" in page.notice
        await page.send(MessageState.send, form=HELLO)
        await page.send(MessageState.save, thread_id=str(thread), body="hello", key="the-key-of-a-draft")
        assert "potassium" not in repr(page.updates)
    assert (count(Message), count(Draft)) == (1, 0)


async def test_an_address_that_is_none_of_ours_is_answered_with_a_sentence() -> None:
    async with tab("ana", "/messages/x", thread_id="x") as page:
        await page.send(MessageState.open)
        assert "could not find" in page.notice


async def test_who_must_wait_is_told_and_the_draft_stays() -> None:
    policy(messages_an_hour=1)
    thread = begun("ana")
    async with tab("ana", f"/messages/{thread}", thread_id=thread) as page:
        await page.open()
        before = page[MessageState].draft
        await page.send(MessageState.save, thread_id=str(thread), **HELLO)
        await page.send(MessageState.send, form=HELLO)
        assert "In an emergency call 911." in page.notice
        assert page[MessageState].draft == before
        assert (count(Message), count(Draft)) == (1, 1)


async def test_what_cannot_be_sent_is_said_at_the_field() -> None:
    thread = begun("ana")
    async with tab("ana", f"/messages/{thread}", thread_id=thread) as page:
        await page.open()
        for form, field in (({"body": " ", "key": "k" * 16}, "body"), ({"body": "x" * 8001, "key": "k" * 16}, "body")):
            await page.send(MessageState.send, form=form)
            assert (page.notice != "", page[MessageState].wrong_field) == (True, field)
    async with tab("ana", "/messages/new") as page:
        await page.open()
        await page.send(NewMessageState.send, form=HELLO)
        assert page[NewMessageState].wrong_field == "topic"
    assert count(Message) == 1


async def test_a_new_message_is_drafted_as_it_is_typed_and_sent_once_by_a_double_click() -> None:
    async with tab("ana", "/messages/new") as page:
        await page.open()
        await page.send(NewMessageState.pick, topic=str(uid("medicine")))
        await page.send(NewMessageState.save_subject, subject="My potassium")
        await page.send(NewMessageState.save, body="Should I stop?")
        state = page[NewMessageState]
        assert state.saved.startswith("Draft saved")
        form = {"topic": str(uid("medicine")), "subject": "My potassium", "body": "Should I stop?"}
        for _ in range(2):
            await page.send(NewMessageState.send, form={**form, "key": state.draft.key})
        assert page.went_to.startswith("/messages/")
    assert (count(Thread), count(Message), count(Draft)) == (1, 1, 0)


async def test_a_message_sent_twice_is_shown_and_kept_once() -> None:
    thread = begun("ana")
    async with tab("ana", f"/messages/{thread}", thread_id=thread) as page:
        await page.open()
        form = {"body": "And a banana?", "key": page[MessageState].draft.key}
        for _ in range(2):
            await page.send(MessageState.send, form=form)
        state = page[MessageState]
        assert [card.body for card in state.cards][1:] == ["And a banana?"]
        assert state.saved.startswith("Sent ")
        assert state.draft.key != form["key"]
    assert count(Message) == 2


async def test_what_is_sent_is_shown_at_once_with_how_the_conversation_stands_now() -> None:
    thread = begun("ana")
    answer(thread)
    async with tab("ana", f"/messages/{thread}", thread_id=thread) as page:
        await page.open()
        assert page[MessageState].head.standing == "Your care team has answered."
        tabs.leave(page.token)
        await page.send(MessageState.send, form=HELLO)
        assert bodies(page)[2:] == ["And a banana?"]
        shown = page[MessageState].head
        await page.send(MessageState.refresh)
        assert page[MessageState].head == shown
        assert (shown.standing, shown.total, shown.seen) == ("This is with Ben Ruiz, nurse.", 3, "Sent, not read yet")


async def test_an_answer_that_comes_while_the_patient_sends_is_shown_in_its_place() -> None:
    thread = begun("ana")
    async with tab("ana", f"/messages/{thread}", thread_id=thread) as page:
        await page.open()
        tabs.leave(page.token)
        answer(thread)
        await page.send(MessageState.send, form=HELLO)
        assert bodies(page)[1:] == ["Keep taking it.", "And a banana?"]


async def test_a_draft_waits_in_another_tab() -> None:
    thread = begun("ana")
    async with tab("ana", f"/messages/{thread}", thread_id=thread) as page:
        await page.open()
        await page.send(
            MessageState.save, thread_id=str(thread), body="half a thought", key=page[MessageState].draft.key
        )
    async with tab("ana", f"/messages/{thread}", thread_id=thread) as other:
        await other.open()
        assert other[MessageState].draft.body == "half a thought"


def answer(thread: object) -> None:
    """A nurse reads it and answers."""
    with begin(person("ben")) as work:
        messages.look(work, thread)  # type: ignore[arg-type]
        messages.reply(work, task_of(thread), "Keep taking it.", key(), 0, confirmed=True)  # type: ignore[arg-type]


def bodies(page: Tab) -> list[str]:
    """What the conversation shows."""
    return [card.body for card in page[MessageState].cards]


async def test_an_answer_appears_by_itself_and_counts_as_read() -> None:
    thread = begun("ana")
    async with tab("ana", f"/messages/{thread}", thread_id=thread) as page:
        await page.open()
        answer(thread)
        await until(lambda: bodies(page)[1:] == ["Keep taking it."])
        assert page[MessageState].head.seen.startswith("Read by Ben Ruiz")
    with begin(person("ana"), reads=True) as work:
        assert not messages.threads(work).cards[0].fresh


async def test_the_list_hears_of_an_answer_and_says_that_it_is_new() -> None:
    thread = begun("ana")
    async with tab("ana", "/messages") as page:
        await page.open()
        assert not page[MessagesState].cards[0].fresh
        answer(thread)
        await until(lambda: page[MessagesState].cards[0].fresh)
        assert page[MessagesState].frame.unread == 1


async def test_closing_and_opening_again_shows_on_the_page() -> None:
    thread = begun("ana")
    async with tab("ana", f"/messages/{thread}", thread_id=thread) as page:
        await page.open()
        await page.send(MessageState.close)
        await until(lambda: page[MessageState].head.closed)
        await page.send(MessageState.reopen)
        await until(lambda: not page[MessageState].head.closed)


async def test_older_conversations_and_messages_come_when_they_are_asked_for() -> None:
    for n in range(22):
        thread = begun("ana", key=f"draft {n:012}")
    for n in range(52):
        with begin(person("ana")) as work:
            messages.send(work, thread, f"number {n}", key())
    async with tab("ana", "/messages") as page:
        await page.open()
        assert (len(page[MessagesState].cards), page[MessagesState].total) == (20, 22)
        await page.send(MessagesState.more)
        assert len({card.id for card in page[MessagesState].cards}) == 22
        await page.send(MessagesState.refresh)
        assert len(page[MessagesState].cards) == 22
    async with tab("ana", f"/messages/{thread}", thread_id=thread) as page:
        await page.open()
        assert (len(bodies(page)), page[MessageState].head.total) == (50, 53)
        await page.send(MessageState.earlier)
        assert bodies(page)[1:] == [f"number {n}" for n in range(52)]
