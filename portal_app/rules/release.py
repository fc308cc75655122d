"""When may the patient see it? Pure: the clinic's rules, what happened to an item, and the patient's own choice.

By default at once (45 CFR 171.103: a delay is information blocking unless an exception allows it). A rule sets the
earliest moment; a clinician's hold (45 CFR 171.201) stands above it, and the patient's choice can only wait longer.
Nothing waits for ever.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from portal_app.models import Flag, Harm, ReleaseClass, Shelf

LONGEST = timedelta(days=10)
"""The most that a rule, a hold without a shorter end, or a patient's wait for a comment may take."""
EVERYTHING_ELSE = "everything_else"
"""The key of the last rule, which cannot be taken away: at once."""
SWITCHED_OFF, IN_ERROR = "switched_off", "in_error"


class When(StrEnum):
    """How a rule lets an item go."""

    AT_ONCE = "at_once"
    AFTER = "after"
    """So many hours after it arrived."""
    REVIEWED = "reviewed"
    """When a clinician has reviewed it, so many hours after it arrived at the latest."""
    NEVER = "never"
    """Only for who acts for the patient: the law keeps it the patient's own."""


class Viewer(StrEnum):
    """Whom a rule is about."""

    EVERYONE = "everyone"
    PATIENT = "patient"
    PROXY = "proxy"
    """Somebody who acts for the patient."""


@dataclass(frozen=True)
class Rule:
    """One sentence of the clinic's: which items, whose, where, and when. An empty set means all."""

    key: str
    when: When = When.AT_ONCE
    hours: int = 0
    """0 to 240."""
    classes: frozenset[ReleaseClass] = frozenset()
    flags: frozenset[Flag] = frozenset()
    codes: frozenset[str] = frozenset()
    """LOINC codes."""
    ages: tuple[int, int] | None = None
    """From and to, in years, both counted in; the age on the day of the item."""
    sites: frozenset[str] = frozenset()
    """Ids of sites."""
    viewer: Viewer = Viewer.EVERYONE
    name: str = ""
    """What the clinic calls it; rules of a state pack have their words from the pack."""
    pack: str = ""
    """The state whose law it is."""
    statute: str = ""

    def fits(self, item: "Item", viewer: Viewer) -> bool:
        """Whether this rule speaks of this item, seen by this viewer."""
        return (
            self.viewer in (Viewer.EVERYONE, viewer)
            and (not self.classes or item.release_class in self.classes)
            and (not self.flags or not self.flags.isdisjoint(item.flags))
            and (not self.codes or not self.codes.isdisjoint(item.codes))
            and (not self.sites or item.site in self.sites)
            and (self.ages is None or (item.age is not None and self.ages[0] <= item.age <= self.ages[1]))
        )


@dataclass(frozen=True)
class Rules:
    """What the clinic has decided; the first rule that fits decides, and where none does it is at once."""

    rules: tuple[Rule, ...] = ()
    off_classes: frozenset[ReleaseClass] = frozenset()
    """Classes that this portal does not show at all (S11)."""
    off_shelves: frozenset[Shelf] = frozenset()
    """Pages that this portal does not have."""

    @property
    def codes(self) -> frozenset[str]:
        """The tests that some rule names."""
        return frozenset[str]().union(*(rule.codes for rule in self.rules))


@dataclass(frozen=True, slots=True)
class Item:
    """What rules look at; many items are alike."""

    release_class: ReleaseClass
    shelf: Shelf = Shelf.NONE
    flags: frozenset[Flag] = frozenset()
    codes: frozenset[str] = frozenset()
    """Its own, and those of the tests that stand in it: a report tells of them."""
    age: int | None = None
    """The patient's age in years on the day of the item."""
    site: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """A hold that has not been ended by hand."""

    until: datetime
    harm: Harm


