"""Facts of what left the portal with the patient: which parts, for which days, in which form; never what was in it."""

from dataclasses import dataclass
from uuid import UUID

from portal_app.facts import Fact


@dataclass(frozen=True, kw_only=True)
class RecordTaken(Fact):
    """A copy of the record, or of one item of it, was made as a file; `part` is a page's name, `item` or `whole`."""

    part: str
    form: str
    items: int = 0
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, kw_only=True)
class FileOpened(Fact):
    """A file that came with an item of the record was opened."""

    resource_id: UUID
