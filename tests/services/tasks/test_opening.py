"""Opening a task: the look is recorded, colleagues see each other, what is typed is kept."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal_app.access.actor import Actor
from portal_app.errors import Refused
from portal_app.models import FactRow, TaskLook
from portal_app.services import tasks
from portal_app.services.tasks import presence
from portal_app.services.tasks.cards import TaskCard
from portal_app.wiring import House, begin
from tests.people import person
from tests.services.tasks import sent


def looks(house: House) -> list[tuple[str, str]]:
    with begin(person("sam"), reads=True) as work:
        facts = work.all(select(FactRow).where(FactRow.kind == "ChartRead").order_by(FactRow.seq))
        return [(fact.actor_name, fact.data) for fact in facts]


@pytest.mark.parametrize("name", ["nobody", "ana", "stranger", "sam", "priya", "dana", "lena"])
def test_who_may_not_see_it_opens_types_and_stays_nowhere(house: House, name: str) -> None:
    task = sent.message()
    for act in (tasks.look, tasks.unread, tasks.places):
        with pytest.raises(Refused), begin(person(name)) as work:
            act(work, task)
    with pytest.raises(Refused), begin(person(name)) as work:
        tasks.keep(work, task, "reply", "words", "k" * 22)
    if person(name).pool_ids:
        with begin(person(name)) as work:
            tasks.leave(work, task)
            assert tasks.redraw(work, task) == TaskCard()
            assert tasks.hear(work, task) == []
    else:
        with pytest.raises(Refused), begin(person(name)) as work:
            tasks.hear(work, task)
    with begin(person("sam"), reads=True) as work:
        assert work.all(select(TaskLook)) == []
    assert looks(house) == []


def test_a_look_is_a_fact_and_a_redraw_is_none_until_the_patient_adds_something(house: House, ben: Actor) -> None:
    task = sent.message()
    with begin(ben) as work:
        card = tasks.look(work, task)
    assert (card.name, card.title, card.standing) == (
        "Ana Rivera",
        "May I take it with food?",
        "Message: A medicine. Unclaimed in Nurses",
    )
    with begin(ben) as work:
        tasks.look(work, task, again=True)
    once = ("Ben Ruiz", '{"part":"messages","reason":"task"}')
    assert looks(house) == [once]
    sent.more(task)
    with begin(ben) as work:
        assert [entry.body for entry in tasks.look(work, task, again=True).story][-1] == "One thing more."
    assert looks(house) == [once, once]


def test_what_the_patient_adds_is_heard_once_and_hearing_it_is_a_look(house: House, ben: Actor, amara: Actor) -> None:
    task = sent.message()
    with begin(amara) as work:
        assert tasks.hear(work, task) == []
    with begin(ben) as work:
        tasks.look(work, task)
    before = looks(house)
    with begin(ben) as work:
        assert tasks.hear(work, task) == []
    assert looks(house) == before
    sent.more(task)
    with begin(ben) as work:
        assert [entry.body for entry in tasks.hear(work, task)] == ["One thing more."]
    assert len(looks(house)) == len(before) + 1
    with begin(ben, reads=True) as work:
        assert tasks.hear(work, task) == []
        assert tasks.redraw(work, task).story[-1].body == "One thing more."


def test_two_people_on_one_task_see_each_other(house: House, ben: Actor, amara: Actor) -> None:
    task = sent.message()
    with begin(ben) as work:
        assert tasks.look(work, task).present == ""
    with begin(amara) as work:
        assert tasks.look(work, task).present == "Ben Ruiz is looking at this"
    with begin(amara) as work:
        tasks.keep(work, task, "reply", "Yes, with f", "k" * 22)
        assert f"task:{task}" in work.topics
    with begin(ben) as work:
        assert tasks.look(work, task).present == "Dr. Amara Osei is writing"
    with begin(amara) as work:
        tasks.leave(work, task)
    with begin(ben) as work:
        assert tasks.look(work, task).present == ""


def test_who_is_gone_without_a_word_is_forgotten(house: House, ben: Actor, amara: Actor) -> None:
    task = sent.message()
    with begin(amara) as work:
        tasks.look(work, task)
    with begin(ben) as work:
        work.now += presence.HERE + timedelta(seconds=1)
        assert tasks.look(work, task).present == ""


def test_a_draft_is_its_writers_own_and_survives(house: House, ben: Actor, amara: Actor) -> None:
    task = sent.message()
    with begin(ben) as work:
        key = tasks.look(work, task).draft_key
        assert tasks.look(work, task).draft_key == key
        tasks.keep(work, task, "reply", "Yes, with", key)
        assert tasks.keep(work, task, "reply", "Yes, with food.", key).startswith("Draft saved")
        tasks.keep(work, task, "note", "Asked Amara.", "k" * 22)
    with begin(ben) as work:
        card = tasks.look(work, task)
    assert (card.draft, card.draft_key, card.note) == ("Yes, with food.", key, "Asked Amara.")
    with begin(amara) as work:
        assert tasks.look(work, task).draft == ""
    with begin(ben) as work:
        assert tasks.note(work, task, "Asked Amara.").note == ""


def test_a_long_story_shows_its_newest_part_and_says_how_much_is_older(house: House, ben: Actor) -> None:
    task = sent.message(words="0")
    for number in range(1, 5):
        sent.more(task, str(number))
    with begin(ben) as work:
        card = tasks.look(work, task, 3)
    assert ([entry.body for entry in card.story], card.earlier) == (["2", "3", "4"], 2)
