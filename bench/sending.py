"""A patient presses Send: how soon staff see it with fifty of them there, and what it costs the server."""

import asyncio
import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from statistics import quantiles
from typing import Any
from uuid import uuid4

from playwright.sync_api import Browser, Page

from bench.people import a_thread, session_cookies
from bench.served import Floor, cpu
from bench.tabs import Recording, Tab, apart, record, tabs
from tests.journeys.running import Running

STAFF = 50
CLICKS = 40
SENDS = 300
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
        patient.wait_for_function("!document.querySelector('form textarea').value", timeout=5000)
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
            writing.wait_for_timeout(50)
    context.close()
    return p95(took)


def portal_cost(portal: Running, browser: Browser) -> float:
    """Milliseconds of processor time for each message sent: guard, transaction, fact, job, answer."""
    thread_id, _ = a_thread(portal)
    context = browser.new_context()
    context.add_cookies([portal.cookie("ana")])
    page = context.new_page()
    recording = Recording(page)
    page.goto(f"{portal.origin}/messages/{thread_id}")
    page.wait_for_selector("form textarea")
    page.wait_for_timeout(1500)
    opening = recording.hello
    page.evaluate(PRESS, "The first")
    page.wait_for_timeout(1500)
    send = recording.named(".send")
    context.close()
    cookie = session_cookies(portal, "ana", 1)[0]

    def next_one(number: int) -> dict[str, Any]:
        form = {**send["payload"]["form"], "body": f"Message {number}", "key": uuid4().hex}
        return {**send, "payload": {"form": form}}

    return apart(_cost(portal.port, portal.pid, opening, next_one, lambda _: cookie))


def floor_cost(floor: Floor, browser: Browser) -> float:
    """The same for the floor's insert."""
    context = browser.new_context()
    page = context.new_page()
    recording = Recording(page)
    page.goto(floor.origin)
    page.wait_for_selector("form textarea")
    page.wait_for_timeout(1500)
    opening = recording.hello
    page.evaluate(PRESS, "The first")
    page.wait_for_timeout(500)
    send = recording.named(".send")
    context.close()

    def next_one(number: int) -> dict[str, Any]:
        return {**send, "payload": {"form": {"body": f"Line {number}"}}}

    return apart(_cost(floor.port, floor.pid, opening, next_one, lambda _: ""))


async def _cost(
    port: int,
    pid: int,
    opening: str,
    event: Callable[[int], dict[str, Any]],
    cookie: Callable[[int], str],
) -> float:
    async with tabs(port, 1, opening, cookie) as [tab]:
        await tab.settle()
        await _send(tab, event, range(50))
        before, idle = cpu(pid), await _idle(pid)
        began = time.monotonic()
        await _send(tab, event, range(50, 50 + SENDS))
        spent = cpu(pid) - before - idle * (time.monotonic() - began)
    return spent / SENDS * 1000


async def _send(tab: Tab, event: Callable[[int], dict[str, Any]], numbers: range) -> None:
    for number in numbers:
        await tab.send(event(number))
        await asyncio.wait_for(tab.answers.get(), 10)
    await tab.settle(1.0)


async def _idle(pid: int) -> float:
    """Processor seconds a second when nobody does anything."""
    before = cpu(pid)
    await asyncio.sleep(3)
    return (cpu(pid) - before) / 3
