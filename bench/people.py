"""More sessions and a conversation for the people of the tests."""

from datetime import UTC, datetime, timedelta
from secrets import token_hex
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from portal_app.entry import hash_of
from portal_app.models import Session, Stage, Task, Topic, new_id
from portal_app.services import messages
from portal_app.wiring import begin
from tests.journeys.running import Running
from tests.people import person, uid


def session_cookies(portal: Running, name: str, count: int) -> list[str]:
    """So many browsers in which this person is signed in: the Cookie header of each."""
    now, cookies = datetime.now(UTC), [token_hex(16) for _ in range(count)]
    with Db(portal.house.engine) as db:
        for cookie in cookies:
            db.add(
                Session(
                    key_hash=hash_of(cookie), account_id=uid(f"account {name}"), stage=Stage.FULL, created_at=now,
                    seen_at=now + timedelta(hours=6), proved_at=now, expires_at=now + timedelta(hours=12),
                )
            )  # fmt: skip
        db.commit()
    return [f"__Host-sid={cookie}" for cookie in cookies]


def a_thread(portal: Running) -> tuple[UUID, UUID]:
    """A conversation that Ana began with the nurses, and its task."""
    with Db(portal.house.engine) as db:
        topic = db.scalars(select(Topic.id).where(Topic.id == uid("medicine"))).one()
    with begin(person("ana")) as work:
        thread_id = messages.start(work, str(topic), "My pills", "Good morning", str(new_id()))
    with begin(person("ben"), reads=True) as work:
        task_id = work.session.scalars(select(Task.id).where(Task.about_id == thread_id)).one()
    return thread_id, task_id
