"""How soon I hear of what is new: my own choice, from now on."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal_app.access.actor import SYSTEM, Actor
from portal_app.errors import BadInput, Refused
from portal_app.models import Account, MailTrouble, Notice, NoticeChoice
from portal_app.services import notices
from portal_app.wiring import House, begin
from tests.people import person, uid
from tests.services.notices.charts import come, lab, look_around, settled
from tests.services.told import letters


@pytest.fixture(autouse=True)
def _begun(house: House) -> None:
    settled()


@pytest.mark.parametrize("who", ["nobody", "ben", "sam"])
def test_only_patients_choose(house: House, who: str) -> None:
    for verb in (notices.choices, lambda work: notices.choose(work, "result", "email", "off")):
        with pytest.raises(Refused), begin(person(who)) as work:
            verb(work)


@pytest.mark.parametrize("what", [("weather", "email", "off"), ("result", "text", "off"), ("result", "email", "soon")])
def test_what_there_is_not_cannot_be_chosen(house: House, ana: Actor, what: tuple[str, str, str]) -> None:
    with pytest.raises(BadInput), begin(ana) as work:
        notices.choose(work, *what)
    with begin(SYSTEM) as work:
        assert list(work.all(select(NoticeChoice))) == []


def test_who_chose_nothing_hears_at_once_and_reads_when_no_letter_leaves(house: House, ana: Actor) -> None:
    with begin(ana, reads=True) as work:
        card = notices.choices(work)
    assert [(one.event, one.way, one.pace) for one in card.events] == [
        (event, "email", "at_once") for event in ("result", "message", "form", "record")
    ]
    assert (card.email, card.state) == ("ana@example.org", "fine")
    assert card.quiet.replace("\u00a0", " ") == "We send no email from 9 PM to 8 AM."
    assert card.daily.replace("\u00a0", " ") == "9 AM"


def test_the_card_says_why_no_mail_comes(house: House, ana: Actor) -> None:
    with begin(SYSTEM) as work:
        work.session.get_one(Account, uid("account ana")).email_confirmed_at = None
    with begin(ana, reads=True) as work:
        assert notices.choices(work).state == "unconfirmed"
    with begin(SYSTEM) as work:
        work.add(MailTrouble(address="ana@example.org", kind="bounce", at=work.now))
    with begin(ana, reads=True) as work:
        assert notices.choices(work).state == "stopped"


def test_what_waits_to_be_mailed_follows_the_new_choice(house: House, ana: Actor) -> None:
    come(lab("o1"))
    look_around()
    with begin(ana) as work:
        card = notices.choose(work, "result", "email", "daily")
    assert [one.pace for one in card.events if one.event == "result"] == ["daily"]
    with begin(ana) as work:
        (row,) = work.all(select(Notice))
        assert row.mail_at is not None
        assert row.mail_at > work.now + timedelta(minutes=2)
        notices.choose(work, "result", "email", "off")
    assert letters() == []
    with begin(ana) as work:
        notices.choose(work, "result", "email", "at_once")
    assert letters() == []
