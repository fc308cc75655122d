"""Facts of mail."""

from dataclasses import dataclass
from uuid import UUID

from portal_app.facts import Fact


@dataclass(frozen=True, kw_only=True)
class MailSent(Fact):
    """A letter was handed to the mail server."""

    mail_id: UUID
    account_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class MailStopped(Fact):
    """A letter came back or was complained of: nothing more goes to its address; `kind` is bounce or complaint."""

    mail_id: UUID
    kind: str
    account_id: UUID | None = None
    task_id: UUID | None = None
    pool_id: UUID | None = None

    def topics(self) -> tuple[str, ...]:
        named = {"patient": self.patient_id, "account": self.account_id, "task": self.task_id, "pool": self.pool_id}
        return tuple(f"{name}:{id}" for name, id in named.items() if id)


@dataclass(frozen=True, kw_only=True)
class MailSettled(Fact):
    """Whoever has an address confirmed it: mail goes there again."""

    account_id: UUID

    def topics(self) -> tuple[str, ...]:
        return (f"account:{self.account_id}", *([f"patient:{self.patient_id}"] if self.patient_id else []))
