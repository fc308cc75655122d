"""A thousand people signed in and doing nothing: what each costs in memory."""

import asyncio

from playwright.sync_api import Browser

from bench.people import session_cookies
from bench.served import memory
from bench.tabs import apart, record, tabs
from tests.journeys.running import Running

SOCKETS = 1_000
OF_ONE = 20


def measure(portal: Running, browser: Browser) -> float:
    """Kilobytes each, with the home page open."""
    context = browser.new_context()
    context.add_cookies([portal.cookie("ana")])
    opening = record(context, f"{portal.origin}/home")
    context.close()
    cookies = session_cookies(portal, "ana", SOCKETS // OF_ONE)
    return apart(_hold(portal, opening, cookies))


async def _hold(portal: Running, opening: str, cookies: list[str]) -> float:
    async with tabs(portal.port, 10, opening, lambda number: cookies[0]):
        await asyncio.sleep(2)
    before = memory(portal.pid)
    async with tabs(portal.port, SOCKETS, opening, lambda number: cookies[number // OF_ONE]):
        await asyncio.sleep(5)
        return (memory(portal.pid) - before) / SOCKETS
