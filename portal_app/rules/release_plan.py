"""The clinic's release rules as one file or row: read, checked, written. Each fault is one sentence with its place."""

from collections.abc import Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from portal_app.catalogue import say
from portal_app.errors import BadInput
from portal_app.models import Flag, ReleaseClass, Shelf
from portal_app.rules.release import EVERYTHING_ELSE, LONGEST, Rule, Rules, Viewer, When

MOST_HOURS = int(LONGEST.total_seconds()) // 3600


class RulePlan(BaseModel):
    """One rule as it is written down."""

    model_config = ConfigDict(extra="forbid")
    key: str = Field(pattern=r"^[a-z0-9_]{1,40}$")
    name: str = Field(default="", max_length=120)
    when: When = When.AT_ONCE
    hours: int = Field(default=0, ge=0, le=MOST_HOURS)
    classes: list[ReleaseClass] = []
    flags: list[Flag] = []
    codes: list[str] = Field(default=[], max_length=500)
    ages: tuple[int, int] | None = None
    sites: list[str] = []
    viewer: Viewer = Viewer.EVERYONE
    pack: str = Field(default="", max_length=2)
    statute: str = Field(default="", max_length=200)

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if self.when is When.NEVER and self.viewer is not Viewer.PROXY:
            raise ValueError(say("Nothing can be kept from the patient for ever."))
        if self.when in (When.AFTER, When.REVIEWED) and self.hours == 0:
            raise ValueError(say("A rule that waits must say how long: up to 10 days."))
        if self.ages is not None and not 0 <= self.ages[0] <= self.ages[1] <= 150:
            raise ValueError(say("Ages go from the younger to the older."))
        if self.key == EVERYTHING_ELSE:
            raise ValueError(say("Everything else is shown at once. That rule cannot be changed."))
        return self

    def rule(self) -> Rule:
        """The rule itself."""
        own = self.model_dump(exclude={"classes", "flags", "codes", "sites"})
        return Rule(
            **own,
            classes=frozenset(self.classes),
            flags=frozenset(self.flags),
            codes=frozenset(self.codes),
            sites=frozenset(self.sites),
        )


class PackPlan(BaseModel):
    """A state whose laws apply."""

    model_config = ConfigDict(extra="forbid")
    state: str = Field(pattern=r"^[A-Z]{2}$")
    sites: list[str] = []
    """The sites in that state; none means all."""


class Plan(BaseModel):
    """All of it. An edition keeps the laws' rules as they were, so that it says what was in force even after a law has
    changed."""

    model_config = ConfigDict(extra="forbid")
    packs: list[PackPlan] = []
    rules: list[RulePlan] = Field(default=[], max_length=100)
    off_classes: list[ReleaseClass] = []
    off_shelves: list[Shelf] = []

    @model_validator(mode="after")
    def _keys_are_unique(self) -> Self:
        keys = [rule.key for rule in self.rules]
        if len(set(keys)) != len(keys):
            raise ValueError(say("Two rules have the same key."))
        if ReleaseClass.OWN in self.off_classes or Shelf.NONE in self.off_shelves:
            raise ValueError(say("What patients wrote themselves cannot be switched off."))
        return self

    @model_validator(mode="after")
    def _each_site_has_one_law(self) -> Self:
        states = [pack.state for pack in self.packs]
        sites = [site for pack in self.packs for site in pack.sites]
        everywhere = any(not pack.sites for pack in self.packs)
        if len(set(states)) != len(states) or len(set(sites)) != len(sites) or (everywhere and len(states) > 1):
            # the first rule that fits decides: of two laws at one site the stricter might come second
            raise ValueError(say("Say which sites are in which state: each site has the laws of one state."))
        if strange := {rule.pack for rule in self.rules if rule.pack} - set(states):
            raise ValueError(say("The laws of {state} are not switched on.", state=", ".join(sorted(strange))))
        return self

    def in_order(self) -> list[RulePlan]:
        """The order in which rules are asked: what is the patient's own, laws, the clinic's.

        What is kept from who acts for the patient comes first: a law that only makes something wait must not show it.
        """
        return sorted(self.rules, key=lambda rule: (rule.when is not When.NEVER, not rule.pack))

    def as_rules(self) -> Rules:
        """The rules themselves."""
        ordered = tuple(rule.rule() for rule in self.in_order())
        return Rules(ordered, frozenset(self.off_classes), frozenset(self.off_shelves))


def planned(body: Mapping[str, Any]) -> Plan:
    """The plan of a stored body or a file; BadInput with the first fault and its place."""
    try:
        return Plan.model_validate(body)
    except ValidationError as error:
        fault = error.errors()[0]
        place = ".".join(str(part) for part in fault["loc"]) or "rules"
        raise BadInput(f"{place}: {fault['msg'].removeprefix('Value error, ')}", place) from None
