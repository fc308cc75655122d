"""How the values of a panel stand, in a sentence or two."""

from collections.abc import Mapping

from portal_app.catalogue import mark, say, say_count
from portal_app.chart.measured import OUTSIDE

_ONLY = {
    "very_high": mark("It is very high."),
    "very_low": mark("It is very low."),
    "high": mark("It is high."),
    "low": mark("It is low."),
    "little_high": mark("It is a little high."),
    "little_low": mark("It is a little low."),
    "outside": mark("It is outside the usual range."),
    "usual": mark("It is in the usual range."),
}
_SOME = {
    "very_high": (mark("{n} of {total} is very high."), mark("{n} of {total} are very high.")),
    "very_low": (mark("{n} of {total} is very low."), mark("{n} of {total} are very low.")),
    "high": (mark("{n} of {total} is high."), mark("{n} of {total} are high.")),
    "low": (mark("{n} of {total} is low."), mark("{n} of {total} are low.")),
    "little_high": (mark("{n} of {total} is a little high."), mark("{n} of {total} are a little high.")),
    "little_low": (mark("{n} of {total} is a little low."), mark("{n} of {total} are a little low.")),
    "outside": (
        mark("{n} of {total} is outside the usual range."),
        mark("{n} of {total} are outside the usual range."),
    ),
}


def summary(standings: Mapping[str, int]) -> str:
    """ "1 of 8 is a little high. 7 are in the usual range." of a Counter of standings as `measured.judged` gives them.

    What nothing judges is counted under the empty word. Empty if there is nothing to say.
    """
    total = sum(standings.values())
    usual, unjudged = standings.get("usual", 0), standings.get("", 0)
    if not total or (total == 1 and unjudged):
        return ""
    if total == 1:
        return say(next(words for name, words in _ONLY.items() if standings.get(name)))
    if usual == total:
        return say("Both are in the usual range.") if total == 2 else say("All {n} are in the usual range.", n=total)
    if unjudged == total:
        return say("{n} values. None has a usual range to compare with.", n=total)
    found = [say_count(*_SOME[name], n, total=total) for name in OUTSIDE if (n := standings.get(name, 0))]
    if usual and found:
        found.append(say_count("{n} is in the usual range.", "{n} are in the usual range.", usual))
    elif usual:
        one, many = "{n} of {total} is in the usual range.", "{n} of {total} are in the usual range."
        found.append(say_count(one, many, usual, total=total))
    if unjudged:
        found.append(
            say_count("{n} has no usual range to compare with.", "{n} have no usual range to compare with.", unjudged)
        )
    return " ".join(found)
