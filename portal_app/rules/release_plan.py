"""The clinic's release rules as one file or row: read, checked, written. Each fault is one sentence with its place."""

from collections.abc import Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from portal_app.catalogue import say
from portal_app.errors import BadInput
from portal_app.models import Flag, ReleaseClass, Shelf
from portal_app.rules.release import EVERYTHING_ELSE, LONGEST, Rule, Viewer, When

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


class Plan(BaseModel):
    """All of it."""

    model_config = ConfigDict(extra="forbid")
    packs: list[str] = []
    """States whose laws apply; their rules come first."""
    rules: list[RulePlan] = Field(default=[], max_length=100)
    off_classes: list[ReleaseClass] = []
    off_shelves: list[Shelf] = []

    @model_validator(mode="after")
    def _keys_are_unique(self) -> Self:
        keys = [rule.key for rule in self.rules]
        if len(set(keys)) != len(keys):
            raise ValueError(say("Two rules have the same key."))
        if ReleaseClass.OWN in self.off_classes:
            raise ValueError(say("What patients wrote themselves cannot be switched off."))
        return self


def planned(body: Mapping[str, Any]) -> Plan:
    """The plan of a stored body or a file; BadInput with the first fault and its place."""
    try:
        return Plan.model_validate(body)
    except ValidationError as error:
        fault = error.errors()[0]
        place = ".".join(str(part) for part in fault["loc"]) or "rules"
        raise BadInput(f"{place}: {fault['msg'].removeprefix('Value error, ')}", place) from None
