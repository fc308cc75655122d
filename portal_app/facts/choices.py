"""Facts of patients' own choices about when they see what is new."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from portal_app.facts import Fact


@dataclass(frozen=True, kw_only=True)
class ChoiceMade(Fact):
    """A patient chose for a class of items: `wait` is now or comment."""

    then: ClassVar[tuple[str, ...]] = ("ask_for_reviews",)
    release_class: str
    wait: str

    def topics(self) -> tuple[str, ...]:
        return (f"patient:{self.patient_id}",)


@dataclass(frozen=True, kw_only=True)
class ShownNow(Fact):
    """A patient ended their own wait for one item."""

    then: ClassVar[tuple[str, ...]] = ("ask_for_reviews",)
    resource_id: UUID

    def topics(self) -> tuple[str, ...]:
        return (f"patient:{self.patient_id}",)
