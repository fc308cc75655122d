"""A session ends by itself when its time is over, and its browser hears of it."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session as Db

from portal_app import live
from portal_app.access.actor import Actor
from portal_app.jobs import reactions
from portal_app.models import Session
from portal_app.services.sessions import IDLE_PATIENT, IDLE_STAFF
from portal_app.wiring import House
from tests.people import person


def quiet_for(house: House, actor: Actor, time: timedelta) -> None:
    with Db(house.engine) as db:
        then = datetime.now(UTC) - time
        db.execute(update(Session).where(Session.id == actor.session_id).values(seen_at=then))
        db.commit()


def still_open(house: House) -> int:
    with Db(house.engine) as db:
        return len(db.scalars(select(Session).where(Session.ended_at.is_(None))).all())


def test_who_is_active_stays(house: House, ana: Actor, ben: Actor) -> None:
    before = still_open(house)
    quiet_for(house, ana, IDLE_PATIENT - timedelta(minutes=1))
    quiet_for(house, ben, IDLE_STAFF - timedelta(minutes=1))
    reactions.end_idle_sessions()
    assert still_open(house) == before


def test_who_did_nothing_for_too_long_is_out_and_their_browser_is_told(house: House, ana: Actor, ben: Actor) -> None:
    heard: set[str] = set()
    stop = live.listen(heard.update)
    quiet_for(house, ana, IDLE_PATIENT + timedelta(seconds=1))
    quiet_for(house, ben, IDLE_STAFF + timedelta(seconds=1))
    reactions.end_idle_sessions()
    stop()
    assert heard == {f"session:{ana.session_id}", f"session:{ben.session_id}"}
    assert not person("ana").signed_in
    assert not person("ben").signed_in


def test_twelve_hours_after_sign_in_a_session_ends_whatever_was_done(house: House, ana: Actor) -> None:
    with Db(house.engine) as db:
        db.execute(update(Session).where(Session.id == ana.session_id).values(expires_at=datetime.now(UTC)))
        db.commit()
    reactions.end_idle_sessions()
    assert not person("ana").signed_in
