"""Free text that a clinician or a lab wrote: kept word for word, without addresses and names of machines."""

import re

from portal_app.catalogue import say
from portal_app.chart.fields import text

_LINK = re.compile(r"(?:https?:|ftp:|www\.|urn:)[^\s<>\"]*", re.IGNORECASE)
_MACHINE = re.compile(
    r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b"
    r"|\b[A-Z][A-Za-z]{3,30}/(?=[\w.-]*\d)[A-Za-z0-9.-]{4,64}\b"
    r"|\b(?:\d{1,3}\.){6,}\d+\b",
    re.IGNORECASE,
)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_EMPTY = re.compile(r"[\W_]*", re.UNICODE)
_BREAK = re.compile(r"\r\n?|\n|\u2028|\u2029|<br\s*/?>|</p>", re.IGNORECASE)
LONGEST = 4000


def prose(written: object) -> str:
    """The text on one line; what is only an address or a machine's name becomes "(a link)" or nothing."""
    found = _TAG.sub(" ", text(written)[:LONGEST])
    found = text(_MACHINE.sub("", _LINK.sub(say("(a link)"), found)))
    return "" if _EMPTY.fullmatch(found) else found


def paragraphs(written: object) -> tuple[str, ...]:
    """The same, each line of its own: a conclusion keeps its list of findings."""
    lines = _BREAK.split(written) if isinstance(written, str) else []
    return tuple(line for part in lines if (line := prose(part)))
