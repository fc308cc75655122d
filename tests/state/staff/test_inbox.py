"""The inbox as a page: what a tab sees, live, and what it may not do."""

import asyncio
from uuid import UUID

import pytest

from portal_app.services import tasks
from portal_app.state.staff.inbox import InboxState
from portal_app.wiring import begin
from tests.doors.harness import Tab, tab, until
from tests.people import person, uid
from tests.services.tasks import sent

pytestmark = pytest.mark.usefixtures("house")


def claim(name: str, task: UUID) -> None:
    with begin(person(name)) as work:
        tasks.claim(work, task, 1)


async def test_a_patient_is_sent_away_and_sees_nothing():
    sent.message()
    async with tab("ana", "/staff") as ana:
        await ana.send(InboxState.open)
        assert (ana[InboxState].rows, ana.went_to) == ([], "/")


async def test_new_work_appears_by_itself_and_only_where_it_belongs():
    async with tab("ben", "/staff") as ben, tab("dana", "/staff") as dana:
        await ben.open()
        await dana.open()
        task = sent.message(words="May I take it with food?")
        claim("amara", task)
        await until(lambda: len(ben[InboxState].rows) == 1)
        row = ben[InboxState].rows[0]
        assert (row.gist, row.owner, row.fresh, ben[InboxState].counts.open) == (
            "May I take it with food?",
            "Dr. Amara Osei",
            True,
            "1",
        )
        assert ben[InboxState].arrived == 1
        await asyncio.sleep(0.2)
        assert dana[InboxState].rows == []


async def test_what_did_not_change_is_not_sent_again():
    task = sent.message()
    async with tab("ben", "/staff") as ben:
        await ben.open()
        ben.updates.clear()
        await ben.send(InboxState.refresh)
        assert "rows" not in ben.shown(InboxState)
        claim("amara", task)
        await until(lambda: "rows" in ben.shown(InboxState))


async def test_the_address_opens_a_task_and_a_made_up_one_opens_nothing():
    task = sent.message()
    async with tab("ben", "/staff", task=task) as ben:
        await ben.open()
        assert (ben[InboxState].task.id, ben[InboxState].rows[0].unread) == (str(task), False)
    for made_up in ("x", str(uid("nothing"))):
        async with tab("ben", "/staff", task=made_up) as ben:
            await ben.open()
            assert (ben[InboxState].task.id, ben.notice) == ("", "We could not find that. It may have moved.")


async def keep(page: Tab, what: str, words: str, task: object = None) -> None:
    """The field's own save: it names the task it stands at."""
    state = page[InboxState]
    key = state.note_key if what == "note" else state.reply_key
    await page.send(InboxState.keep, task_id=str(task or state.task.id), what=what, words=words, key=key)


async def test_words_typed_at_the_last_task_are_kept_there_and_nothing_is_sent_with_another():
    first, second = sent.message(), sent.message("stranger")
    async with tab("ben", "/staff", task=first) as ben:
        await ben.open()
        key = ben[InboxState].reply_key
        ben.params["task"] = str(second)
        await ben.open()
        assert ben[InboxState].task.id == str(second)
        late = {"task_id": str(first), "what": "reply", "words": "For the first", "key": key}
        await ben.send(InboxState.keep, **late)
        await ben.send(InboxState.send, form={"task": str(first), "body": "For the first", "after": "keep"})
        assert ben.notice.startswith("Another task is open now")
        await ben.send(InboxState.note, form={"task": str(first), "note": "For the first"})
        assert ben.notice.startswith("Another task is open now")
        assert [entry.body for entry in ben[InboxState].task.story if "For the first" in entry.body] == []
        ben.params["task"] = str(first)
        await ben.open()
        assert (ben[InboxState].task.id, ben[InboxState].reply_start) == (str(first), "For the first")


async def test_who_writes_while_a_colleague_answers_is_told_before_and_at_sending():
    task = sent.message()
    async with tab("ben", "/staff", task=task) as ben, tab("amara", "/staff", task=task) as amara:
        await ben.open()
        await amara.open()
        await keep(ben, "reply", "Hello from Ben")
        await until(lambda: amara[InboxState].task.present == "Ben Ruiz is writing")
        await amara.send(InboxState.send, form={"task": str(task), "body": "Yes, with food.", "after": "keep"})
        await until(lambda: ben[InboxState].behind)
        await ben.send(InboxState.send, form={"task": str(task), "body": "Hello from Ben", "after": "keep"})
        assert ben.notice.startswith("Dr. Amara Osei answered.")
        assert [entry.body for entry in ben[InboxState].task.story][1:] == ["Yes, with food."]
        await ben.send(InboxState.catch_up)
        await ben.send(InboxState.send, form={"task": str(task), "body": "Hello from Ben", "after": "close"})
        assert [entry.body for entry in ben[InboxState].task.story][1:] == [
            "Yes, with food.",
            "Hello from Ben",
            "Ben Ruiz closed this",
        ]
        assert ben[InboxState].task.state == "closed"


async def test_a_task_that_is_handed_away_leaves_the_page():
    task = sent.message()
    async with tab("ben", "/staff", task=task) as ben:
        await ben.open()
        await ben.send(InboxState.hand_to_pool, pool_id=str(uid("billing")))
        assert (ben[InboxState].task.id, ben[InboxState].lost) == ("", True)


async def test_a_draft_is_there_when_the_page_is_opened_again():
    task = sent.message()
    async with tab("ben", "/staff", task=task) as ben:
        await ben.open()
        await keep(ben, "reply", "Half a sen")
        await keep(ben, "note", "Half a no")
    async with tab("ben", "/staff", task=task) as ben:
        await ben.open()
        assert (ben[InboxState].reply_start, ben[InboxState].note_start) == ("Half a sen", "Half a no")


async def test_a_note_is_added_once_and_its_draft_does_not_come_back():
    task = sent.message()
    async with tab("ben", "/staff", task=task) as ben:
        await ben.open()
        await keep(ben, "note", "Called her.")
        for _ in range(2):
            await ben.send(InboxState.note, form={"task": str(task), "note": "Called her."})
        await keep(ben, "note", "Called her.")
        assert [entry.body for entry in ben[InboxState].task.story if entry.sort == "note"] == ["Called her."]
        await ben.open()
        assert ben[InboxState].task.note == ""
