"""Runs what facts ask for: durable jobs from our own table, at least once, one worker at a time for each."""

import asyncio
import contextlib
import logging
import os
import secrets
import socket
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, delete, or_, select, update
from sqlalchemy.orm import Session

from portal_app import live, wiring
from portal_app.errors import NeverAgain
from portal_app.jobs import schedule
from portal_app.models import Job, JobState
from portal_app.models.base import Utc

Reaction = Callable[..., None]
log = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
LONGEST_JOB = timedelta(seconds=90)
"""What a job may take at most: a letter, with a mail server that lets each of its answers wait."""
TRIES = 20
LONGEST_WAIT = timedelta(hours=1)
IDLE = 2.0
"""Seconds between looks when nobody nudges: other processes and retries."""
STANDS_BACK = 0.1
"""Seconds from a nudge to the look: the pages of who waits for the same news come first."""
WORKER = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"


JOBS = Job.__table__  # type: ignore[attr-defined]
_NOW = bindparam("now", type_=Utc())
_FREE = or_(JOBS.c.leased_until.is_(None), JOBS.c.leased_until < _NOW)
_DUE = (
    select(JOBS.c.id)
    .where(JOBS.c.state == JobState.WAITING, JOBS.c.run_at <= _NOW, _FREE)
    .order_by(JOBS.c.run_at)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
    .cte("due")
)
# Built once: these run after every fact that asks for something.
_CLAIM = (
    update(JOBS)
    .where(JOBS.c.id.in_(select(_DUE.c.id)))
    .values(leased_until=bindparam("lease", type_=Utc()), leased_by=WORKER)
    .returning(JOBS.c.id, JOBS.c.name, JOBS.c.args, JOBS.c.run_at, JOBS.c.tries, JOBS.c.leased_until)
)
_SETTLE = (
    update(JOBS)
    .where(JOBS.c.id == bindparam("job"), JOBS.c.leased_by == WORKER)
    .values(
        leased_until=None,
        **{name: bindparam(f"{name}_") for name in ("state", "tries", "run_at", "problem", "ended_at")},
    )
)


@dataclass(frozen=True)
class Ended:
    """How a job ended, and when it is tried or done again."""

    job: UUID
    state: JobState
    tries: int
    run_at: datetime
    problem: str = ""
    ended_at: datetime | None = None


def claim(ended: Sequence[Ended] = (), most: int = 20) -> list[Row[Any]]:
    """Settle what has ended, and take the jobs that are due for the time of a lease, in one transaction.

    A dead worker's jobs come back when its lease ends, those too that it had ended and not yet settled.
    """
    now = datetime.now(UTC)
    with wiring.house().engine.begin() as db:
        if ended:
            db.execute(_SETTLE, [{"job": one.job, **_columns(one)} for one in ended])
        jobs = db.execute(_CLAIM, {"now": now, "lease": now + LEASE, "most": most}).all() if most else []
    return sorted(jobs, key=lambda job: job.run_at)


def _columns(one: Ended) -> dict[str, Any]:
    return {f"{field.name}_": getattr(one, field.name) for field in fields(one) if field.name != "job"}


def run(job: Row[Any], reactions: Mapping[str, Reaction]) -> Ended:
    """Run one job; a failure is tried again later (2 s, 4 s ... 1 h; half a day in all), then kept as failed."""
    now = datetime.now(UTC)
    again = schedule.RHYTHM.get(job.name)
    try:
        reactions[job.name](**job.args)
    except Exception as error:
        tries = job.tries + 1
        last = (tries >= TRIES or isinstance(error, NeverAgain)) and not again
        # the type only: an error's text may quote what it choked on
        log.warning("job failed", extra={"job": job.name, "id": str(job.id), "error": type(error).__name__})
        wait = again or min(timedelta(seconds=2**tries), LONGEST_WAIT)
        state = JobState.FAILED if last else JobState.WAITING
        return Ended(job.id, state, tries, now + wait, type(error).__name__)
    now = datetime.now(UTC)
    if again:
        return Ended(job.id, JobState.WAITING, 0, now + again)
    return Ended(job.id, JobState.DONE, job.tries + 1, job.run_at, ended_at=now)


def run_due(reactions: Mapping[str, Reaction]) -> int:
    """Run everything that is due now, and what that asks for; returns how many. For tests and commands too."""
    count = 0
    ended: list[Ended] = []
    while jobs := claim(ended):
        ended = []
        for job in jobs:
            if job.leased_until - datetime.now(UTC) < LONGEST_JOB:
                claim(ended, most=0)
                return count  # too little of the lease is left: what remains comes back when it ends
            ended.append(run(job, reactions))
            count += 1
    return count


def forget(kept: timedelta) -> None:
    """Delete the rows of jobs that were done longer ago than this; failed ones stay for a person to see."""
    with Session(wiring.house().engine) as session:
        session.execute(delete(Job).where(Job.state == JobState.DONE, Job.ended_at < datetime.now(UTC) - kept))
        session.commit()


def give_way() -> None:
    """Threads take turns ten times a millisecond: so long each step of a page waits for a computation beside it.

    CPython's usual five milliseconds would be waited again and again by an event that asks the database ten times.
    """
    sys.setswitchinterval(0.0001)


async def work_off(reactions: Mapping[str, Reaction]) -> None:
    """The process's worker: wakes when a Work of this process asked for a job, and every two seconds."""
    give_way()
    loop = asyncio.get_running_loop()
    nudge = asyncio.Event()

    def heard(topics: frozenset[str]) -> None:
        if "jobs" in topics:
            loop.call_soon_threadsafe(nudge.set)

    stop = live.listen(heard)
    planted = False
    try:
        while True:
            nudge.clear()
            try:
                if not planted:
                    await asyncio.to_thread(schedule.plant)
                    planted = True
                await asyncio.to_thread(run_due, reactions)
            except Exception as error:
                # a database that is away for a moment must not end the worker
                log.warning("worker waits", extra={"error": type(error).__name__})
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(nudge.wait(), IDLE)
                await asyncio.sleep(STANDS_BACK)
    finally:
        stop()
