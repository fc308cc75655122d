"""`make bench`: every promise in numbers, measured beside the floor in the same run; one line each."""

import json
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

from playwright.sync_api import Browser, Playwright, sync_playwright

from bench import clicks, idle, importing, lighthouse, opening, records, releasing, sending, spending, weight
from bench.served import Floor
from tests import databases
from tests.journeys.running import CHROMIUM, Running

LATEST = Path(__file__).parent / "results" / "latest.json"
CLICK_MS, CLICK_RATIO, COST_RATIO, SOCKET_KB, RATE = 100.0, 2.5, 15.0, 300.0, 1_000.0


@dataclass(frozen=True)
class Result:
    """One number; `limit` is nothing where we only look."""

    name: str
    value: float
    limit: float | None
    unit: str
    holds: bool


def at_most(name: str, value: float, limit: float, unit: str) -> Result:
    """A promise not to be more."""
    return Result(name, round(value, 2), limit, unit, value <= limit)


def at_least(name: str, value: float, limit: float, unit: str) -> Result:
    """A promise not to be less."""
    return Result(name, round(value, 2), limit, unit, value >= limit)


def seen(name: str, value: float, unit: str) -> Result:
    """A number to know, without a promise."""
    return Result(name, round(value, 2), None, unit, True)


class Stand:
    """What is measured on, each started when a part first asks for it."""

    def __init__(self) -> None:
        self._open = ExitStack()

    def __enter__(self) -> "Stand":
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    @cached_property
    def result(self) -> object:
        """Ana has a chart of years; the id of her newest result."""
        _ = self.portal
        return records.fill(records.USUAL, records.A_REPORT)

    @cached_property
    def playwright(self) -> Playwright:
        """The driver of the browser."""
        return self._open.enter_context(sync_playwright())

    @cached_property
    def browser(self) -> Browser:
        """One browser for all parts."""
        browser = self.playwright.chromium.launch(**CHROMIUM)
        self._open.callback(browser.close)
        return browser

    @cached_property
    def portal(self) -> Running:
        """A portal with the people of the tests."""
        return self._open.enter_context(Running())

    @cached_property
    def floor(self) -> Floor:
        """Reflex with nothing of ours."""
        return self._open.enter_context(Floor())


def of_sending(stand: Stand) -> Iterator[Result]:
    """Click to DOM, and what an event costs."""
    portal, floor, browser = stand.portal, stand.floor, stand.browser
    theirs, ours = sending.floor_delay(floor, browser), sending.portal_delay(portal, browser)
    yield seen("floor: click to staff DOM, 50 staff, p95", theirs, "ms")
    yield at_most("click to staff DOM, 50 staff, p95", ours, CLICK_MS, "ms")
    yield at_most("click to staff DOM against the floor", ours / theirs, CLICK_RATIO, "x")
    theirs, ours = sending.floor_cost(floor, browser), sending.portal_cost(portal, browser)
    yield seen("floor: CPU of an insert event", theirs, "ms")
    yield seen("CPU of a send event, everything included", ours, "ms")
    yield at_most("CPU of a send event against the floor", ours / theirs, COST_RATIO, "x")
    parts = spending.measure()
    for part, milliseconds in parts.items():
        yield seen(f"of it {part}", milliseconds, "ms")
    yield seen("of it Reflex, socket and threads", ours - sum(parts.values()), "ms")


def of_pages(stand: Stand) -> Iterator[Result]:
    """What a first load weighs, and what Lighthouse says."""
    for page, kinds in weight.measure(stand.portal, stand.browser, stand.result).items():
        yield at_most(f"{page}: JavaScript, brotli", kinds["Script"], weight.JS_KB, "KB")
        yield at_most(f"{page}: all of it, brotli", kinds["total"], weight.TOTAL_KB, "KB")
    for page, scores in lighthouse.measure(stand.portal, stand.playwright, stand.result).items():
        for kind, least in lighthouse.PROMISED.items():
            yield at_least(f"{page}: Lighthouse {kind}", scores[kind], least, "of 100")


def of_idling(stand: Stand) -> Iterator[Result]:
    """Memory of a signed-in socket."""
    yield at_most("an idle signed-in socket, 1,000 of them", idle.measure(stand.portal, stand.browser), SOCKET_KB, "KB")


def of_importing(stand: Stand) -> Iterator[Result]:
    """Charts coming in."""
    for patients in (14, 500):
        took = importing.measure(patients)
        yield at_least(f"import of {patients} patients", took.rate, RATE, "resources/s")
        yield seen(f"import of {patients} patients: most memory", took.peak_mb, "MB")


