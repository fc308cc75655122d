"""Runs what facts ask for: durable jobs from our own table, at least once, one worker at a time for each."""

import asyncio
import contextlib
import logging
import os
import secrets
import socket
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from portal_app import live, wiring
from portal_app.errors import NeverAgain
from portal_app.jobs import schedule
from portal_app.models import Job, JobState

Reaction = Callable[..., None]
log = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
LONGEST_JOB = timedelta(seconds=90)
"""What a job may take at most: a letter, with a mail server that lets each of its answers wait."""
TRIES = 20
LONGEST_WAIT = timedelta(hours=1)
IDLE = 2.0
"""Seconds between looks when nobody nudges: other processes and retries."""
WORKER = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"


def claim(limit: int = 20) -> list[Job]:
    """Take the jobs that are due, for the time of a lease; a dead worker's come back when it ends."""
    now = datetime.now(UTC)
    with Session(wiring.house().engine, expire_on_commit=False) as session:
        due = (
            select(Job)
            .where(Job.state == JobState.WAITING, Job.run_at <= now)
            .where((Job.leased_until.is_(None)) | (Job.leased_until < now))
            .order_by(Job.run_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        jobs = list(session.scalars(due))
        for job in jobs:
            job.leased_until, job.leased_by = now + LEASE, WORKER
        session.commit()
        return jobs


def _settle(job: Job, **values: Any) -> None:
    with Session(wiring.house().engine) as session:
        session.execute(
            update(Job).where(Job.id == job.id, Job.leased_by == WORKER).values(leased_until=None, **values)
        )
        session.commit()


def run(job: Job, reactions: Mapping[str, Reaction]) -> None:
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
        _settle(job, tries=tries, state=state, run_at=now + wait, problem=type(error).__name__)
    else:
        if again:
            _settle(job, tries=0, problem="", run_at=datetime.now(UTC) + again)
        else:
            _settle(job, tries=job.tries + 1, problem="", state=JobState.DONE, ended_at=datetime.now(UTC))


def run_due(reactions: Mapping[str, Reaction]) -> int:
    """Run everything that is due now, and what that asks for; returns how many. For tests and commands too."""
    count = 0
    while jobs := claim():
        for job in jobs:
            if job.leased_until and job.leased_until - datetime.now(UTC) < LONGEST_JOB:
                return count  # too little of the lease is left: what remains comes back when it ends
            run(job, reactions)
            count += 1
    return count


def forget(kept: timedelta) -> None:
    """Delete the rows of jobs that were done longer ago than this; failed ones stay for a person to see."""
    with Session(wiring.house().engine) as session:
        session.execute(delete(Job).where(Job.state == JobState.DONE, Job.ended_at < datetime.now(UTC) - kept))
        session.commit()


async def work_off(reactions: Mapping[str, Reaction]) -> None:
    """The process's worker: wakes at once when a Work of this process asked for a job, and every two seconds."""
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
    finally:
        stop()
