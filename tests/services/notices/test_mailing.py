"""One letter for a person, whatever is due: it says how many things are new, and never what they are."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from portal_app import telling
from portal_app.access.actor import SYSTEM, Actor
from portal_app.errors import Refused
from portal_app.models import Account, Event, Mail, Notice, NoticeChoice, Pace, Way, new_id
from portal_app.services import notices
from portal_app.wiring import House, begin
from tests.people import person, uid
from tests.services.notices.charts import come, id_of, lab, look_around, note, settled, visit
from tests.services.test_messages_at_once import at_once
from tests.services.told import letters

ACCOUNT = uid("account ana")


@pytest.fixture(autouse=True)
def _begun(house: House) -> None:
    settled()


def mailed() -> list[Mail]:
    """Every letter that was written up to now, whatever still waits."""
    with begin(SYSTEM) as work:
        return list(work.all(select(Mail).order_by(Mail.written_at)))


@pytest.mark.parametrize("who", ["nobody", "ana", "ben", "sam"])
def test_nobody_but_the_portal_mails(house: House, who: str) -> None:
    come(lab("o1"))
    look_around()
    for verb in (notices.due, lambda work: notices.mail(work, ACCOUNT)):
        with pytest.raises(Refused), begin(person(who)) as work:
            verb(work)
    assert mailed() == []


def test_nothing_leaves_before_its_time(house: House) -> None:
    come(lab("o1"))
    look_around()
    with begin(SYSTEM) as work:
        assert list(notices.due(work)) == []
        notices.mail(work, ACCOUNT)
    assert mailed() == []


def test_one_result_is_one_letter_that_says_no_more(house: House) -> None:
    come(lab("o1"))
    look_around()
    letters()
    (letter,) = letters()
    assert (letter.to, letter.subject) == ("ana@example.org", "You have a new result")
    words = letter.subject + letter.text + letter.html
    for word in ("Potassium", "potassium", "4.1", "Ana", "Rivera", "lab", "blood", "records", str(id_of("o1"))):
        assert word not in words, word
    assert [part for part in letter.text.split() if part.startswith("http")] == ["http://localhost:8000"]


def test_several_things_are_one_letter_that_counts_them(house: House) -> None:
    come(lab("o1"), visit("v1"), note("n1"))
    look_around()
    letters()
    come(lab("o2"))
    look_around()
    first, second = letters()
    assert first.subject == "You have 3 new things in the portal"
    assert second.subject == "You have a new result"


def test_what_is_due_in_a_few_minutes_goes_along(house: House) -> None:
    come(lab("o1"), lab("o2"))
    look_around()
    with begin(SYSTEM) as work:
        first = work.session.scalars(select(Notice).order_by(Notice.id)).first()
        assert first is not None
        first.mail_at = work.now
    with begin(SYSTEM) as work:
        work.session.execute(
            update(Notice).where(Notice.mail_at > work.now).values(mail_at=work.now + timedelta(seconds=90))
        )
        notices.mail(work, ACCOUNT)
    assert [letter.subject for letter in mailed()] == ["You have 2 new things in the portal"]


def test_a_letter_speaks_the_persons_language(house: House) -> None:
    with begin(SYSTEM) as work:
        work.session.get_one(Account, ACCOUNT).language = "es"
    come(lab("o1"))
    look_around()
    assert [letter.subject for letter in letters()] == ["Tiene un resultado nuevo"]


def test_what_was_seen_is_in_no_daily_letter(house: House, ana: Actor) -> None:
    with begin(SYSTEM) as work:
        work.add(NoticeChoice(account_id=ACCOUNT, event=Event.RESULT, way=Way.EMAIL, pace=Pace.DAILY))
    come(lab("o1"), lab("o2"), lab("o3"))
    look_around()
    with begin(ana) as work:
        telling.seen(work, Event.RESULT, id_of("o1"))
    assert [letter.subject for letter in letters()] == ["You have 2 new things in the portal"]


@pytest.mark.parametrize("what", ["email_confirmed_at", "closed_at"])
def test_an_address_or_account_that_is_no_more_gets_nothing(house: House, what: str) -> None:
    come(lab("o1"))
    look_around()
    with begin(SYSTEM) as work:
        account = work.session.get_one(Account, ACCOUNT)
        setattr(account, what, None if what == "email_confirmed_at" else work.now)
    assert letters() == []
    with begin(SYSTEM) as work:
        assert list(work.all(select(Notice.mail_at))) == [None]


def test_two_that_mail_at_once_write_one_letter(house: House) -> None:
    for n in range(4):
        with begin(SYSTEM) as work:
            work.add(
                Notice(
                    account_id=ACCOUNT, patient_id=uid("ana"), event=Event.MESSAGE, about_id=new_id(), at=work.now,
                    mail_at=work.now,
                )
            )  # fmt: skip
        at_once(*[(SYSTEM, lambda work: notices.mail(work, ACCOUNT))] * 3)
        assert len(mailed()) == n + 1
