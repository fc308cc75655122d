"""What a report or a document says in sentences, for staff who review it: no markup, no codes."""

import base64
import binascii

from portal_app.chart.fields import Json, rows, table, text

MOST = 20_000


def words(resource: Json) -> list[str]:
    """Its conclusion, its notes and its files of plain text, in this order."""
    notes = [text(note.get("text")) for note in rows(resource.get("note"))]
    files = [
        *rows(resource.get("presentedForm")),
        *(table(part.get("attachment")) for part in rows(resource.get("content"))),
    ]
    found = [text(resource.get("conclusion")), *notes, *(_plain(file) for file in files)]
    return [one[:MOST] for one in found if one]


def _plain(file: Json) -> str:
    if not text(file.get("contentType")).startswith("text/plain"):
        return ""
    try:
        return base64.b64decode(text(file.get("data"))).decode("utf-8", "replace").strip()
    except (ValueError, binascii.Error):
        return ""
