"""What stands around every page."""

from datetime import timedelta

import pytest

from portal_app.access.actor import Actor
from portal_app.models import Message, Thread, ThreadRead
from portal_app.services import frame
from portal_app.wiring import House, begin
from tests.people import LONG_AGO, person, uid


@pytest.fixture
def answered(house: House, ben: Actor) -> None:
    """Ana wrote about her medicine, and Ben has answered."""
    with begin(ben) as work:
        common = {"patient_id": uid("ana"), "topic_id": uid("medicine"), "started_at": LONG_AGO}
        work.add(Thread(id=uid("thread"), subject="My potassium", last_at=LONG_AGO, **common))
        work.session.flush()
        common = {"thread_id": uid("thread"), "author_id": ben.account_id, "author_name": ben.name}
        work.add(
            Message(id=uid("answer"), body="Keep taking it.", sent_at=LONG_AGO, key="1", from_patient=False, **common)
        )


@pytest.mark.usefixtures("answered")
@pytest.mark.parametrize("name", ["nobody", "stranger", "ben"])
def test_nobody_else_hears_of_an_answer(name: str) -> None:
    with begin(person(name), reads=True) as work:
        assert frame.read(work).unread == 0


@pytest.mark.usefixtures("answered")
def test_an_answer_counts_until_it_is_read(ana: Actor) -> None:
    with begin(ana) as work:
        assert frame.read(work).unread == 1
        read = ThreadRead(thread_id=uid("thread"), account_id=ana.account_id, read_at=LONG_AGO + timedelta(seconds=1))
        work.add(read)
    with begin(ana, reads=True) as work:
        assert frame.read(work).unread == 0


def test_everybody_sees_which_clinic_it_is(house: House) -> None:
    with begin(person("nobody"), reads=True) as work:
        assert frame.read(work) == frame.FrameCard(clinic="Maple Street Family Practice")


@pytest.mark.parametrize(
    ("name", "letters"), [("Ana Rivera", "AR"), ("Dr. Amara Osei", "AO"), ("Cher", "C"), ("", ""), ("A b C d", "AD")]
)
def test_initials(name: str, letters: str) -> None:
    assert frame.initials(name) == letters
