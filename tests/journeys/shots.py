"""`make shots`: a picture of every page, phone and desktop, light and dark, in shots/."""

import shutil

from playwright.sync_api import sync_playwright

from portal_app import frontend
from tests.journeys.demo import Demo
from tests.journeys.running import CHROMIUM
from tests.journeys.walk import walk

FOLDER = frontend.ROOT / "shots"
SIZES = {390: 844, 1440: 900}
THEMES = ("light", "dark")


def main() -> None:
    """Walk the portal as everybody, and look."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    with Demo() as portal, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**CHROMIUM)
        for who, starts in portal.starts().items():
            context = browser.new_context(reduced_motion="reduce")
            if who != "nobody":
                context.add_cookies([portal.cookie(who)])
            page = context.new_page()
            for place in walk(page, portal.origin, who, starts):
                for width, height in SIZES.items():
                    page.set_viewport_size({"width": width, "height": height})
                    for theme in THEMES:
                        page.emulate_media(color_scheme=theme)
                        page.wait_for_timeout(100)
                        page.screenshot(path=FOLDER / f"{place.name}-{width}-{theme}.png", full_page=True)
                print(place.name)
            context.close()
        browser.close()
    print(f"{len(list(FOLDER.iterdir()))} pictures in {FOLDER}")


if __name__ == "__main__":
    main()
