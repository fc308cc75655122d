"""Facts of conversations."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from portal_app.facts import Fact


@dataclass(frozen=True, kw_only=True)
class MessageSent(Fact):
    """The patient wrote; it is filed in the chart and waits for the pool."""

    then: ClassVar[tuple[str, ...]] = ("file_message",)
    thread_id: UUID
    message_id: UUID
    task_id: UUID
    pool_id: UUID

    def topics(self) -> tuple[str, ...]:
        return (
            f"pool:{self.pool_id}",
            f"task:{self.task_id}",
            f"thread:{self.thread_id}",
            f"patient:{self.patient_id}",
        )


@dataclass(frozen=True, kw_only=True)
class ReplySent(MessageSent):
    """Staff answered; it is filed in the chart, and the patient is told that there is something new."""

    then: ClassVar[tuple[str, ...]] = ("file_message", "tell_patient_of_reply")
    handed_to: UUID | None = None
    """The pool that goes on with it, if it was handed on with the answer."""

    def topics(self) -> tuple[str, ...]:
        handed = (f"pool:{self.handed_to}",) if self.handed_to else ()
        return (*super().topics(), *handed)


@dataclass(frozen=True, kw_only=True)
class ThreadSeen(Fact):
    """Somebody read new words of the other side, up to the end of a conversation."""

    thread_id: UUID
    task_id: UUID

    def topics(self) -> tuple[str, ...]:
        return (f"thread:{self.thread_id}", f"task:{self.task_id}", f"patient:{self.patient_id}")


@dataclass(frozen=True, kw_only=True)
class ThreadClosed(Fact):
    """The patient needs no more answer."""

    thread_id: UUID
    task_id: UUID
    pool_id: UUID

    def topics(self) -> tuple[str, ...]:
        return (
            f"pool:{self.pool_id}",
            f"task:{self.task_id}",
            f"thread:{self.thread_id}",
            f"patient:{self.patient_id}",
        )


@dataclass(frozen=True, kw_only=True)
class ThreadReopened(ThreadClosed):
    """The patient opened a closed conversation again."""


@dataclass(frozen=True, kw_only=True)
class MessagesExported(Fact):
    """A conversation, or all of them, was taken out as a file."""

    form: str
    thread_id: UUID | None = None