@dataclass(frozen=True, slots=True)
class Story:
    """What happened to one item."""

    arrived_at: datetime
    in_error: bool = False
    reviewed_at: datetime | None = None
    commented_at: datetime | None = None
    holds: tuple[Held, ...] = ()
    waits: bool = False
    """The patient chose, before it arrived, to see such items after a clinician has commented."""
    shown_now_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules say of items that are alike: to the patient, and to who acts for them."""

    shown: bool
    patient: Rule
    proxy: Rule


@dataclass(frozen=True, slots=True)
class Answer:
    """What is stored beside an item."""

    allowed_from: datetime | None
    visible_from: datetime | None
    proxy_from: datetime | None
    hold: datetime | None
    decided_by: str


LAST = Rule(EVERYTHING_ELSE)


def verdict(rules: Rules, item: Item) -> Verdict:
    """The rules that decide about items like this one."""
    shown = item.release_class not in rules.off_classes and item.shelf not in rules.off_shelves
    if item.release_class is ReleaseClass.OWN:
        # the clinic's and the patient's own words, bills, the person: no rule delays these
        return Verdict(shown, LAST, LAST)
    return Verdict(shown, _first(rules.rules, item, Viewer.PATIENT), _first(rules.rules, item, Viewer.PROXY))


def answer(found: Verdict, story: Story) -> Answer:
    """From when it may be seen, and by which rule: a hold stands above the rules, a choice only waits longer."""
    if story.in_error or not found.shown:
        return Answer(None, None, None, None, IN_ERROR if story.in_error else SWITCHED_OFF)
    hold = _latest(held.until for held in story.holds if held.harm is Harm.LIFE_OR_SAFETY)
    hold_of_proxy = _latest(held.until for held in story.holds)
    allowed = _later(opens(found.patient, story), hold)
    proxy = _later(opens(found.proxy, story), hold_of_proxy)
    return Answer(
        allowed_from=allowed,
        visible_from=_later(allowed, own_wait_ends(story)) if story.waits else allowed,
        proxy_from=proxy,
        hold=hold,
        decided_by=found.patient.key,
    )


def within(report: Answer, own: Answer) -> Answer:
    """The answer of a test in a report: its own, and never before the report's, whatever class or code the test has."""
    if IN_ERROR in (report.decided_by, own.decided_by):
        return own
    allowed = _both(own.allowed_from, report.allowed_from)
    return Answer(
        allowed_from=allowed,
        visible_from=_both(own.visible_from, report.visible_from),
        proxy_from=_both(own.proxy_from, report.proxy_from),
        hold=own.hold,
        decided_by=own.decided_by if allowed == own.allowed_from else report.decided_by,
    )


def opens(rule: Rule, story: Story) -> datetime | None:
    """When this rule lets an item go that arrived then; none = never."""
    match rule.when:
        case When.NEVER:
            return None
        case When.AFTER:
            return story.arrived_at + _bounded(rule.hours)
        case When.REVIEWED:
            latest = story.arrived_at + _bounded(rule.hours)
            return latest if story.reviewed_at is None else min(latest, max(story.reviewed_at, story.arrived_at))
        case _:
            return story.arrived_at


def own_wait_ends(story: Story) -> datetime:
    """When the patient's own wait is over: by a comment, by "show me now", in ten days at the latest."""
    ends = (story.arrived_at + LONGEST, story.commented_at, story.shown_now_at)
    return max(story.arrived_at, min(end for end in ends if end is not None))


def _bounded(hours: int) -> timedelta:
    return min(max(timedelta(), timedelta(hours=hours)), LONGEST)


def _first(rules: Iterable[Rule], item: Item, viewer: Viewer) -> Rule:
    return next((rule for rule in rules if rule.fits(item, viewer)), LAST)


def _latest(moments: Iterable[datetime]) -> datetime | None:
    return max(moments, default=None)


def _both(first: datetime | None, second: datetime | None) -> datetime | None:
    """When both have come; where one of them never comes, never."""
    return None if first is None or second is None else max(first, second)


def _later(first: datetime | None, second: datetime | None) -> datetime | None:
    return first if first is None or second is None else max(first, second)
