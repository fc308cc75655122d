"""Facts of how people want to hear of what is new."""

from dataclasses import dataclass

from portal_app.facts import Fact


@dataclass(frozen=True, kw_only=True)
class NoticesChosen(Fact):
    """A person chose how soon to hear of one sort of thing, by which way."""

    event: str
    way: str
    pace: str

    def topics(self) -> tuple[str, ...]:
        return (f"patient:{self.patient_id}",)
