"""One entry of the record as a whole page, whatever it is."""

from html import unescape
from uuid import UUID

import orjson
from sqlalchemy import bindparam, select

from portal_app import looking
from portal_app.access.actor import Actor
from portal_app.catalogue import say
from portal_app.chart.prose import prose
from portal_app.chart.record import Attachment, Passage, Sheet
from portal_app.chart.sheets import sheet
from portal_app.models import Group, ItemRead, Resource, Shelf
from portal_app.rules import clocks
from portal_app.services.records.cards import FileCard, PassageCard, RowCard, SheetCard
from portal_app.services.records.medicines import fills_of
from portal_app.services.records.naming import whole_context
from portal_app.services.records.shelves import STANDING, Line, freshness, lines_of, not_found, off, theirs
from portal_app.work import Work

MARKED = (Shelf.VISITS, Shelf.NOTES)
"""What a patient can say they have read (`services/read_marks.py`)."""
_ELSEWHERE = [Group.MESSAGES, Group.FORMS, Group.BILLING, Group.PROVENANCE, Group.DIRECTORY]
"""What has pages of its own outside the record; insurance is the exception."""
_ONE = lines_of(
    STANDING.where(
        Resource.id == bindparam("item"), Resource.group.not_in(_ELSEWHERE) | (Resource.shelf == Shelf.INSURANCE)
    )
)
_READ = select(ItemRead.at).where(ItemRead.resource_id == bindparam("item"), ItemRead.account_id == bindparam("reader"))


def item(work: Work, item_id: UUID, through: UUID | None = None) -> SheetCard:
    """Everything that one entry says, in the reader's language; unseen, missing and switched off are the same."""
    whose = looking.eyes(work, through)
    row = one(work, whose, item_id)
    body = orjson.loads(row.body)
    beside = fills_of(work, whose, row) if row.group is Group.MEDICINES else []
    page = sheet(body, row.group, whole_context(work, whose, [row], [body, *beside]), beside)
    looking.looked(work, whose, str(row.shelf) or "records")
    return card(work, whose, row, page)


def one(work: Work, whose: Actor, item_id: UUID) -> Line:
    """The entry, if these eyes may see it and its page is shown."""
    row = work.session.execute(_ONE, theirs(work, whose, item=item_id)).first()
    if row is None or row.shelf in off(work):
        raise not_found()
    return row


def card(work: Work, whose: Actor, row: Line, page: Sheet) -> SheetCard:
    """The page as the screen may know it."""
    record = page.record
    return SheetCard(
        id=str(row.id),
        shelf=str(row.shelf),
        title=record.title,
        when=record.when,
        value=record.value,
        status=record.status,
        tone=record.tone,
        notes=[*_unsaid(page), *([say("You told us")] if row.from_patient else [])],
        passages=[passage(one) for one in page.passages],
        files=[_file(row, one) for one in page.attachments],
        can_mark=row.shelf in MARKED and whose.account_id is not None and row.type != "Appointment",
        read_on=read_on(work, whose, row.id),
        fresh=freshness(work),
    )


def _unsaid(page: Sheet) -> list[str]:
    """What the line says and no part of the page says again."""
    said = {line for part in page.passages for line in part.sentences}
    said |= {piece for part in page.passages for row in part.rows for piece in (*row, " ".join(row), ", ".join(row))}
    said |= {say("By {name}", name=value) for part in page.passages for _, value in part.rows}
    texts = unescape(" ".join(prose(part.html) for part in page.passages))
    return [
        note
        for note in page.record.notes
        if note.rstrip("…") not in texts
        and said.isdisjoint({note, note.replace(":", "", 1), note.partition(": ")[2] or note})
    ]


def passage(found: Passage) -> PassageCard:
    """A part of a page as the screen may know it."""
    rows = [RowCard(name, value) for name, value in found.rows]
    return PassageCard(found.heading, rows, list(found.sentences), found.html)


def read_on(work: Work, whose: Actor, item_id: UUID) -> str:
    """When the reader said that they had read it, in words."""
    if whose.account_id is None:
        return ""
    at = work.session.scalar(_READ, {"item": item_id, "reader": whose.account_id})
    return clocks.on_day(at, work.now, work.zone) if at else ""


def _file(row: Line, found: Attachment) -> FileCard:
    return FileCard(found.title, kind_of(found.kind), f"/files/records/{row.id}/{found.place}")


def kind_of(kind: str) -> str:
    """What sort of file it is, in words."""
    return {
        "pdf": say("PDF file"),
        "image": say("Picture"),
        "text": say("Text file"),
        "ccda": say("Record file for other clinics"),
    }.get(kind, say("File"))
