"""A page becomes a PDF that everybody can read aloud (PDF/UA-1, ISO 14289), made by WeasyPrint in a process of its own.

In its own process, for the work takes seconds and would hold up everybody's clicks; it is handed the page on its
standard input and leaves nothing behind. It loads our own font and nothing else.
"""

import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore

from portal_app.catalogue import say
from portal_app.errors import PortalError

PATIENCE = 120.0
"""Seconds that one PDF may take."""
AT_ONCE = 2
FONTS = Path(__file__).parents[2] / "assets" / "fonts"
_turn = BoundedSemaphore(AT_ONCE)


class NotPrinted(PortalError):
    """The PDF could not be made; the page on the screen is as good as it was."""


def pdf(page: str) -> bytes:
    """The PDF of a whole HTML page; NotPrinted where this machine cannot make one. Blocks: call it in a thread."""
    with _turn:
        try:
            done = subprocess.run(
                [sys.executable, "-m", "portal_app.adapters.paper"],
                input=page.encode(), capture_output=True, timeout=PATIENCE, check=True, cwd=Path(__file__).parents[2],
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise NotPrinted(say("This is too long for one file. Choose a shorter time, or fewer parts.")) from None
        except (OSError, subprocess.CalledProcessError):
            sentence = say("We cannot make a PDF right now. Print the page instead, or try again later.")
            raise NotPrinted(sentence) from None
    return done.stdout


def works() -> bool:
    """Whether this machine has what WeasyPrint needs (Pango)."""
    try:
        return pdf("<html lang=en><title>.</title><p>.</p></html>").startswith(b"%PDF")
    except NotPrinted:
        return False


def _main() -> None:
    # only this process needs it, and it takes half a second to load
    from weasyprint import HTML
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class OurFonts(URLFetcher):
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            if not url.startswith(FONTS.as_uri() + "/"):
                raise FatalURLFetchingError("nothing is loaded from elsewhere")
            return super().fetch(url, headers)

    fetcher = OurFonts(allowed_protocols=("file",))
    page = HTML(string=sys.stdin.buffer.read().decode(), base_url=FONTS.as_uri() + "/", url_fetcher=fetcher)
    sys.stdout.buffer.write(page.write_pdf(pdf_variant="pdf/ua-1") or b"")


if __name__ == "__main__":
    _main()