def of_opening(stand: Stand) -> Iterator[Result]:
    """A clinic that has grown."""
    small, large = opening.measure(opening.SMALL), opening.measure(opening.LARGE)
    for what in small:
        yield seen(f"{what}: opens at 1,000 messages", small[what], "ms")
        yield seen(f"{what}: opens at 1,000,000, 100,000 patients", large[what], "ms")
        yield at_most(f"{what}: grown against small", large[what] / small[what], opening.RATIO, "x")


def of_records(stand: Stand) -> Iterator[Result]:
    """A patient's results, in a chart of weeks, of years, and of a lifetime; how fast the machine is stands before."""
    spent = records.measure((records.USUAL, records.A_REPORT))
    yield seen("floor: CPU of a fixed piece of Python", spent.fixed, "ms")
    for view, (cost, _) in spent.views[0].items():
        yield seen(f"{view}: CPU of a view, 421 observations", cost, "ms")
        if view in records.LISTS:
            yield at_most(f"{view}: CPU of a view against the fixed piece", cost / spent.fixed, records.BUDGET, "x")
    small, large = records.measure((records.SMALL, records.A_PAIR), (records.LARGE, records.A_PAIR)).views
    for view in small:
        yield seen(f"{view}: server time at 50 observations", small[view][1], "ms")
        yield seen(f"{view}: server time at 5,000", large[view][1], "ms")
        name, ratio = f"{view}: 5,000 against 50", large[view][0] / small[view][0]
        yield at_most(name, ratio, records.RATIO, "x") if view in records.OF_RESULTS else seen(name, ratio, "x")
    took = clicks.measure(stand.portal, stand.floor, stand.browser, stand.result)
    yield seen(f"floor: click to rendered: {clicks.FLOOR}", took.pop(clicks.FLOOR), "ms")
    for click, milliseconds in took.items():
        yield at_most(f"click to rendered: {click}", milliseconds, clicks.MOST_MS[click], "ms")


def of_releasing(stand: Stand) -> Iterator[Result]:
    """A change of the release rules reaches all that is stored."""
    for kind in databases.available():
        took = releasing.measure(kind)
        for what, (rate, fixed) in took.rates.items():
            yield seen(f"{kind}: rules asked again, {what}", rate, "items/s")
            least, name = releasing.BUDGET, f"{kind}: {what}: in the time of the fixed piece"
            yield at_least(name, rate * fixed / 1000, least, "items")
        yield seen(f"floor: {kind}, the barest UPDATE of all", took.floor, "items/s")
        yield seen(f"{kind}: all change, against the floor", took.rates["all change"][0] / took.floor, "x")
        yield seen(f"{kind}: an event before it, p95", took.before_ms, "ms")
        ratio = took.during_ms / took.before_ms
        yield at_most(f"{kind}: an event during it against before, p95", ratio, releasing.FELT, "x")


PARTS: dict[str, Callable[[Stand], Iterator[Result]]] = {
    "sending": of_sending,
    "pages": of_pages,
    "idling": of_idling,
    "importing": of_importing,
    "opening": of_opening,
    "records": of_records,
    "releasing": of_releasing,
}


def main() -> None:
    """Measure all parts, or those that are named; print, keep in bench/results/latest.json."""
    results: list[Result] = []

    def tell(result: Result) -> None:
        results.append(result)
        limit, holds = ("-", "-") if result.limit is None else (f"{result.limit:g}", "holds" if result.holds else "NO")
        print(f"{result.name:58}{result.value:12,.2f}{limit:>8} {result.unit:12} {holds}", flush=True)

    wanted = sys.argv[1:]
    if unknown := set(wanted) - set(PARTS):
        sys.exit(f"No part of the bench is called {', '.join(unknown)}; there are {', '.join(PARTS)}.")
    with Stand() as stand:
        for name, measure in PARTS.items():
            if wanted and name not in wanted:
                continue
            try:
                for result in measure(stand):
                    tell(result)
            except Exception as error:
                tell(Result(f"{name}: could not be measured: {type(error).__name__}", 0.0, 0.0, "", False))
                traceback.print_exc()
    _keep(results, whole=not wanted)
    sys.exit(0 if all(result.holds for result in results) else 1)


def _keep(results: list[Result], *, whole: bool) -> None:
    """Write what was measured; of a run of some parts, those lines anew among the others."""
    kept = [] if whole or not LATEST.exists() else json.loads(LATEST.read_text())
    measured = {result.name: asdict(result) for result in results}
    lines = [measured.pop(line["name"], line) for line in kept]
    LATEST.parent.mkdir(exist_ok=True)
    LATEST.write_text(json.dumps([*lines, *measured.values()], indent=2) + "\n")


if __name__ == "__main__":
    main()
