"""Two at the same moment about one result: one review, one hold, one task, one end of a wait."""

from datetime import timedelta

from portal_app.access.actor import SYSTEM, Actor
from portal_app.models import FactRow, Hold, Review, ShownNow, Task
from portal_app.services import choices, holds, reviews
from portal_app.wiring import House, begin
from tests.people import uid
from tests.services.arrivals import arrive, id_of, lab
from tests.services.conversations import key
from tests.services.doors import do
from tests.services.test_messages_at_once import at_once, count

WHY = "She is alone tonight and has spoken of ending her life."


def test_one_comment_sent_from_two_tabs_at_once_is_one(house: House, ben: Actor) -> None:
    arrive(lab("k"))
    wanted, mark = id_of("k"), key()
    sent = at_once(*[(ben, lambda work: reviews.review(work, wanted, "A little high.", "", mark))] * 3)
    assert len(set(sent)) == 1
    assert count(Review) == 1


def test_one_hold_pressed_twice_at_once_is_one(house: House, amara: Actor) -> None:
    arrive(lab("k"))
    wanted = id_of("k")
    made = at_once(
        *[(amara, lambda work: holds.hold(work, wanted, "life_or_safety", WHY, work.now + timedelta(days=1)))] * 3
    )
    assert len(set(made)) == 1
    assert count(Hold) == 1


def test_two_imports_at_once_ask_once_and_a_wait_ends_once(house: House, ana: Actor) -> None:
    do(ana, choices.choose, "labs", "comment")
    arrive(lab("k"), also=False)
    at_once(*[(SYSTEM, lambda work: reviews.ask(work, uid("ana")))] * 3)
    assert count(Task) == 1
    wanted = id_of("k")
    at_once(*[(ana, lambda work: choices.show_now(work, wanted))] * 3)
    assert count(ShownNow) == 1
    with begin(SYSTEM) as work:
        assert work.session.query(FactRow).filter(FactRow.kind == "ShownNow").count() == 1
