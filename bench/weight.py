"""First load of a page: what a phone has to fetch before it can be used, packed as it travels."""

from collections import Counter

from playwright.sync_api import Browser

from tests.journeys.running import Running

JS_KB = 175.0
TOTAL_KB = 260.0
PAGES = {
    "sign-in": ("nobody", "/sign-in"),
    "home": ("ana", "/home"),
    "records": ("ana", "/records"),
    "results": ("ana", "/records/results"),
    "one result": ("ana", "/records/results/{result}"),
    "measurements": ("ana", "/records/vitals"),
    "medicines": ("ana", "/records/medicines"),
    "health problems": ("ana", "/records/problems"),
    "vaccines": ("ana", "/records/vaccines"),
    "notes": ("ana", "/records/notes"),
    "care plans": ("ana", "/records/care-plans"),
    "visits": ("ana", "/visits"),
    "personal details": ("ana", "/records/me"),
}
"""Whose each is, and where; `{result}` is the newest result of a chart that is not empty."""


def measure(portal: Running, browser: Browser, result: object = "") -> dict[str, dict[str, float]]:
    """Kilobytes by kind of file, for each page, with an empty cache."""
    pages = {name: (who, path.format(result=result)) for name, (who, path) in PAGES.items()}
    return {name: _weigh(portal, browser, *page) for name, page in pages.items()}


def kept(weights: dict[str, dict[str, float]]) -> list[str]:
    """The promises that do not hold; empty when all do."""
    over = []
    for name, kinds in weights.items():
        if kinds["Script"] > JS_KB:
            over.append(f"{name}: {kinds['Script']:.0f} KB of JavaScript, promised {JS_KB:.0f}")
        if kinds["total"] > TOTAL_KB:
            over.append(f"{name}: {kinds['total']:.0f} KB in all, promised {TOTAL_KB:.0f}")
    return over


def _weigh(portal: Running, browser: Browser, who: str, path: str) -> dict[str, float]:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    if who != "nobody":
        context.add_cookies([portal.cookie(who)])
    page = context.new_page()
    tools = context.new_cdp_session(page)
    kinds: dict[str, str] = {}
    sizes: Counter[str] = Counter()
    tools.on("Network.responseReceived", lambda said: kinds.update({said["requestId"]: said["type"]}))
    tools.on(
        "Network.loadingFinished",
        lambda said: sizes.update({kinds.get(said["requestId"], "Other"): said["encodedDataLength"]}),
    )
    tools.send("Network.enable")
    page.goto(portal.origin + path)
    page.wait_for_load_state("networkidle")
    context.close()
    weights = {kind: size / 1024 for kind, size in sizes.items()}
    return {"Script": 0.0, **weights, "total": sum(weights.values())}
