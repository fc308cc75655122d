"""How far each side has read: noted once, told to the other side, never moved later."""

import pytest

from portal_app import reading
from portal_app.access.actor import SYSTEM, Actor
from portal_app.models import ThreadRead
from portal_app.services import messages
from portal_app.wiring import House, begin
from tests.people import person, uid
from tests.services.conversations import begun, key, task_of


def see(who: str, thread: object) -> frozenset[str]:
    """Somebody sees the end of a conversation; the topics that hear of it."""
    with begin(person(who)) as work:
        reading.note_seen(work, thread, uid("ana"), task_of(thread))  # type: ignore[arg-type]
        return frozenset(work.topics)


def read_at(who: str, thread: object) -> object:
    """When they read it."""
    with begin(SYSTEM, reads=True) as work:
        row = work.session.get(ThreadRead, (thread, uid(f"account {who}")))
        return row.read_at if row else None


def test_the_portal_itself_reads_nothing(house: House) -> None:
    thread = begun("ana")
    with pytest.raises(TypeError), begin(SYSTEM) as work:
        reading.note_seen(work, thread, uid("ana"), uid("task"))


def test_ones_own_words_are_no_news(house: House) -> None:
    thread = begun("ana")
    assert see("ana", thread) == frozenset()
    assert read_at("ana", thread) is None


def test_the_first_look_counts_and_is_told_to_both_sides(house: House, ben: Actor) -> None:
    thread = begun("ana")
    topics = see("ben", thread)
    assert {f"thread:{thread}", f"task:{task_of(thread)}", f"patient:{uid('ana')}"} <= topics
    first = read_at("ben", thread)
    assert see("ben", thread) == frozenset()
    assert read_at("ben", thread) == first
    with begin(person("ana")) as work:
        messages.send(work, thread, "And now?", key())
    see("ben", thread)
    assert read_at("ben", thread) > first  # type: ignore[operator]


def test_the_receipt_names_who_read_first(house: House) -> None:
    thread = begun("ana")
    see("ben", thread)
    see("amara", thread)
    with begin(person("ana"), reads=True) as work:
        assert reading.receipt(work, thread).sentence.startswith("Read by Ben Ruiz, ")
    with begin(person("ben"), reads=True) as work:
        assert reading.receipt(work, thread) == reading.Receipt()
