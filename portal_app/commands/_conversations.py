"""What the demo's people have written, through the same services as everybody else."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from portal_app import entry, queue, wiring
from portal_app.access import visible
from portal_app.access.actor import SYSTEM, Actor
from portal_app.models import Account, Session, Stage, Thread, Topic, new_id
from portal_app.queue import After
from portal_app.services import messages, tasks
from portal_app.work import Work

WEEKEND = 5


def hold(conversations: list[dict[str, Any]], zone: str) -> None:
    """Let the demo's people write to each other, some days ago and just now."""
    for conversation in conversations:
        first, *others = conversation["messages"]
        with wiring.begin(signed_in(first["from"])) as work:
            work.now = _moment(first, zone, work.now)
            topic = next(topic for topic in work.all(select(Topic)) if topic.name["en"] == conversation["topic"])
            thread_id = messages.start(work, str(topic.id), conversation["subject"], first["body"], str(new_id()))
        for message in others:
            actor = signed_in(message["from"])
            with wiring.begin(actor) as work:
                work.now = _moment(message, zone, work.now)
                _go_on(work, thread_id, message)


def _go_on(work: Work, thread_id: UUID, message: dict[str, Any]) -> None:
    if work.actor.patient_id:
        messages.send(work, thread_id, message["body"], str(new_id()))
        return
    task = queue.of(work, work.one(visible.threads(work.actor).where(Thread.id == thread_id)).id)
    if task is None:
        raise LookupError("a conversation without its task")
    tasks.look(work, task.id)
    after = After.CLOSE if message.get("close") else After.KEEP
    messages.reply(work, task.id, message["body"], str(new_id()), task.version, after=after)


def signed_in(email: str) -> Actor:
    """The person of this account, as a browser that has signed in; the session ends at once."""
    with wiring.begin(SYSTEM) as work:
        account = work.one(select(Account).where(Account.email == email))
        session, cookie = entry.start(work, account_id=account.id, stage=Stage.FULL)
    actor = wiring.who(entry.hash_of(cookie).hex())
    with wiring.begin(SYSTEM) as work:
        entry.end(work, work.one(select(Session).where(Session.id == session.id)), "demo")
    return actor


def _moment(message: dict[str, Any], zone: str, now: datetime) -> datetime:
    """Some minutes ago, or at a time of day some working days ago."""
    if "minutes" in message:
        return now - timedelta(minutes=message["minutes"])
    day, back = now.astimezone(ZoneInfo(zone)).date(), message["days"]
    while back:
        day -= timedelta(days=1)
        back -= day.weekday() < WEEKEND
    return datetime.combine(day, time.fromisoformat(message["at"]), ZoneInfo(zone)).astimezone(UTC)
