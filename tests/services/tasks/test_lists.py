"""The list: what one may see of the queue, in which order, and how much of it there is."""

from datetime import UTC, datetime, timedelta

import pytest

from portal_app import queue
from portal_app.access.actor import Actor
from portal_app.errors import Refused
from portal_app.models import Task, TaskKind
from portal_app.services import tasks
from portal_app.services.tasks import counting, lists
from portal_app.services.tasks.heads import Filters, Order, View
from portal_app.wiring import House, begin
from tests.people import person, uid
from tests.services.tasks import sent

EVERYTHING = Filters()


def seen(name: str, wanted: Filters = EVERYTHING) -> list[str]:
    with begin(person(name), reads=True) as work:
        return [row.gist for row in tasks.listing(work, wanted).rows]


@pytest.mark.parametrize("name", ["nobody", "ana", "sam"])
def test_who_works_no_queue_is_refused(house: House, name: str) -> None:
    sent.message()
    with pytest.raises(Refused), begin(person(name), reads=True) as work:
        tasks.listing(work, EVERYTHING)
    with pytest.raises(Refused), begin(person(name), reads=True) as work:
        tasks.count(work)


@pytest.mark.parametrize("name", ["priya", "dana", "lena"])
def test_other_pools_and_other_sites_see_nothing_and_count_nothing(house: House, name: str) -> None:
    sent.message()
    assert seen(name) == []
    with begin(person(name), reads=True) as work:
        counts = tasks.count(work)
        assert (counts.open, counts.unclaimed, [pool.open for pool in counts.pools]) == ("", "", [""])


def test_asking_for_a_pool_that_is_not_mine_shows_nothing(house: House) -> None:
    sent.message(pool="billing")
    assert seen("ben", Filters(pool_id=uid("billing"))) == []
    assert seen("dana", Filters(pool_id=uid("billing"))) != []


def test_every_view_shows_its_own(house: House, ben: Actor) -> None:
    mine, _, waiting, closed = (sent.message(words=words) for words in ("mine", "free", "waiting", "closed"))
    with begin(ben) as work:
        tasks.claim(work, mine, 1)
        tasks.close(work, closed, 1)
        queue.wait(work, work.session.get_one(Task, waiting))
    assert seen("ben") == ["mine", "free"]
    assert seen("ben", Filters(view=View.MINE)) == ["mine"]
    assert seen("ben", Filters(view=View.UNCLAIMED)) == ["free"]
    assert seen("ben", Filters(view=View.WAITING)) == ["waiting"]
    assert seen("ben", Filters(view=View.CLOSED)) == ["closed"]
    assert seen("ben", Filters(kind=TaskKind.FORM)) == []
    with begin(ben, reads=True) as work:
        counts = tasks.count(work)
    assert (counts.open, counts.mine, counts.unclaimed, counts.waiting) == ("2", "1", "1", "1")
    assert [(pool.name, pool.open, pool.late) for pool in counts.pools] == [("Nurses", "2", 0)]


def test_what_was_handed_to_me_out_of_another_pool_is_in_my_list(house: House, dana: Actor) -> None:
    task = sent.message(pool="billing", words="A bill")
    with begin(dana) as work:
        tasks.hand_to_person(work, task, 1, uid("ben"))
    assert seen("ben") == ["A bill"]
    with begin(person("ben"), reads=True) as work:
        counts = tasks.count(work)
    assert (counts.open, counts.mine, counts.unclaimed) == ("1", "1", "")


def test_the_soonest_promise_comes_first_and_groups_say_so(house: House) -> None:
    now = datetime.now(UTC)
    for words, due in (("calm", 300), ("late", -30), ("soon", 30), ("later", 400)):
        sent.at(sent.message(words=words), due=now + timedelta(minutes=due))
    with begin(person("ben"), reads=True) as work:
        rows = tasks.listing(work, EVERYTHING).rows
    assert [(row.gist, row.tone) for row in rows] == [
        ("late", "red"),
        ("soon", "amber"),
        ("calm", "calm"),
        ("later", "calm"),
    ]
    assert [row.group for row in rows] == ["Late", "Due within the hour", "On time", ""]
    with begin(person("ben"), reads=True) as work:
        assert [pool.late for pool in tasks.count(work).pools] == [1]


