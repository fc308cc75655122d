"""Facts of the clinic's release rules."""

from dataclasses import dataclass
from typing import ClassVar

from portal_app.facts import Fact


@dataclass(frozen=True, kw_only=True)
class ReleaseRulesChanged(Fact):
    """Somebody changed from when patients see their records; `undoes` is the edition taken back, if one was."""

    then: ClassVar[tuple[str, ...]] = ("apply_release_rules",)
    edition: int
    undoes: int | None = None

    def topics(self) -> tuple[str, ...]:
        return ("release",)


@dataclass(frozen=True, kw_only=True)
class ReleaseRulesApplied(Fact):
    """Every stored answer follows from this edition of the rules."""

    edition: int

    def topics(self) -> tuple[str, ...]:
        return ("release",)
