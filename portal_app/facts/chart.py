"""Facts of the chart: every look at it is one (45 CFR 164.312(b), 164.528)."""

from dataclasses import dataclass
from typing import ClassVar

from portal_app.facts import Fact


@dataclass(frozen=True, kw_only=True)
class ChartRead(Fact):
    """Somebody looked at a part of a chart; `reason` is the class of why: own, care, task, front_desk, audit."""

    part: str
    reason: str = "own"


@dataclass(frozen=True, kw_only=True)
class ChartImported(Fact):
    """A patient's chart changed by an import."""

    then: ClassVar[tuple[str, ...]] = ("ask_for_reviews",)
    stored: int = 0

    def topics(self) -> tuple[str, ...]:
        return (f"patient:{self.patient_id}",)


@dataclass(frozen=True, kw_only=True)
class ChartReleased(Fact):
    """Something of a record became visible to its patient; `items` of it were news."""

    items: int = 0

    def topics(self) -> tuple[str, ...]:
        return (f"patient:{self.patient_id}",)
