"""A patient presses Send: how soon staff see it with fifty of them there, and what it costs the server."""

import asyncio
import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from statistics import quantiles
from typing import Any
from uuid import UUID, uuid4

from playwright.sync_api import Browser, Page
from sqlalchemy import select

from bench.people import a_thread, session_cookies
from bench.served import Floor, cpu
from bench.tabs import Recording, Tab, apart, record, tabs
from portal_app.models import Thread
from portal_app.wiring import begin
from tests.journeys.running import Running
from tests.people import person
from tests.services.doors import policy

STAFF = 50
CLICKS = 40
PAUSE = 1.0
"""Seconds from what staff saw to the next click: a message a second is more than fifty staff can read."""
TALKS, SENDS, WARM = 10, 20, 5
"""Conversations, and messages sent in each; how many of them before the clock runs."""
PACE = 0.06
"""Seconds from one send to the next: each stands alone with what follows from it, and the meter never empties."""
SEEN = """word => {
    window.seenAt = 0
    const look = () => {
        if (!document.body.innerText.includes(word)) return
        watch.disconnect()
        window.seenAt = performance.timeOrigin + performance.now()
    }
    const watch = new MutationObserver(look)
    watch.observe(document.body, {childList: true, subtree: true, characterData: true})
}"""
PRESS = """word => {
    const form = document.querySelector('form textarea').form, area = form.querySelector('textarea')
    area.value = word
    const at = performance.timeOrigin + performance.now()
    form.requestSubmit()
    return at
}"""


@contextlib.contextmanager
def held(opening: Callable[[], Any]) -> Iterator[None]:
    """Keep tabs open in a thread of their own while something is measured."""
    ready, enough = threading.Event(), asyncio.Event()
    loops: list[asyncio.AbstractEventLoop] = []
    broke: list[BaseException] = []

    async def hold() -> None:
        loops.append(asyncio.get_running_loop())
        try:
            async with opening():
                ready.set()
                await enough.wait()
        except BaseException as error:
            broke.append(error)
            ready.set()

    thread = threading.Thread(target=lambda: asyncio.run(hold()))
    thread.start()
    ready.wait()
    try:
        if broke:
            raise broke[0]
        yield
    finally:
        if thread.is_alive():
            loops[0].call_soon_threadsafe(enough.set)
        thread.join()


def clicks(patient: Page, staff: Page) -> list[float]:
    """Milliseconds from each press of Send to the staff page's DOM."""
    took = []
    for number in range(CLICKS):
        word = f"Bench line {number} {uuid4().hex[:6]}"
        staff.evaluate(SEEN, word)
        pressed = patient.evaluate(PRESS, word)
        took.append(_seen(staff) - pressed)
        patient.wait_for_function("() => !document.querySelector('form textarea').value", timeout=5000)
        patient.wait_for_timeout(PAUSE * 1000)
    return took


def _seen(page: Page) -> float:
    """When the page showed it."""
    return page.wait_for_function("() => window.seenAt", timeout=10_000).json_value()


def p95(values: list[float]) -> float:
    """The 95th percentile."""
    return quantiles(values, n=20)[-1]


def portal_delay(portal: Running, browser: Browser) -> float:
    """p95 in the portal: a patient's page, a nurse who has the task open, and fifty inboxes beside them."""
    thread_id, task_id = a_thread(portal)
    cookies = session_cookies(portal, "ben", STAFF)
    staff, patient = browser.new_context(), browser.new_context()
    staff.add_cookies([portal.cookie("ben")])
    patient.add_cookies([portal.cookie("ana")])
    opening = record(staff, f"{portal.origin}/staff")
    inbox, writing = staff.new_page(), patient.new_page()
    inbox.goto(f"{portal.origin}/staff?task={task_id}")
    writing.goto(f"{portal.origin}/messages/{thread_id}")
    writing.wait_for_selector("form textarea")
    inbox.get_by_text("Good morning").first.wait_for()
    with held(lambda: tabs(portal.port, STAFF, opening, lambda number: cookies[number])):
        took = clicks(writing, inbox)
    staff.close()
    patient.close()
    return p95(took)


