"""How the tests of a result stand against their usual ranges, in two parts: what is outside, and the rest."""

from collections.abc import Mapping

from portal_app.chart.measured import OUTSIDE
from portal_app.chart.summaries import summary

USUAL = "usual"


def verdict(standings: Mapping[str, int]) -> tuple[str, str]:
    """The sentence to be set in bold, where something is outside the usual range, and what follows it."""
    said = summary(standings)
    if not any(standings.get(standing) for standing in OUTSIDE):
        return "", said
    first, _, rest = said.partition(". ")
    return (f"{first}.", rest) if rest else (first, "")
