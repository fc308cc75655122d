"""Two at the same moment: one message, one conversation, one draft, one answer."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import func, select

from portal_app.access.actor import SYSTEM, Actor
from portal_app.errors import Conflict
from portal_app.models import Draft, Message, Task, Thread, ThreadRead
from portal_app.services import messages
from portal_app.wiring import House, begin
from portal_app.work import Work
from tests.people import uid
from tests.services.conversations import begun, key, task_of

ROUNDS = 4


def at_once(*jobs: tuple[Actor, Callable[[Work], object]]) -> list[object]:
    """Run each as its person, all at the same moment; what they returned or raised."""
    line = Barrier(len(jobs))

    def run(actor: Actor, service: Callable[[Work], object]) -> object:
        line.wait()
        try:
            with begin(actor) as work:
                return service(work)
        except Conflict as conflict:
            return conflict

    with ThreadPoolExecutor(len(jobs)) as threads:
        return [done.result() for done in [threads.submit(run, *job) for job in jobs]]


def count(table: type) -> int:
    """How many rows there are."""
    with begin(SYSTEM, reads=True) as work:
        return work.session.scalar(select(func.count()).select_from(table)) or 0


def test_one_draft_sent_from_two_places_at_once_is_one_message(house: House, ana: Actor) -> None:
    thread = begun("ana")
    for n in range(ROUNDS):
        mine = key()
        sent = at_once(*[(ana, lambda work, mine=mine: messages.send(work, thread, "And now?", mine).message.id)] * 3)
        assert len(set(sent)) == 1
        assert count(Message) == n + 2
    with begin(ana, reads=True) as work:
        assert work.session.get_one(Thread, thread).messages == ROUNDS + 1


def test_one_new_message_sent_from_two_places_at_once_begins_one_conversation(house: House, ana: Actor) -> None:
    for n in range(ROUNDS):
        mine = key()
        begin_it = lambda work, mine=mine: messages.start(work, str(uid("medicine")), "", "Hello", mine)  # noqa: E731
        assert len(set(at_once((ana, begin_it), (ana, begin_it)))) == 1
        assert (count(Thread), count(Message), count(Task)) == (n + 1,) * 3


def test_one_draft_saved_from_two_tabs_at_once_is_one_draft(house: House, ana: Actor) -> None:
    saves = [(ana, lambda work, n=n: messages.save_draft(work, messages.NEW, f"tab {n}", key())) for n in range(3)]
    at_once(*saves)
    assert count(Draft) == 1


def test_one_answer_opened_in_two_tabs_at_once_is_read_once(house: House, ben: Actor) -> None:
    thread = begun("ana")
    at_once(*[(ben, lambda work: messages.look(work, thread))] * 3)
    assert count(ThreadRead) == 1


def test_two_who_answer_at_once_do_not_both_answer_unawares(house: House, ben: Actor, amara: Actor) -> None:
    for n in range(ROUNDS):
        thread = begun("ana", key=f"draft number {n:08}")
        task = task_of(thread)
        answers = [
            (actor, lambda work, mine=key(): messages.reply(work, task, "Keep taking it.", mine, 1))  # noqa: B023
            for actor in (ben, amara)
        ]
        kinds = [type(answer).__name__ for answer in at_once(*answers)]
        assert sorted(kinds) == ["Conflict", "MessageCard"]


def test_the_patient_writes_while_a_nurse_answers_and_both_are_kept(house: House, ana: Actor, ben: Actor) -> None:
    thread = begun("ana")
    task = task_of(thread)
    for n in range(ROUNDS):
        at_once(
            (ana, lambda work, mine=key(): messages.send(work, thread, "And now?", mine)),
            (ben, lambda work, mine=key(): messages.reply(work, task, "Yes.", mine, 0, confirmed=True)),
        )
        assert count(Message) == 2 * n + 3
    with begin(ana, reads=True) as work:
        assert work.session.get_one(Thread, thread).messages == 2 * ROUNDS + 1