def floor_delay(floor: Floor, browser: Browser) -> float:
    """p95 on the floor: one tab writes, one watches, fifty more hear it too."""
    context = browser.new_context()
    opening = record(context, floor.origin)
    watching, writing = context.new_page(), context.new_page()
    for page in (watching, writing):
        page.goto(floor.origin)
        page.wait_for_selector("form textarea")
        page.wait_for_timeout(1000)
    with held(lambda: tabs(floor.port, STAFF, opening)):
        took = []
        for number in range(CLICKS):
            word = f"Floor line {number}"
            watching.evaluate(SEEN, word)
            pressed = writing.evaluate(PRESS, word)
            took.append(_seen(watching) - pressed)
            writing.wait_for_timeout(PAUSE * 1000)
    context.close()
    return p95(took)


def portal_cost(portal: Running, browser: Browser) -> float:
    """Milliseconds of processor time for each message sent: guard, transaction, fact, job, answer."""
    policy(messages_an_hour=1_000)
    talks = [str(a_thread(portal)[0]) for _ in range(TALKS)]
    context = browser.new_context()
    context.add_cookies([portal.cookie("ana")])
    opening, send = _recorded(context.new_page(), f"{portal.origin}/messages/{talks[0]}")
    context.close()

    def opened(place: int) -> str:
        return opening.replace(talks[0], talks[place])

    def next_one(place: int, words: str) -> dict[str, Any]:
        said = json.loads(json.dumps(send).replace(talks[0], talks[place]))
        return {**said, "payload": {"form": _form(key=uuid4().hex, body=words)}}

    spent = apart(_cost(portal.port, portal.pid, opened, next_one, session_cookies(portal, "ana", 1)[0]))
    with begin(person("ana"), reads=True) as work:
        counts = work.session.scalars(select(Thread.messages).where(Thread.id.in_(UUID(talk) for talk in talks[1:])))
        if set(counts) != {1 + WARM + SENDS}:
            raise RuntimeError("not everything that was sent is there, once")
    return spent


def floor_cost(floor: Floor, browser: Browser) -> float:
    """The same for the floor's insert."""
    context = browser.new_context()
    opening, send = _recorded(context.new_page(), floor.origin)
    context.close()

    def next_one(place: int, words: str) -> dict[str, Any]:
        return {**send, "payload": {"form": _form(body=words)}}

    return apart(_cost(floor.port, floor.pid, lambda place: opening, next_one, ""))


def _recorded(page: Page, url: str) -> tuple[str, dict[str, Any]]:
    """How a page with a form says hello, and how it sends."""
    recording = Recording(page)
    page.goto(url)
    page.wait_for_selector("form textarea")
    opening = recording.wait(page)
    page.evaluate(PRESS, "The first")
    page.wait_for_timeout(1500)
    return opening, recording.named(".send")


def _form(**fields: str) -> dict[str, Any]:
    """A form as Reflex's pages send it."""
    return {"__reflex_form_data__": [[name, value] for name, value in fields.items()]}


async def _cost(
    port: int,
    pid: int,
    opened: Callable[[int], str],
    event: Callable[[int, str], dict[str, Any]],
    cookie: str,
) -> float:
    idle, spent = await _idle(port, pid, opened(0), cookie), 0.0
    for place in range(TALKS):
        async with tabs(port, 1, opened(place), lambda _: cookie) as [tab]:
            await tab.settle(1.0)
            await _send(tab, place, event, WARM)
            before, began = cpu(pid), time.monotonic()
            await _send(tab, place, event, SENDS)
            spent += cpu(pid) - before - idle * (time.monotonic() - began)
    return spent / (TALKS * SENDS) * 1000


async def _send(tab: Tab, place: int, event: Callable[[int, str], dict[str, Any]], count: int) -> None:
    """Send so often, and see each one come back before the next."""
    for _ in range(count):
        words, began = f"Words {uuid4().hex}", time.monotonic()
        await tab.send(event(place, words))
        while words not in await asyncio.wait_for(tab.answers.get(), 10):
            pass
        await asyncio.sleep(max(0.0, PACE - (time.monotonic() - began)))
    await tab.settle(1.0)


async def _idle(port: int, pid: int, opened: str, cookie: str) -> float:
    """Processor seconds a second when a page is open and nobody does anything."""
    async with tabs(port, 1, opened, lambda _: cookie) as [tab]:
        await tab.settle(1.0)
        before = cpu(pid)
        await asyncio.sleep(5)
        return (cpu(pid) - before) / 5
