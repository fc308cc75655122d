"""Facts of forms: asked, begun, sent, sent back, accepted."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from portal_app.facts import Fact


@dataclass(frozen=True, kw_only=True)
class _OfForm(Fact):
    form_id: UUID

    def topics(self) -> tuple[str, ...]:
        return (f"form:{self.form_id}", f"patient:{self.patient_id}")


@dataclass(frozen=True, kw_only=True)
class FormAsked(_OfForm):
    """Staff asked a patient to fill a form, who is told that something waits."""

    then: ClassVar[tuple[str, ...]] = ("tell_patient_of_form",)


@dataclass(frozen=True, kw_only=True)
class FormStarted(_OfForm):
    """The patient began; what the chart knows was filled in."""


@dataclass(frozen=True, kw_only=True)
class FormWithdrawn(_OfForm):
    """Staff no longer want a form that was not sent yet."""


@dataclass(frozen=True, kw_only=True)
class _OfTask(_OfForm):
    task_id: UUID
    pool_id: UUID

    def topics(self) -> tuple[str, ...]:
        return (*_OfForm.topics(self), f"pool:{self.pool_id}", f"task:{self.task_id}")


@dataclass(frozen=True, kw_only=True)
class FormSent(_OfTask):
    """The patient sent a form; its answers stand in the chart as the patient's word."""

    response_id: UUID


@dataclass(frozen=True, kw_only=True)
class FormDecided(_OfTask):
    """Somebody decided about one answer; nothing has changed in the chart yet."""


@dataclass(frozen=True, kw_only=True)
class FormAccepted(_OfTask):
    """Staff took answers over into the chart; `entries` chart entries were made or changed."""

    entries: int


@dataclass(frozen=True, kw_only=True)
class FormUndone(_OfTask):
    """Staff undid a review that they had just saved."""


@dataclass(frozen=True, kw_only=True)
class FormReturned(_OfTask):
    """Staff sent a form back with questions; the patient is told once that can not be undone any more."""

    questions: int
