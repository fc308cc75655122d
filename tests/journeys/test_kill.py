"""A power cut between Send and the answer: what was confirmed is there, and nothing is there twice."""

import random
import signal
import threading
import time
from uuid import UUID

import pytest
from sqlalchemy import func, select

from portal_app.access.actor import SYSTEM
from portal_app.jobs import runner
from portal_app.jobs.reactions import REACTIONS
from portal_app.models import Job, JobState, Message, Resource, Task
from portal_app.state.message import MessageState
from portal_app.wiring import begin
from tests.journeys.running import Running
from tests.journeys.socket_client import Lost, Socket
from tests.services.conversations import begun, key

CUTS = 50
LONGEST = 0.12
"""Seconds; an answer takes 10 to 60 ms."""


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_what_was_confirmed_is_there_once_after_fifty_power_cuts() -> None:
    chance, confirmed, sent = random.Random(9), set[str](), list[str]()
    cut_short = kept_unheard = 0
    with Running() as portal:
        thread = begun("ana")
        for cut in range(CUTS):
            waiting, stopped = dict[str, str](), threading.Event()

            def pull_the_plug(stopped: threading.Event = stopped) -> None:
                time.sleep(chance.uniform(0, LONGEST))
                portal.stop(signal.SIGKILL)
                stopped.set()

            with _page(portal, thread) as page:
                threading.Thread(target=pull_the_plug).start()
                for n in range(4):
                    body = f"cut {cut} message {n}"
                    waiting[body] = key()
                    sent.append(body)
                    try:
                        _send(page, body, waiting[body])
                    except Lost:
                        break
                    confirmed.add(body)
                    del waiting[body]
            assert stopped.wait(30)
            cut_short += len(waiting)
            kept_unheard += _all_are_there_once(thread, confirmed)
            portal.start()
            with _page(portal, thread) as page:
                # the page connects again and sends what was not confirmed, with the same key
                for body, same in waiting.items():
                    _send(page, body, same)
                    confirmed.add(body)
        assert confirmed == set(sent)
        # the plug was pulled before the commit as well as between it and the answer
        print(f"{len(sent)} sent, {cut_short} cut short, {kept_unheard} of those kept")
        assert cut_short > kept_unheard
        _all_are_there_once(thread, confirmed)
        _what_follows_is_done_once(len(confirmed) + 1)


def _page(portal: Running, thread: UUID) -> Socket:
    return Socket(portal, "ana", f"/messages/{thread}", thread_id=str(thread))


def _send(page: Socket, body: str, same: str) -> None:
    page.send(MessageState.send, {"form": {"body": body, "key": same}})
    page.wait_for(lambda answer: f'"{body}"' in answer and '"Sent ' in answer)


def _all_are_there_once(thread: UUID, confirmed: set[str]) -> int:
    """Says how many more are there than were confirmed."""
    with begin(SYSTEM, reads=True) as work:
        kept = [row.body for row in work.all(select(Message).where(Message.thread_id == thread))]
    assert len(kept) == len(set(kept)), "a message is there twice"
    assert confirmed <= set(kept), "a confirmed message is not there"
    return len(kept) - 1 - len(confirmed)


def _what_follows_is_done_once(messages: int) -> None:
    """A job that was cut short comes back when its lease ends."""
    with begin(SYSTEM) as work:
        for job in work.all(select(Job).where(Job.state == JobState.WAITING)):
            job.leased_until = None
            job.run_at = work.now
    runner.run_due(REACTIONS)
    with begin(SYSTEM, reads=True) as work:
        filed = select(func.count()).select_from(Resource).where(Resource.type == "Communication")
        assert work.session.scalar(filed) == messages
        assert work.session.scalar(select(func.count()).select_from(Task)) == 1
        assert not work.all(select(Job).where(Job.state == JobState.FAILED))
