"""Free text that a clinician or a lab wrote: kept word for word, without addresses and names of machines."""

import re

from portal_app.catalogue import say
from portal_app.chart.dates import first, spoken
from portal_app.chart.fields import Json, rows, text
from portal_app.chart.record import Context
from portal_app.chart.references import resolve
from portal_app.chart.titles import plain

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
_UUID = re.compile(r"(?:urn:(?:uuid|oid):)?[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}")
_OID = re.compile(r"urn:[\w.:\-]+")
_URL = re.compile(r"https?:/*(?:www\.)?([\w.\-]*)[^\s<>\"]*")
_CODE_SYSTEM = re.compile(
    r" \((?:disorder|finding|procedure|situation|regime/therapy|person|event|substance|body structure|"
    r"qualifier value|observable entity|morphologic abnormality|physical object|product|organism)\)"
)
LONGEST = 4000
MOST = 200
"""Paragraphs of one text; more than that is a document."""


def prose(written: object) -> str:
    """The text on one line; what is only an address or a machine's name becomes "(a link)" or nothing."""
    found = _TAG.sub(" ", _CODE_SYSTEM.sub("", text(written)[:LONGEST]))
    found = text(_MACHINE.sub("", _LINK.sub(say("(a link)"), found)))
    return "" if _EMPTY.fullmatch(found) else found


def scrubbed(written: str) -> str:
    """A document's text with addresses cut down to the name of the site, and without ids."""
    written = _CODE_SYSTEM.sub("", written).replace("mm[Hg]", "mmHg")
    if "http" not in written and "urn:" not in written and "-" not in written:
        return written
    return _OID.sub("", _UUID.sub("", _URL.sub(r"\1", written)))


def paragraphs(written: object) -> tuple[str, ...]:
    """The same, each line of its own: a conclusion keeps its list of findings."""
    lines = _BREAK.split(written[:200_000])[:MOST] if isinstance(written, str) else []
    return tuple(line for part in lines if (line := prose(part)))


def comments(resource: Json, context: Context) -> list[str]:
    """What was noted beside it (FHIR Annotation), each with who wrote it and when."""
    found = []
    for note in rows(resource.get("note")):
        who = plain(note.get("authorString")) or resolve(resource, note.get("authorReference"), context)
        day = spoken(first(note.get("time")), context.zone)
        said = paragraphs(note.get("text"))
        signed = ", ".join(part for part in (who, day) if part)
        found += [*said[:-1], f"{said[-1]} ({signed})" if signed else said[-1]] if said else []
    return found
