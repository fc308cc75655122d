"""What a patient sees of an item now, and why not, said to staff. Pure."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from portal_app.catalogue import say
from portal_app.rules import clocks
from portal_app.rules.release import IN_ERROR, Rule, When


@dataclass(frozen=True)
class Stored:
    """What is stored beside an item (`releasing.py`)."""

    allowed_from: datetime | None
    visible_from: datetime | None
    hold: datetime | None
    decided_by: str


@dataclass(frozen=True)
class Seen:
    """A sentence; `tone` is ready, soon, failed or working."""

    words: str
    tone: str
    visible: bool = False


def seen(stored: Stored, rule: Rule | None, holder: str, now: datetime, zone: ZoneInfo) -> Seen:
    """How it stands for the patient: since when they see it, or until when they wait and for what."""
    if stored.visible_from is None or stored.allowed_from is None:
        if stored.decided_by == IN_ERROR:
            return Seen(say("Taken back by who sent it: not shown"), "working")
        return Seen(say("Not shown: the clinic has switched this page off"), "working")
    if stored.visible_from <= now:
        return Seen(say("Sees it since {when}", when=clocks.short(stored.visible_from, now, zone)), "ready", True)
    if stored.hold is not None and stored.hold > now:
        until = clocks.moment(stored.hold, now, zone)
        return Seen(say("Held until {when} by {name}", when=until, name=holder), "failed")
    until = clocks.moment(stored.visible_from, now, zone)
    if stored.allowed_from <= now:
        return Seen(say("Waits until {when}: the patient chose to wait for a comment", when=until), "soon")
    if rule is not None and rule.when is When.REVIEWED:
        return Seen(say("Waits until {when}: for a review", when=until), "soon")
    name = rule.name or rule.statute if rule is not None else ""
    if name:
        return Seen(say("Waits until {when}: {rule}", when=until, rule=name), "soon")
    return Seen(say("Waits until {when}: a rule of the clinic", when=until), "soon")
