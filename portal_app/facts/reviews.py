"""Facts of what clinicians do about a result: looked at for the clinic, held, let go. Ids only, never which result."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from portal_app.facts import Fact


@dataclass(frozen=True, kw_only=True)
class _OfItem(Fact):
    then: ClassVar[tuple[str, ...]] = ("ask_for_reviews",)
    resource_id: UUID

    def topics(self) -> tuple[str, ...]:
        return (f"patient:{self.patient_id}",)


@dataclass(frozen=True, kw_only=True)
class ResultReviewed(_OfItem):
    """A clinician looked at an item; `commented`: with words for the patient, which are filed in the chart."""

    then: ClassVar[tuple[str, ...]] = ("file_comment", "ask_for_reviews")
    review_id: UUID
    commented: bool


@dataclass(frozen=True, kw_only=True)
class ResultHeld(_OfItem):
    """A clinician keeps an item from being shown for a while; why stands with the hold."""

    hold_id: UUID


@dataclass(frozen=True, kw_only=True)
class HoldEnded(_OfItem):
    """A clinician ended a hold before its time."""

    hold_id: UUID
