"""Whether a page that the clinic links to still answers. It is asked by the server, and so only public places are."""

import ipaddress
import socket
from urllib.parse import urlsplit

import httpx

PATIENCE = 10.0
MOST_STEPS = 5


def answers(link: str) -> bool:
    """Whether the page is there; follows redirects, goes to https and to public addresses only, reads no body."""
    for _ in range(MOST_STEPS):
        if not _is_public(link):
            return False
        try:
            with httpx.Client(timeout=PATIENCE, follow_redirects=False) as client, client.stream("GET", link) as answer:
                status, onward = answer.status_code, answer.next_request
        except (httpx.HTTPError, httpx.InvalidURL):
            return False
        if onward is None:
            # a page that wants a browser (403, 405, 429) is there
            return status < 400 or status in (401, 403, 405, 429)
        link = str(onward.url)
    return False


def _is_public(link: str) -> bool:
    try:
        parts = urlsplit(link)
        if parts.scheme != "https" or not parts.hostname:
            return False
        found = socket.getaddrinfo(parts.hostname, parts.port or 443, proto=socket.IPPROTO_TCP)
    except (OSError, ValueError):
        return False
    return all(ipaddress.ip_address(str(address[0])).is_global for *_, address in found)
