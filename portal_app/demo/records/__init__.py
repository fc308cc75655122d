"""What the bundled charts lack, written by hand: refills, usual ranges, notes of each kind, plans."""

from base64 import b64encode
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import orjson

from portal_app.chart.fields import Json
from portal_app.chart.identity import Names
from portal_app.chart.members import Member, member
from portal_app.chart.shift import shift

HERE = Path(__file__).parent
WRITTEN_ON = date(2026, 11, 24)
"""What the files take for today."""


def records(part: str, as_of: date) -> Iterator[Member]:
    """What came `first`, with the charts, or `later`, in an import of its own: new things, and versions of the old."""
    days = (as_of - WRITTEN_ON).days
    for path in sorted(HERE.glob("*.json")):
        for resource in orjson.loads(path.read_bytes())[part]:
            yield member({"resource": _with_files(shift(resource, days))}, Names())


def _with_files(resource: Json) -> Json:
    """Documents name a file in `notes/`: what it says stands in the resource, as FHIR has it."""
    for part in resource.get("content", []):
        attachment: dict[str, Any] = part["attachment"]
        attachment["data"] = b64encode((HERE / "notes" / attachment.pop("file")).read_bytes()).decode()
    return resource
