"""What only served to come in is forgotten in its time; what patients sent, and what happened, never."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session as Db
from sqlmodel import SQLModel

from portal_app import throttle
from portal_app.access.actor import SYSTEM, Actor
from portal_app.errors import Refused, TooSoon
from portal_app.models import Draft, EmailLink, FactRow, Mail, Message, Purpose, Session, Stage, Throttle
from portal_app.services import retention
from portal_app.services.retention import KEPT, UNFINISHED_KEPT
from portal_app.wiring import House, begin
from tests.doors import belongings
from tests.people import person, uid
from tests.services.doors import at, now

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Then:
    """A moment to write rows in."""

    at: datetime

    def session(self, stage: Stage = Stage.FULL, *, ended: bool = False) -> Session:
        """A browser that came in then."""
        return Session(
            key_hash=bytes(uid(f"{self.at} {stage} {ended}").bytes), account_id=uid("account ana"), stage=stage,
            created_at=self.at, seen_at=self.at, expires_at=self.at + timedelta(hours=12),
            ended_at=self.at if ended else None,
        )  # fmt: skip

    def link(self) -> EmailLink:
        """A link that was mailed then."""
        return EmailLink(
            account_id=uid("account ana"), purpose=Purpose.RECOVER, email="ana@example.org", created_at=self.at,
            secret_hash=uid(f"link {self.at}").bytes, expires_at=self.at + timedelta(hours=1),
        )  # fmt: skip

    def letter(self) -> Mail:
        """A letter that was written then."""
        return Mail(to="ana@example.org", subject="Hello", text="Hello", written_at=self.at)


def put(house: House, *rows: SQLModel) -> None:
    """Write rows as they are."""
    with Db(house.engine) as db:
        db.add_all(rows)
        db.commit()


def count(house: House, table: type[SQLModel]) -> int:
    """How many rows there are."""
    with Db(house.engine) as db:
        return db.scalar(select(func.count()).select_from(table)) or 0


def forget(moment: datetime) -> int:
    """The daily job, at a moment."""
    with at(moment) as work:
        return retention.forget(work)


@pytest.mark.parametrize("name", ["nobody", "ana", "ben", "priya"])
def test_nobody_makes_the_portal_forget(house: House, name: str) -> None:
    with pytest.raises(Refused), begin(person(name)) as work:
        retention.forget(work)


def test_nothing_of_today_is_forgotten(house: House) -> None:
    then = Then(now())
    put(house, then.session(ended=True), then.session(Stage.KNOCKING), then.link(), then.letter())
    before = count(house, Session)
    assert forget(now()) == 0
    assert count(house, Session) == before


def test_sessions_links_and_letters_go_after_their_time_and_not_before(house: House) -> None:
    then = Then(now())
    put(house, then.session(ended=True), then.session(), then.link(), then.letter())
    before = count(house, Session)
    forget(then.at + KEPT - timedelta(minutes=1))
    assert (count(house, Session), count(house, EmailLink), count(house, Mail)) == (before, 1, 1)
    forget(then.at + KEPT + DAY)
    assert (count(house, Session), count(house, EmailLink), count(house, Mail)) == (0, 0, 0)


def test_sign_ins_that_came_to_nothing_go_the_day_after(house: House) -> None:
    then = Then(now())
    put(house, then.session(Stage.KNOCKING), then.session(Stage.FULL))
    before = count(house, Session)
    assert forget(then.at + UNFINISHED_KEPT + DAY) == 1
    assert count(house, Session) == before - 1


def test_a_count_of_misses_goes_when_it_would_begin_anew_and_no_wait_is_cut_short(house: House) -> None:
    for _ in range(throttle.FREE):
        with begin(SYSTEM) as work:
            throttle.take(work, "test", "somebody")
    assert forget(now()) == 0
    with begin(SYSTEM) as work:
        work.session.scalars(select(Throttle)).one().until = now() + 3 * DAY
    forget(now() + 2 * DAY)
    with pytest.raises(TooSoon), at(now() + 2 * DAY) as work:
        throttle.take(work, "test", "somebody")
    forget(now() + 4 * DAY)
    assert count(house, Throttle) == 0


def test_years_later_everything_that_a_patient_sent_and_every_fact_is_there(house: House, ana: Actor) -> None:
    put_belongings(house)
    with pytest.raises(Refused), begin(ana) as work:
        retention.forget(work)
    before = belongings.snapshot(house.engine)
    forget(now() + timedelta(days=4000))
    after = belongings.snapshot(house.engine)
    assert {name for name in before if before[name] != after[name]} == {"notices", "sessions"}
    assert (count(house, Message), count(house, Draft), count(house, FactRow)) == (1, 1, 1)


def put_belongings(house: House) -> None:
    """Everything of Ana's."""
    with Db(house.engine) as db:
        belongings.give(db)
        db.commit()
