"""What people wrote in sentences: paragraph by paragraph, with no ids and no addresses of machines."""

import re

from portal_app.chart.dates import first, spoken
from portal_app.chart.fields import Json, rows, text
from portal_app.chart.record import Context
from portal_app.chart.references import resolve
from portal_app.chart.titles import plain

_UUID = re.compile(r"(?:urn:(?:uuid|oid):)?[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}")
_OID = re.compile(r"urn:[\w.:\-]+")
_URL = re.compile(r"https?:/*(?:www\.)?([\w.\-]*)[^\s<>\"]*")
_CODE_SYSTEM = re.compile(r" \((?:disorder|finding|procedure|situation|regime/therapy|person|event|substance)\)")
MOST = 200
"""Paragraphs of one text; more than that is a document."""


def scrubbed(written: str) -> str:
    """The text with addresses cut down to the name of the site, and without ids."""
    written = _CODE_SYSTEM.sub("", written)
    if "http" not in written and "urn:" not in written and "-" not in written:
        return written
    return _OID.sub("", _UUID.sub("", _URL.sub(r"\1", written)))


def paragraphs(written: object) -> list[str]:
    """The lines of a text that say something."""
    if not isinstance(written, str):
        return []
    lines = (text(scrubbed(line)) for line in written[:200_000].splitlines()[:MOST])
    return [line for line in lines if line]


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