def test_longest_waiting_and_newest_are_each_others_mirror(house: House) -> None:
    now = datetime.now(UTC)
    for hours in (1, 3, 2):
        sent.at(sent.message(words=f"{hours} h"), since=now - timedelta(hours=hours))
    assert seen("ben", Filters(order=Order.LONGEST)) == ["3 h", "2 h", "1 h"]
    assert seen("ben", Filters(order=Order.NEWEST)) == ["1 h", "2 h", "3 h"]


@pytest.mark.parametrize("order", list(Order))
def test_pages_follow_each_other_without_a_gap(house: House, monkeypatch: pytest.MonkeyPatch, order: Order) -> None:
    monkeypatch.setattr(lists, "PAGE", 3)
    same = datetime.now(UTC) + timedelta(hours=5)
    for number in range(8):
        sent.at(sent.message(words=str(number)), since=same - timedelta(days=1), due=same)
    found, after = [], ""
    for _ in range(3):
        with begin(person("ben"), reads=True) as work:
            page = tasks.listing(work, Filters(order=order), after)
        found += [row.gist for row in page.rows]
        after = page.after
    assert sorted(found) == [str(number) for number in range(8)]
    assert after == ""


@pytest.mark.parametrize("after", ["", "x", "1.x", ".", "99999999999999999999.00000000-0000-0000-0000-000000000000"])
def test_a_made_up_page_begins_at_the_beginning(house: House, after: str) -> None:
    sent.message(words="first")
    with begin(person("ben"), reads=True) as work:
        assert [row.gist for row in tasks.listing(work, EVERYTHING, after).rows] == ["first"]


def test_a_task_is_unread_until_opened_and_again_when_the_patient_writes(house: House, ben: Actor) -> None:
    task = sent.message()

    def unread(name: str) -> list[bool]:
        with begin(person(name), reads=True) as work:
            return [row.unread for row in tasks.listing(work, EVERYTHING).rows]

    assert unread("ben") == [True]
    with begin(ben) as work:
        tasks.look(work, task)
    assert (unread("ben"), unread("amara")) == ([False], [True])
    sent.more(task)
    assert unread("ben") == [True]
    with begin(ben) as work:
        tasks.look(work, task, again=True)
    assert unread("ben") == [False]
    with begin(ben) as work:
        tasks.unread(work, task)
    assert unread("ben") == [True]


def test_counts_stop_at_99(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "MOST", 2)
    for number in range(4):
        sent.message(words=str(number))
    with begin(person("ben"), reads=True) as work:
        assert tasks.count(work).open == "2+"


def test_what_arrived_since_is_counted(house: House) -> None:
    before = datetime.now(UTC)
    sent.message()
    with begin(person("ben"), reads=True) as work:
        assert tasks.arrivals(work, EVERYTHING, before) == 1
        assert tasks.arrivals(work, EVERYTHING, work.now) == 0


@pytest.mark.parametrize("view", [View.OPEN, View.MINE, View.UNCLAIMED, View.WAITING, View.CLOSED])
def test_what_changed_brings_the_list_to_where_a_fresh_look_would_be(house: House, ben: Actor, view: View) -> None:
    wanted = Filters(view=view)
    ids = [sent.message(words=str(number)) for number in range(6)]
    with begin(ben, reads=True) as work:
        shown, opened = tasks.desk(work, wanted, "", work.now), work.now
    acts = [
        lambda work: tasks.claim(work, ids[0], 1),
        lambda work: tasks.close(work, ids[1], 1),
        lambda work: tasks.hand_to_pool(work, ids[2], 1, uid("billing")),
        lambda work: queue.wait(work, work.session.get_one(Task, ids[3])),
        lambda work: tasks.claim(work, ids[4], 1) and tasks.release(work, ids[4], 2),
    ]
    for number, act in enumerate(acts):
        with begin(ben) as work:
            act(work)
        sent.message(words=f"new {number}")
        with begin(ben, reads=True) as work:
            shown = tasks.changes(work, wanted, shown, opened)
            assert shown == tasks.desk(work, wanted, "", opened)
