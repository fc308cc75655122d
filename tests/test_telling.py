"""One notice for one thing, whoever tells of it and however often; and none once it was seen."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update

from portal_app import telling
from portal_app.access.actor import SYSTEM, Actor
from portal_app.models import Account, Clinic, Event, MailTrouble, Notice, NoticeChoice, Pace, Way
from portal_app.wiring import House, begin
from tests.people import person, uid
from tests.services.test_messages_at_once import at_once

THING = uid("a thing")


def rows() -> list[Notice]:
    """Every notice there is."""
    with begin(SYSTEM) as work:
        return list(work.all(select(Notice).order_by(Notice.id)))


def tell(event: Event = Event.RESULT, about: UUID = THING, since: datetime | None = None) -> bool:
    """The portal tells Ana."""
    with begin(SYSTEM) as work:
        return telling.tell(work, uid("ana"), event, about, since=since)


def test_who_has_no_open_account_is_told_nothing(house: House) -> None:
    with begin(SYSTEM) as work:
        work.session.get_one(Account, uid("account ana")).closed_at = work.now
    assert tell() is False
    assert rows() == []


@pytest.mark.parametrize("who", ["nobody", "stranger", "ben", "sam"])
def test_nobody_else_can_see_a_thing_for_the_patient(house: House, who: str) -> None:
    tell()
    with begin(person(who)) as work:
        telling.seen(work, Event.RESULT, THING)
    assert rows()[0].seen_at is None


def test_a_look_that_changes_nothing_leaves_a_thing_new(house: House, ana: Actor) -> None:
    tell()
    with begin(ana, reads=True) as work:
        telling.seen(work, Event.RESULT, THING)
    assert rows()[0].seen_at is None


def test_one_thing_is_one_notice_however_often_it_is_told(house: House) -> None:
    assert [tell(), tell(), tell()] == [True, False, False]
    (row,) = rows()
    assert (row.account_id, row.patient_id, row.event, row.about_id) == (
        uid("account ana"), uid("ana"), Event.RESULT, THING,
    )  # fmt: skip


def test_one_thing_told_by_three_at_once_is_one_notice(house: House) -> None:
    for n in range(4):
        about = uid(f"thing {n}")
        told = at_once(*[(SYSTEM, lambda work, about=about: telling.tell(work, uid("ana"), Event.RESULT, about))] * 3)
        assert sorted(map(bool, told)) == [False, False, True]
        assert len(rows()) == n + 1


def test_what_was_seen_is_new_no_longer_and_is_not_mailed(house: House, ana: Actor) -> None:
    tell()
    tell(about=uid("another"))
    with begin(ana) as work:
        telling.seen(work, Event.MESSAGE, THING)
        telling.seen(work, Event.RESULT, THING)
    assert [(row.seen_at is None, row.mail_at is None) for row in rows()] == [(False, True), (True, False)]
    assert tell() is False


def test_a_thing_that_comes_again_makes_the_same_notice_new_and_once_only(house: House, ana: Actor) -> None:
    tell(Event.FORM)
    with begin(ana) as work:
        telling.seen(work, Event.FORM, THING)
        later = work.now + timedelta(microseconds=1)
    assert [tell(Event.FORM, since=later), tell(Event.FORM, since=later)] == [True, False]
    (row,) = rows()
    assert (row.seen_at, row.mail_at is None) == (None, False)


def test_the_letter_is_due_as_the_person_chose(house: House) -> None:
    with begin(SYSTEM) as work:
        work.session.execute(update(Clinic).values(policy={**work.clinic.policy, "quiet_hours": ["00:00", "00:00"]}))
        for event, pace in ((Event.RESULT, Pace.OFF), (Event.FORM, Pace.DAILY)):
            work.add(NoticeChoice(account_id=uid("account ana"), event=event, way=Way.EMAIL, pace=pace))
    for event in Event:
        tell(event)
    off, at_once_, daily, usual = (next(row for row in rows() if row.event is event) for event in Event)
    assert off.mail_at is None
    assert at_once_.mail_at == at_once_.at + timedelta(minutes=2)
    assert usual.mail_at == usual.at + timedelta(minutes=2)
    assert daily.mail_at is not None
    assert (daily.mail_at.minute, daily.mail_at > daily.at + timedelta(minutes=2)) == (0, True)


@pytest.mark.parametrize("what", ["unconfirmed", "stopped"])
def test_where_no_mail_arrives_the_notice_is_in_the_portal_only(house: House, what: str) -> None:
    with begin(SYSTEM) as work:
        account = work.session.get_one(Account, uid("account ana"))
        if what == "unconfirmed":
            account.email_confirmed_at = None
        else:
            work.add(MailTrouble(address=account.email, account_id=account.id, kind="bounce", at=work.now))
    assert tell() is True
    assert [row.mail_at for row in rows()] == [None]
