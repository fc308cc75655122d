"""Facts of the one queue."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from portal_app.facts import Fact


@dataclass(frozen=True, kw_only=True)
class TaskMoved(Fact):
    """Staff did something to a task; who works the same queue sees it at once."""

    heard_by_patient: ClassVar[bool] = False
    task_id: UUID
    pool_id: UUID
    owner_id: UUID | None = None

    def topics(self) -> tuple[str, ...]:
        owner = (f"staff:{self.owner_id}",) if self.owner_id else ()
        patient = (f"patient:{self.patient_id}",) if self.heard_by_patient else ()
        return (f"pool:{self.pool_id}", f"task:{self.task_id}", *owner, *patient)


@dataclass(frozen=True, kw_only=True)
class TaskClaimed(TaskMoved):
    """A member of staff took a task on."""

    heard_by_patient: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class TaskReleased(TaskMoved):
    """It is nobody's by name again."""

    heard_by_patient: ClassVar[bool] = True
    from_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class TaskHanded(TaskMoved):
    """It went to another pool or person; those who had it hear of it too."""

    heard_by_patient: ClassVar[bool] = True
    from_pool_id: UUID
    from_id: UUID | None = None

    def topics(self) -> tuple[str, ...]:
        before = (f"staff:{self.from_id}",) if self.from_id else ()
        return (*super().topics(), f"pool:{self.from_pool_id}", *before)


@dataclass(frozen=True, kw_only=True)
class TaskNoted(TaskMoved):
    """Staff wrote a note to each other."""


@dataclass(frozen=True, kw_only=True)
class TaskClosed(TaskMoved):
    """Nothing more is to be done."""

    heard_by_patient: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class TaskReopened(TaskMoved):
    """Staff took it up again."""

    heard_by_patient: ClassVar[bool] = True
