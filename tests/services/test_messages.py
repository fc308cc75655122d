"""Conversations: who may not, what is refused, then what is promised."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal_app.access.actor import SYSTEM, Actor
from portal_app.errors import BadInput, Conflict, NotFound, Refused, TooSoon
from portal_app.models import Clinic, Draft, FactRow, Job, Message, Task, TaskState, Thread, ThreadRead
from portal_app.queue import After
from portal_app.services import frame, messages
from portal_app.wiring import House, begin
from portal_app.work import Work
from tests.people import person, uid
from tests.services.conversations import KEY, begun, key, task_of
from tests.services.doors import policy

PATIENT_VERBS: dict[str, Callable[[Work, UUID], object]] = {
    "send": lambda work, thread: messages.send(work, thread, "hello", KEY),
    "close": messages.close,
    "reopen": messages.reopen,
    "save_draft": lambda work, thread: messages.save_draft(work, messages.place_of(thread), "hello", KEY),
    "draft": lambda work, thread: messages.draft(work, messages.place_of(thread)),
}
READING: dict[str, Callable[[Work, UUID], object]] = {
    "look": messages.look,
    "newer": lambda work, thread: messages.newer(work, thread, None),
    "earlier": lambda work, thread: messages.earlier(work, thread, uuid4()),
}
ALL = PATIENT_VERBS | READING
EXPORT = {"export": lambda work, thread: messages.export(work, messages.Form.TEXT, thread)}


def count(house: House, table: type) -> int:
    """How many rows there are."""
    with Session(house.engine) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


@pytest.mark.parametrize("verb", ALL | EXPORT)
@pytest.mark.parametrize("who", ["nobody", "stranger", "rosa", "sam", "lena", "dana", "priya"])
def test_others_cannot_touch_a_conversation_and_nothing_changes(house: House, who: str, verb: str) -> None:
    thread = begun("ana")
    with pytest.raises(Refused), begin(person(who)) as work:
        (ALL | EXPORT)[verb](work, thread)
    assert (count(house, Message), count(house, Job)) == (1, 1)
    with begin(person("ana"), reads=True) as work:
        assert work.session.get_one(Thread, thread).closed_at is None
        assert [row.kind for row in work.all(select(FactRow).order_by(FactRow.seq))] == ["MessageSent", "Refused"]


@pytest.mark.parametrize("verb", PATIENT_VERBS | EXPORT)
def test_staff_who_read_a_conversation_cannot_act_as_the_patient(house: House, ben: Actor, verb: str) -> None:
    thread = begun("ana")
    with pytest.raises(Refused), begin(ben) as work:
        (PATIENT_VERBS | EXPORT)[verb](work, thread)
    assert count(house, Message) == 1


@pytest.mark.parametrize("who", ["nobody", "ana", "stranger", "sam", "lena", "dana", "priya"])
def test_who_does_not_work_the_task_cannot_answer(house: House, who: str) -> None:
    task = task_of(begun("ana"))
    with pytest.raises(Refused), begin(person(who)) as work:
        messages.reply(work, task, "hello", KEY, 1)
    assert count(house, Message) == 1


@pytest.mark.parametrize("who", ["nobody", "ben", "sam"])
def test_only_patients_start_conversations(house: House, who: str) -> None:
    for verb in (messages.prepare, lambda work: messages.start(work, str(uid("medicine")), "", "hello", KEY)):
        with pytest.raises(Refused), begin(person(who)) as work:
            verb(work)
    assert count(house, Thread) == 0


def test_who_writes_more_than_people_do_waits_and_keeps_what_they_wrote(house: House, ana: Actor, ben: Actor) -> None:
    policy(messages_an_hour=3, emergency_phone="112")
    first, second = begun("ana"), begun("ana", subject="Another", key=key())
    last = key()
    with begin(ana) as work:
        messages.send(work, first, "the third", last)
    for verb in (
        lambda work: messages.send(work, second, "the fourth", KEY),
        lambda work: messages.start(work, str(uid("bill")), "", "the fourth", KEY),
    ):
        with begin(ana) as work:
            messages.save_draft(work, messages.place_of(second), "the fourth", KEY)
        with pytest.raises(TooSoon) as refusal, begin(ana) as work:
            verb(work)
        assert "call 112" in refusal.value.sentence
        with begin(ana) as work:
            assert messages.draft(work, messages.place_of(second)).body == "the fourth"
    with begin(ana) as work:
        messages.send(work, first, "the third", last)
    assert count(house, Message) == 3
    with begin(ben) as work:
        messages.reply(work, task_of(first), "staff answer as much as they must", key(), 1, confirmed=True)
    begun("stranger", key=key())
    with begin(ana) as work:
        work.now += timedelta(minutes=61)
        messages.send(work, second, "the fourth", KEY)


def test_twenty_an_hour_is_the_limit_of_a_clinic_that_decided_nothing(house: House, ana: Actor) -> None:
    with begin(SYSTEM) as work:
        clinic = work.session.scalars(select(Clinic)).one()
        clinic.policy = {}
    thread = begun("ana")
    for n in range(19):
        with begin(ana) as work:
            messages.send(work, thread, f"number {n}", key())
    with pytest.raises(TooSoon), begin(ana) as work:
        messages.send(work, thread, "one more", key())


@pytest.mark.parametrize("who", ["nobody", "sam"])
def test_nobody_and_admins_list_nothing(house: House, who: str) -> None:
    begun("ana")
    with pytest.raises(Refused), begin(person(who), reads=True) as work:
        messages.threads(work)


def test_lists_hold_nothing_of_others(house: House, stranger: Actor, lena: Actor, dana: Actor, ben: Actor) -> None:
    begun("ana")
    for actor, seen in ((stranger, 0), (lena, 0), (dana, 0), (ben, 1)):
        with begin(actor, reads=True) as work:
            listed = messages.threads(work)
            assert (len(listed.cards), listed.total) == (seen, seen)


@pytest.mark.parametrize(
    "place", ["", "new:", "thread:", "thread:x", "note:x", f"note:{uid('a task')}", "THREAD:" + "0" * 32]
)
def test_a_draft_has_a_place_of_ours_or_none(house: House, ana: Actor, place: str) -> None:
    with pytest.raises(NotFound), begin(ana) as work:
        messages.save_draft(work, place, "hello", KEY)


@pytest.mark.parametrize("wrong", ["", "short", "k" * 65, "k" * 20_000])
def test_a_draft_has_a_key_of_ours(house: House, ana: Actor, wrong: str) -> None:
    for place in (messages.NEW, messages.place_of(begun("ana", key=key()))):
        for body in ("hello", ""):
            with pytest.raises(BadInput), begin(ana) as work:
                messages.save_draft(work, place, body, wrong)
    assert count(house, Draft) == 0


def test_a_draft_keeps_its_key_until_it_is_sent(house: House, ana: Actor) -> None:
    thread = begun("ana")
    place = messages.place_of(thread)

    def key_now() -> str:
        with begin(ana, reads=True) as work:
            return messages.draft(work, place).key

    first = key_now()
    assert key_now() == first
    with begin(ana) as work:
        messages.save_draft(work, place, "And a banana?", first)
    assert key_now() == first
    with begin(ana) as work:
        messages.send(work, thread, "And a banana?", first)
    assert key_now() != first


@pytest.mark.parametrize("body", ["", "   \n", "\u202e", "x" * 8001])
def test_what_cannot_be_sent_is_refused_with_a_sentence_and_the_draft_stays(
    house: House, ana: Actor, body: str
) -> None:
    thread = begun("ana")
    with begin(ana) as work:
        messages.save_draft(work, messages.place_of(thread), body + "!", KEY)
    for verb in (
        lambda work: messages.send(work, thread, body, KEY),
        lambda work: messages.start(work, str(uid("bill")), "", body, KEY),
    ):
        with pytest.raises(BadInput) as refusal, begin(ana) as work:
            verb(work)
        assert refusal.value.field == "body"
    with begin(ana, reads=True) as work:
        assert messages.draft(work, messages.place_of(thread)).body == body + "!"
    assert count(house, Message) == 1


@pytest.mark.parametrize("topic", ["", "medicine", str(uid("no topic"))])
def test_a_topic_that_is_not_the_clinics_is_refused(house: House, ana: Actor, topic: str) -> None:
    with pytest.raises(BadInput) as refusal, begin(ana) as work:
        messages.start(work, topic, "", "hello", KEY)
    assert refusal.value.field == "topic"


def test_before_the_first_word_the_patient_sees_who_reads_it_and_how_soon(house: House, ana: Actor) -> None:
    with begin(ana, reads=True) as work:
        new = messages.prepare(work)
    assert [(topic.name, topic.who) for topic in new.topics] == [("A medicine", "Nurses"), ("A bill", "Billing")]
    assert all("they answer by" in topic.promise for topic in new.topics)
    assert new.draft.body == ""


def test_a_conversation_goes_to_the_pool_of_its_topic_with_a_promise(house: House, ana: Actor) -> None:
    thread = begun("ana", topic="bill")
    with begin(ana, reads=True) as work:
        task = work.session.scalars(select(Task)).one()
        assert (task.about_id, task.pool_id, task.state) == (thread, uid("billing"), TaskState.OPEN)
        assert task.due_at is not None
        head = messages.look(work, thread).head
    assert (head.standing, head.subject) == ("This is with Billing.", "My potassium")
    assert head.next.startswith("We answer by")


def test_the_same_draft_begins_one_conversation(house: House, ana: Actor) -> None:
    assert begun("ana") == begun("ana")
    assert (count(house, Thread), count(house, Message)) == (1, 1)


def test_the_same_draft_is_sent_once(house: House, ana: Actor) -> None:
    thread = begun("ana")
    for _ in range(3):
        with begin(ana) as work:
            messages.send(work, thread, "And a banana?", KEY)
    assert count(house, Message) == 2


def test_other_words_under_the_same_key_are_never_dropped(house: House, ana: Actor) -> None:
    thread = begun("ana")
    for body in ("And a banana?", "And two bananas?"):
        with begin(ana) as work:
            messages.send(work, thread, body, KEY)
    with begin(ana, reads=True) as work:
        assert [m.body for m in messages.look(work, thread).messages][1:] == ["And a banana?", "And two bananas?"]


def test_what_was_sent_is_no_draft_any_more_and_a_late_save_does_not_bring_it_back(house: House, ana: Actor) -> None:
    thread = begun("ana")
    place = messages.place_of(thread)
    with begin(ana) as work:
        messages.save_draft(work, place, "And a banana?", KEY)
    with begin(ana) as work:
        messages.send(work, thread, "And a banana?", KEY)
    with begin(ana) as work:
        assert messages.save_draft(work, place, "And a banana? ", KEY).saved == ""
    with begin(ana, reads=True) as work:
        assert messages.draft(work, place).body == ""


def test_a_new_message_is_drafted_with_its_topic_and_subject(house: House, ana: Actor) -> None:
    with begin(ana) as work:
        saved = messages.save_draft(work, messages.NEW, "Since Monday", KEY, str(uid("medicine")), "Pills")
        assert saved.saved.startswith("Draft saved")
    with begin(ana, reads=True) as work:
        draft = messages.prepare(work).draft
        assert (draft.body, draft.subject, draft.topic_id) == ("Since Monday", "Pills", str(uid("medicine")))
        assert messages.threads(work).drafted
    with begin(ana) as work:
        messages.start(work, str(uid("medicine")), "Pills", "Since Monday", KEY)
    with begin(ana, reads=True) as work:
        assert messages.prepare(work).draft.body == ""


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.text(max_size=8100))
def test_whatever_is_typed_is_kept_whole_or_refused_with_a_sentence(house: House, ana: Actor, body: str) -> None:
    thread = begun("ana")
    try:
        with begin(ana) as work:
            sent = messages.send(work, thread, body, key())
    except BadInput:
        return
    with begin(ana, reads=True) as work:
        kept = work.session.get_one(Message, UUID(sent.message.id)).body
    assert kept == sent.message.body
    assert 0 < len(kept) <= 8000
    assert not any(sign in kept for sign in "\x00\r\u202e\u2066")


def test_each_side_sees_whether_the_other_has_read(house: House, ana: Actor, ben: Actor) -> None:
    thread = begun("ana")
    with begin(ana) as work:
        assert messages.look(work, thread).head.seen == "Sent, not read yet"
    with begin(ben) as work:
        messages.look(work, thread)
    with begin(ana) as work:
        head = messages.look(work, thread).head
    assert (head.was_read, head.seen.startswith("Read by Ben Ruiz, ")) == (True, True)
    with begin(ben) as work:
        messages.reply(work, task_of(thread), "Keep taking it.", KEY, 1)
    with begin(ben, reads=True) as work:
        assert messages.look(work, thread).head.seen == "Sent, not read yet"
    with begin(ana, reads=True) as work:
        assert (frame.unread(work), messages.threads(work).cards[0].fresh) == (1, True)
    with begin(ana) as work:
        opened = messages.look(work, thread)
    assert [(m.author, m.mine) for m in opened.messages] == [("Ana Rivera", True), ("Ben Ruiz, nurse", False)]
    assert opened.head.standing == "Your care team has answered."
    with begin(ana, reads=True) as work:
        assert (frame.unread(work), messages.threads(work).cards[0].fresh) == (0, False)
    with begin(ben, reads=True) as work:
        assert messages.look(work, thread).head.seen.startswith("Read by Ana Rivera, ")


def test_a_message_read_before_keeps_the_time_at_which_it_was_read(house: House, ana: Actor, ben: Actor) -> None:
    thread = begun("ana")
    for _ in range(2):
        with begin(ben) as work:
            messages.look(work, thread)
    with begin(ben, reads=True) as work:
        kinds = [row.kind for row in work.all(select(FactRow).where(FactRow.staff_id == uid("ben")))]
        assert kinds == ["ThreadSeen"]
        assert work.session.scalar(select(func.count()).select_from(ThreadRead)) == 1


def test_two_who_answer_are_told_of_each_other_first(house: House, ana: Actor, ben: Actor, amara: Actor) -> None:
    thread = begun("ana")
    task = task_of(thread)
    with begin(ben) as work:
        messages.reply(work, task, "Keep taking it.", key(), 1)
    with pytest.raises(Conflict) as conflict, begin(amara) as work:
        messages.reply(work, task, "Stop taking it.", key(), 1)
    assert "Ben Ruiz answered" in conflict.value.sentence
    assert count(house, Message) == 2
    with begin(amara) as work:
        messages.reply(work, task, "Both then.", key(), 1, confirmed=True)
    assert count(house, Message) == 3


def test_an_answer_sent_twice_is_one(house: House, ben: Actor) -> None:
    thread = begun("ana")
    for _ in range(2):
        with begin(ben) as work:
            messages.reply(work, task_of(thread), "Keep taking it.", KEY, 1)
    assert count(house, Message) == 2


@pytest.mark.parametrize(
    ("after", "state", "pool", "owner"),
    [
        (After.KEEP, TaskState.WAITING, "nurses", "ben"),
        (After.CLOSE, TaskState.CLOSED, "nurses", "ben"),
        (After.HAND, TaskState.OPEN, "prescribers", None),
    ],
)
def test_after_an_answer_it_waits_is_closed_or_goes_on(
    house: House, ben: Actor, after: After, state: TaskState, pool: str, owner: str | None
) -> None:
    thread = begun("ana")
    with begin(ben) as work:
        messages.reply(work, task_of(thread), "Keep taking it.", KEY, 1, after=after, pool_id=uid("prescribers"))
    with begin(ben, reads=True) as work:
        task = work.session.scalars(select(Task)).one()
        assert (task.state, task.pool_id, task.owner_id) == (state, uid(pool), uid(owner) if owner else None)


def test_handing_on_needs_a_pool(house: House, ben: Actor) -> None:
    task = task_of(begun("ana"))
    with pytest.raises(BadInput), begin(ben) as work:
        messages.reply(work, task, "Keep taking it.", KEY, 1, after=After.HAND, pool_id=uuid4())
    assert count(house, Message) == 1


def test_a_closed_conversation_is_done_and_can_be_opened_again(house: House, ana: Actor) -> None:
    thread = begun("ana")
    for _ in range(2):
        with begin(ana) as work:
            messages.close(work, thread)
    with begin(ana, reads=True) as work:
        head = messages.look(work, thread).head
        assert (head.closed, head.standing.startswith("You closed this ")) == (True, True)
        assert work.session.scalars(select(Task)).one().state is TaskState.CLOSED
    with begin(ana) as work:
        messages.reopen(work, thread)
    with begin(ana, reads=True) as work:
        # her question was never answered, so it is before staff again
        assert work.session.scalars(select(Task)).one().state is TaskState.OPEN
        assert not messages.look(work, thread).head.closed


def test_an_answered_conversation_opened_again_waits_for_the_patient(house: House, ana: Actor, ben: Actor) -> None:
    thread = begun("ana")
    with begin(ben) as work:
        messages.reply(work, task_of(thread), "Keep taking it.", KEY, 1)
    for verb in (messages.close, messages.reopen):
        with begin(ana) as work:
            verb(work, thread)
    with begin(ana, reads=True) as work:
        task = work.session.scalars(select(Task)).one()
        assert (task.state, task.closed_at) == (TaskState.WAITING, None)


def test_writing_in_a_closed_conversation_opens_it(house: House, ana: Actor) -> None:
    thread = begun("ana")
    with begin(ana) as work:
        messages.close(work, thread)
    with begin(ana) as work:
        messages.send(work, thread, "One more thing.", key())
    with begin(ana, reads=True) as work:
        assert not messages.look(work, thread).head.closed
        assert work.session.scalars(select(Task)).one().state is TaskState.OPEN


def test_a_long_conversation_is_read_in_parts_with_nothing_left_out(house: House, ana: Actor) -> None:
    thread = begun("ana")
    for n in range(2, 122):
        with begin(ana) as work:
            messages.send(work, thread, f"number {n}", key())
    with begin(ana) as work:
        shown = messages.look(work, thread)
        assert (shown.head.total, len(shown.messages)) == (121, 50)
        got = shown.messages
        while older := messages.earlier(work, thread, UUID(got[0].id)):
            got = older + got
    assert [m.body for m in got][1:] == [f"number {n}" for n in range(2, 122)]
    with begin(ana, reads=True) as work:
        assert messages.newer(work, thread, UUID(got[-1].id)).messages == []
        assert [m.body for m in messages.newer(work, thread, UUID(got[-2].id)).messages] == ["number 121"]


def test_the_list_is_paged_by_key_newest_first_with_nothing_left_out(house: House, ana: Actor) -> None:
    begun_ones = [str(begun("ana", subject=f"number {n}", key=f"{n:016}")) for n in range(45)]
    with begin(ana, reads=True) as work:
        listed = messages.threads(work)
        got = listed.cards
        assert (len(got), listed.total) == (20, 45)
        while more := messages.threads(work, after_id=UUID(got[-1].id)).cards:
            got = got + more
    assert [card.id for card in got] == begun_ones[::-1]
    assert got[0].preview == "You: Should I stop the lisinopril?"


@pytest.mark.parametrize("form", list(messages.Form))
def test_all_that_was_written_can_be_taken_out_and_that_is_a_fact(
    house: House, ana: Actor, ben: Actor, form: messages.Form
) -> None:
    thread = begun("ana")
    with begin(ben) as work:
        messages.reply(work, task_of(thread), "Keep taking it.", KEY, 1)
    other = begun("ana", subject="A bill", topic="bill", key=key())
    with begin(ana, reads=True) as work:
        one, whole = messages.export(work, form, other).decode(), messages.export(work, form).decode()
    for words in ("My potassium", "Should I stop the lisinopril?", "Keep taking it.", "Ben Ruiz"):
        assert words in whole
        assert words == "Should I stop the lisinopril?" or words not in one
    with begin(ana, reads=True) as work:
        assert len(work.all(select(FactRow).where(FactRow.kind == "MessagesExported"))) == 2
