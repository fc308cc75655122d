"""What follows from a message: it stands in the chart, and the patient is told that there is something, once."""

from uuid import UUID

import orjson
import pytest
from sqlalchemy import select

from portal_app.access import visible
from portal_app.access.actor import SYSTEM, Actor
from portal_app.errors import Refused
from portal_app.jobs import runner
from portal_app.jobs.reactions import REACTIONS
from portal_app.models import Account, Job, JobState, Message, Resource
from portal_app.services import messages
from portal_app.wiring import House, begin
from tests.people import person, uid
from tests.services.conversations import begun, key, task_of
from tests.services.told import letters


def run_jobs() -> None:
    """Run what messages ask for; the mail itself is another column's."""
    runner.run_due({"send_mail": lambda mail_id: None, **REACTIONS})


def answer(thread: UUID, who: str = "ben") -> None:
    """A nurse answers, whatever happened before, and what follows is done."""
    with begin(person(who)) as work:
        messages.reply(work, task_of(thread), "Keep taking it.", key(), 0, confirmed=True)
    run_jobs()


@pytest.mark.parametrize("who", ["nobody", "ana", "stranger", "ben", "sam"])
@pytest.mark.parametrize("verb", [messages.file, messages.tell])
def test_only_the_portal_itself_files_and_tells(house: House, who: str, verb: object) -> None:
    begun("ana")
    with begin(SYSTEM, reads=True) as work:
        message = work.session.scalars(select(Message.id)).one()
    with pytest.raises(Refused), begin(person(who)) as work:
        verb(work, message)  # type: ignore[operator]


def test_a_message_is_filed_in_the_chart_once(house: House, ana: Actor, stranger: Actor) -> None:
    thread = begun("ana")
    run_jobs()
    with begin(SYSTEM) as work:
        message = work.session.scalars(select(Message)).one()
        messages.file(work, message.id)
    with begin(ana, reads=True) as work:
        (filed,) = work.all(visible.resources(ana, work.now))
        assert (filed.type, filed.fhir_id, filed.source) == ("Communication", str(message.id), "portal")
        body = orjson.loads(filed.body)
        assert body["subject"] == {"reference": f"Patient/{uid('ana')}"}
        assert body["payload"] == [{"contentString": "Should I stop the lisinopril?"}]
        assert str(thread) in body["partOf"][0]["identifier"]["value"]
        assert {job.state for job in work.all(select(Job))} == {JobState.DONE}
    with begin(stranger, reads=True) as work:
        assert work.all(visible.resources(stranger, work.now)) == []


def test_what_the_patient_wrote_herself_is_no_news_to_her(house: House) -> None:
    begun("ana")
    run_jobs()
    assert letters() == []


def test_an_answer_is_told_once_until_it_is_read(house: House, ana: Actor) -> None:
    thread = begun("ana")
    answer(thread)
    answer(thread)
    assert len(letters()) == 1
    with begin(ana) as work:
        messages.look(work, thread)
    answer(thread)
    assert len(letters()) == 2


def test_telling_twice_writes_one_letter(house: House) -> None:
    thread = begun("ana")
    answer(thread)
    with begin(SYSTEM) as work:
        reply = work.session.scalars(select(Message.id).where(Message.from_patient.is_(False))).one()
        messages.tell(work, reply)
    assert len(letters()) == 1


def test_the_letter_says_nothing_of_what_was_said(house: House) -> None:
    answer(begun("ana"))
    (letter,) = letters()
    assert (letter.to, letter.account_id) == ("ana@example.org", uid("account ana"))
    for word in ("potassium", "lisinopril", "taking", "medicine", "Ben", "Ana"):
        assert word not in letter.subject + letter.text + letter.html


@pytest.mark.parametrize("what", ["email_confirmed_at", "closed_at"])
def test_no_letter_to_an_address_that_nobody_confirmed_or_an_account_that_is_closed(house: House, what: str) -> None:
    thread = begun("ana")
    with begin(SYSTEM) as work:
        account = work.session.get_one(Account, uid("account ana"))
        setattr(account, what, None if what == "email_confirmed_at" else work.now)
    answer(thread)
    assert letters() == []


def test_an_answer_read_at_once_needs_no_letter(house: House, ana: Actor, ben: Actor) -> None:
    thread = begun("ana")
    with begin(ben) as work:
        messages.reply(work, task_of(thread), "Keep taking it.", key(), 1)
    with begin(ana) as work:
        messages.look(work, thread)
    run_jobs()
    assert letters() == []
    with begin(ana, reads=True) as work:
        assert len(work.all(select(Resource))) == 2
