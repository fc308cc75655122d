"""A letter goes out once it is committed, waits while the mail server is away, and is sent once."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal_app.access.actor import Actor
from portal_app.adapters.mail import Post
from portal_app.errors import Refused
from portal_app.jobs import runner
from portal_app.jobs.reactions import REACTIONS
from portal_app.models import FactRow, Job, JobState, Mail, MailTrouble
from portal_app.services import mail
from portal_app.wiring import House, begin
from tests.adapters.post_office import PostOffice
from tests.people import uid


def write(actor: Actor) -> UUID:
    with begin(actor) as work:
        row = work.add(Mail(to="ana@example.org", subject="New", text="Please sign in.", written_at=work.now))
        work.enqueue("send_mail", {"mail_id": str(row.id)}, key=f"mail {row.id}")
        return row.id


def sent(house: House) -> list[datetime | None]:
    with Session(house.engine) as session:
        return list(session.scalars(select(Mail.sent_at)))


def put_off(house: House) -> None:
    with Session(house.engine) as session:
        session.execute(update(Job).values(run_at=datetime.now(UTC)))
        session.commit()


def state(house: House) -> JobState:
    with Session(house.engine) as session:
        return session.scalars(select(Job.state)).one()


@pytest.mark.parametrize("who", ["nobody", "ana", "ben", "sam"])
def test_nobody_but_the_portal_sends_mail(house: House, request: pytest.FixtureRequest, who: str) -> None:
    with pytest.raises(Refused), begin(request.getfixturevalue(who)) as work:
        mail.unsent(work, uid("a letter"))


def test_the_demo_clinic_keeps_its_mail(house: House, ben: Actor) -> None:
    write(ben)
    assert house.post is None
    runner.run_due(REACTIONS)
    assert sent(house)[0] is not None


def test_a_letter_goes_out_once_and_that_is_a_fact(house: House, ben: Actor, tmp_path: Path) -> None:
    with PostOffice(tmp_path) as office:
        house.post = Post(office.url, "portal@clinic.org", "clinic.org")
        key = write(ben)
        runner.run_due(REACTIONS)
        REACTIONS["send_mail"](mail_id=str(key))
    assert len(office.letters) == 1
    with Session(house.engine) as session:
        assert list(session.scalars(select(FactRow.kind))) == ["MailSent"]


def test_a_letter_waits_while_the_mail_server_is_away_or_busy(house: House, ben: Actor, tmp_path: Path) -> None:
    with PostOffice(tmp_path) as office:
        house.post = Post(office.url, "portal@clinic.org", "clinic.org")
    write(ben)
    runner.run_due(REACTIONS)
    assert (sent(house), state(house)) == ([None], JobState.WAITING)
    with PostOffice(tmp_path) as office:
        house.post = Post(office.url, "portal@clinic.org", "clinic.org")
        office.data_answer = "451 Come back later"
        put_off(house)
        runner.run_due(REACTIONS)
        assert (sent(house), state(house)) == ([None], JobState.WAITING)
        office.data_answer = ""
        put_off(house)
        runner.run_due(REACTIONS)
    assert (len(office.letters), state(house)) == (1, JobState.DONE)


def test_an_address_that_is_gone_gets_no_more_letters(house: House, ben: Actor, tmp_path: Path) -> None:
    with PostOffice(tmp_path) as office:
        office.rcpt_answer = "550 5.1.1 No such person"
        house.post = Post(office.url, "portal@clinic.org", "clinic.org")
        write(ben)
        runner.run_due(REACTIONS)
    assert (sent(house), state(house)) == ([None], JobState.DONE)
    with Session(house.engine) as session:
        assert list(session.scalars(select(MailTrouble.address))) == ["ana@example.org"]


@pytest.mark.parametrize("at", ["rcpt_answer", "data_answer"])
def test_a_letter_that_is_refused_for_good_waits_for_a_person(
    house: House, ben: Actor, tmp_path: Path, at: str
) -> None:
    with PostOffice(tmp_path) as office:
        setattr(office, at, "550 5.7.1 We do not know you")
        house.post = Post(office.url, "portal@clinic.org", "clinic.org")
        write(ben)
        runner.run_due(REACTIONS)
    assert (sent(house), state(house)) == ([None], JobState.FAILED)
