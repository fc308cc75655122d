"""How a value stands against its usual range, in words: one value, and all tests of a result."""

from collections.abc import Mapping

from portal_app.catalogue import mark, say, say_count

OUTSIDE = ("very_high", "very_low", "high", "low", "little_high", "little_low", "outside")
USUAL = "usual"
_STANDINGS = {
    "little_high": (
        mark("{n} of {all} is a little high."),
        mark("{n} of {all} are a little high."),
        mark("It is a little high."),
        mark("a little high"),
    ),
    "little_low": (
        mark("{n} of {all} is a little low."),
        mark("{n} of {all} are a little low."),
        mark("It is a little low."),
        mark("a little low"),
    ),
    "high": (mark("{n} of {all} is high."), mark("{n} of {all} are high."), mark("It is high."), mark("high")),
    "low": (mark("{n} of {all} is low."), mark("{n} of {all} are low."), mark("It is low."), mark("low")),
    "very_high": (
        mark("{n} of {all} is very high."),
        mark("{n} of {all} are very high."),
        mark("It is very high."),
        mark("very high"),
    ),
    "very_low": (
        mark("{n} of {all} is very low."),
        mark("{n} of {all} are very low."),
        mark("It is very low."),
        mark("very low"),
    ),
    "outside": (
        mark("{n} of {all} is outside the usual range."),
        mark("{n} of {all} are outside the usual range."),
        mark("It is outside the usual range."),
        mark("outside the usual range"),
    ),
}


def verdict(counts: Mapping[str, int]) -> tuple[str, str]:
    """How the tests of a result stand: what is outside the usual range, and the rest; empty where nothing judges."""
    total, usual = sum(counts.values()), counts.get(USUAL, 0)
    out = {standing: counts[standing] for standing in OUTSIDE if counts.get(standing)}
    if not out:
        return _nothing_outside(total, usual)
    standing = next(iter(out)) if len(out) == 1 else "outside"
    n, (one, many, alone, _) = sum(out.values()), _STANDINGS[standing]
    if total == 1:
        return say(alone), ""
    rest = say_count("{n} is in the usual range.", "{n} are in the usual range.", n=usual) if usual else ""
    return say_count(one, many, n=n, all=total), rest


def _nothing_outside(total: int, usual: int) -> tuple[str, str]:
    if not usual:
        return "", ""
    if total == 1:
        return "", say("It is in the usual range.")
    if usual == total:
        return "", say("All {n} are in the usual range.", n=total)
    return "", say("{n} of {all} are in the usual range. The others have none.", n=usual, all=total)


def standing_words(standing: str) -> str:
    """How a value stands, inside a sentence or a table."""
    if standing == USUAL:
        return say("usual")
    return say(_STANDINGS[standing][3]) if standing in _STANDINGS else ""
