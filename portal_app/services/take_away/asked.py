"""What a patient asks to take along: which part, of which days, in which form. All of it is a claim by the browser."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Self
from uuid import UUID

from portal_app.catalogue import say
from portal_app.errors import BadInput, NotFound
from portal_app.models import Shelf

WHOLE, ITEM = "whole", "item"
FIRST, LAST = date(1800, 1, 1), date(2999, 12, 31)


class Form(StrEnum):
    """The two kinds of file."""

    PDF = "pdf"
    JSON = "json"


@dataclass(frozen=True)
class Asked:
    """A page of the record, one item, or the whole; `since` and `until` are days, both counted in."""

    form: Form
    shelves: tuple[Shelf, ...] = ()
    item: UUID | None = None
    since: date | None = None
    until: date | None = None

    @property
    def part(self) -> str:
        """How facts and file names call it."""
        if self.item:
            return ITEM
        return str(self.shelves[0]) if len(self.shelves) == 1 else WHOLE

    @classmethod
    def read(cls, fields: Mapping[str, str]) -> Self:
        """What a form sent: `form`, `part` (a page, or `whole`) or `item`, and the days; BadInput, NotFound."""
        form = next((form for form in Form if form == fields.get("form")), None)
        if form is None:
            raise BadInput(say("Choose a kind of file."), "form")
        since, until = _day(fields, "since"), _day(fields, "until")
        if since and until and since > until:
            raise BadInput(say("The first day comes after the last one."), "since")
        if item := fields.get("item"):
            return cls(form, item=_id(item))
        return cls(form, _shelves(fields.get("part", "")), None, since, until)


def _day(fields: Mapping[str, str], name: str) -> date | None:
    written = fields.get(name, "").strip()
    try:
        day = date.fromisoformat(written) if written else None
    except ValueError:
        day = date.min
    # nobody's record has days beyond these, and a day is added on both sides
    if day is None or FIRST <= day <= LAST:
        return day
    raise BadInput(say("Write the day as year, month and day: 2026-11-24."), name)


def _id(written: str) -> UUID:
    try:
        return UUID(written)
    except ValueError:
        raise NotFound(say("We could not find that. It may have moved.")) from None


def _shelves(part: str) -> tuple[Shelf, ...]:
    every = tuple(shelf for shelf in Shelf if shelf is not Shelf.NONE)
    found = every if part == WHOLE else tuple(shelf for shelf in every if shelf == part)
    if not found:
        raise BadInput(say("Choose a part of your record."), "part")
    return found
