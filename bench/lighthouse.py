"""Lighthouse, as a middling phone on a middling line sees the first load."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from playwright.sync_api import Playwright

from bench.weight import PAGES
from tests.journeys.running import CHROMIUM, Running, free_port

VERSION = "lighthouse@13.5.0"
PROMISED = {"performance": 95, "accessibility": 100, "best-practices": 100}
RUNS = 3


def measure(portal: Running, playwright: Playwright, result: object = "") -> dict[str, dict[str, float]]:
    """The median score of a few runs, for each page and promise."""
    pages = {name: (who, path.format(result=result)) for name, (who, path) in PAGES.items()}
    return {name: _score(portal, playwright, *page) for name, page in pages.items()}


def kept(scores: dict[str, dict[str, float]]) -> list[str]:
    """The promises that do not hold; empty when all do."""
    return [
        f"{name}: {kind} {found[kind]:.0f}, promised {least}"
        for name, found in scores.items()
        for kind, least in PROMISED.items()
        if found[kind] < least
    ]


def _score(portal: Running, playwright: Playwright, who: str, path: str) -> dict[str, float]:
    port = free_port()
    with tempfile.TemporaryDirectory() as profile:
        chrome = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=CHROMIUM["executable_path"],
            args=[*CHROMIUM["args"], f"--remote-debugging-port={port}"],
        )
        if who != "nobody":
            chrome.add_cookies([portal.cookie(who)])
        runs = [_run(portal.origin + path, port, Path(profile) / "report.json") for _ in range(RUNS)]
        chrome.close()
    return {kind: median(run[kind] for run in runs) for kind in PROMISED}


def _run(url: str, port: int, report: Path) -> dict[str, float]:
    npm = Path(sys.executable).parent / "npm"
    options = [
        f"--port={port}",
        "--disable-storage-reset",
        "--quiet",
        "--output=json",
        f"--output-path={report}",
        f"--only-categories={','.join(PROMISED)}",
    ]
    subprocess.run([npm, "exec", "--yes", VERSION, "--", url, *options], check=True, capture_output=True)
    found = json.loads(report.read_text())["categories"]
    return {kind: 100 * found[kind]["score"] for kind in PROMISED}
