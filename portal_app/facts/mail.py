"""Facts of mail."""

from dataclasses import dataclass
from uuid import UUID

from portal_app.facts import Fact


@dataclass(frozen=True, kw_only=True)
class MailSent(Fact):
    """A letter was handed to the mail server."""

    mail_id: UUID
    account_id: UUID | None = None
