"""Facts of conversations."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from portal_app.facts import Fact


@dataclass(frozen=True, kw_only=True)
class MessageSent(Fact):
    """A message was sent, by the patient or by staff; it is filed in the chart."""

    then: ClassVar[tuple[str, ...]] = ("file_message", "tell_patient_of_reply")
    thread_id: UUID
    message_id: UUID
    task_id: UUID
    pool_id: UUID
    from_patient: bool

    def topics(self) -> tuple[str, ...]:
        return (
            f"pool:{self.pool_id}",
            f"task:{self.task_id}",
            f"thread:{self.thread_id}",
            f"patient:{self.patient_id}",
        )


@dataclass(frozen=True, kw_only=True)
class ThreadSeen(Fact):
    """Somebody read a conversation up to its end."""

    thread_id: UUID

    def topics(self) -> tuple[str, ...]:
        return (f"thread:{self.thread_id}",)
