"""`make bench`: every promise in numbers, measured beside the floor in the same run; one line each."""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from playwright.sync_api import Browser, Playwright, sync_playwright

from bench import idle, importing, lighthouse, opening, sending, weight
from bench.served import Floor
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


def of_sending(portal: Running, floor: Floor, browser: Browser) -> Iterator[Result]:
    """Click to DOM, and what an event costs."""
    theirs, ours = sending.floor_delay(floor, browser), sending.portal_delay(portal, browser)
    yield seen("floor: click to staff DOM, 50 staff, p95", theirs, "ms")
    yield at_most("click to staff DOM, 50 staff, p95", ours, CLICK_MS, "ms")
    yield at_most("click to staff DOM against the floor", ours / theirs, CLICK_RATIO, "x")
    theirs, ours = sending.floor_cost(floor, browser), sending.portal_cost(portal, browser)
    yield seen("floor: CPU of an insert event", theirs, "ms")
    yield seen("CPU of a send event, everything included", ours, "ms")
    yield at_most("CPU of a send event against the floor", ours / theirs, COST_RATIO, "x")


def of_pages(portal: Running, playwright: Playwright, browser: Browser) -> Iterator[Result]:
    """What a first load weighs, and what Lighthouse says."""
    for page, kinds in weight.measure(portal, browser).items():
        yield at_most(f"{page}: JavaScript, brotli", kinds["Script"], weight.JS_KB, "KB")
        yield at_most(f"{page}: all of it, brotli", kinds["total"], weight.TOTAL_KB, "KB")
    for page, scores in lighthouse.measure(portal, playwright).items():
        for kind, least in lighthouse.PROMISED.items():
            yield at_least(f"{page}: Lighthouse {kind}", scores[kind], least, "of 100")


def of_idling(portal: Running, browser: Browser) -> Iterator[Result]:
    """Memory of a signed-in socket."""
    yield at_most("an idle signed-in socket, 1,000 of them", idle.measure(portal, browser), SOCKET_KB, "KB")


def of_importing() -> Iterator[Result]:
    """Charts coming in."""
    for patients in (14, 500):
        took = importing.measure(patients)
        yield at_least(f"import of {patients} patients", took.rate, RATE, "resources/s")
        yield seen(f"import of {patients} patients: most memory", took.peak_mb, "MB")


def of_opening() -> Iterator[Result]:
    """A clinic that has grown."""
    small, large = opening.measure(opening.SMALL), opening.measure(opening.LARGE)
    for what in small:
        yield seen(f"{what}: opens at 1,000 messages", small[what], "ms")
        yield seen(f"{what}: opens at 1,000,000, 100,000 patients", large[what], "ms")
        yield at_most(f"{what}: grown against small", large[what] / small[what], opening.RATIO, "x")


def main() -> None:
    """Measure, print, keep."""
    results: list[Result] = []

    def tell(group: str, measure: Callable[[], Iterator[Result]]) -> None:
        try:
            for result in measure():
                results.append(result)
                limit = "" if result.limit is None else f"  (promised {result.limit:g})"
                mark = "  " if result.limit is None else ("ok" if result.holds else "NO")
                print(f"{mark} {result.name:48}{result.value:12,.2f} {result.unit}{limit}", flush=True)
        except Exception as error:
            results.append(Result(f"{group}: could not be measured", 0.0, None, type(error).__name__, False))
            print(f"NO {group}: could not be measured: {type(error).__name__}: {error}", flush=True)

    wanted = sys.argv[1:]
    with sync_playwright() as playwright, Running() as portal, Floor() as floor:
        browser = playwright.chromium.launch(**CHROMIUM)
        groups: dict[str, Callable[[], Iterator[Result]]] = {
            "sending": lambda: of_sending(portal, floor, browser),
            "pages": lambda: of_pages(portal, playwright, browser),
            "idling": lambda: of_idling(portal, browser),
            "importing": of_importing,
            "opening": of_opening,
        }
        for name, measure in groups.items():
            if not wanted or name in wanted:
                tell(name, measure)
        browser.close()
    if not wanted:
        LATEST.parent.mkdir(exist_ok=True)
        LATEST.write_text(json.dumps([asdict(result) for result in results], indent=2) + "\n")
    sys.exit(0 if all(result.holds for result in results) else 1)


if __name__ == "__main__":
    main()
