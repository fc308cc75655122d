"""One visit: why, what was found and done, which medicines changed, what to do next."""

from collections.abc import Sequence
from uuid import UUID

import orjson
from sqlalchemy import bindparam

from portal_app import looking
from portal_app.access.actor import Actor
from portal_app.catalogue import mark, say, say_count
from portal_app.chart.fields import Json
from portal_app.chart.record import Context
from portal_app.chart.records import read
from portal_app.chart.sheets import sheet
from portal_app.models import Resource, Shelf
from portal_app.services.records.cards import LinkCard, SectionCard, VisitCard
from portal_app.services.records.item import card, one
from portal_app.services.records.naming import whole_context
from portal_app.services.records.shelves import STANDING, Line, lines_of, not_found, theirs
from portal_app.work import Work

MOST = 200
"""Entries of one visit that are read: a long hospital stay has more, which stand on their own pages."""
SHOWN = 12
SECTIONS = (
    (mark("Notes and instructions"), (Shelf.NOTES,)),
    (mark("Tests"), (Shelf.RESULTS,)),
    (mark("Measurements"), (Shelf.VITALS,)),
    (
        mark("In your record from this visit"),
        (
            Shelf.PROBLEMS, Shelf.MEDICINES, Shelf.CARE_PLANS, Shelf.PROCEDURES, Shelf.VACCINES, Shelf.ALLERGIES,
            Shelf.BACKGROUND, Shelf.DEVICES, Shelf.OTHER,
        ),
    ),
)  # fmt: skip
"""What the summary in words does not say whole, and where it stands in the record."""
_PATHS = {Shelf.RESULTS: "/records/results/", Shelf.VITALS: "/records/vitals/"}
_THERE = (
    lines_of(
        STANDING.where(
            Resource.encounter == bindparam("encounter"),
            Resource.source == bindparam("source"),
            Resource.shelf.in_([shelf for _, shelves in SECTIONS for shelf in shelves]),
        )
    )
    .order_by(Resource.sort_at.desc(), Resource.id.desc())
    .limit(MOST)
)


def visit(work: Work, visit_id: UUID, through: UUID | None = None) -> VisitCard:
    """A visit that is booked, or the summary of one that was: everything of it that these eyes may see."""
    whose = looking.eyes(work, through)
    row = one(work, whose, visit_id)
    if row.shelf is not Shelf.VISITS:
        raise not_found()
    there = _there(work, whose, row)
    rows = [row, *there]
    bodies = [orjson.loads(found.body) for found in rows]
    context = whole_context(work, whose, rows, bodies)
    page = sheet(bodies[0], row.group, context, bodies[1:])
    looking.looked(work, whose, str(Shelf.VISITS))
    coming = row.clinical_at is not None and row.clinical_at > work.now
    return VisitCard(card(work, whose, row, page), coming, _sections(there, bodies[1:], context))


def _there(work: Work, whose: Actor, row: Line) -> Sequence[Line]:
    if row.type != "Encounter":
        return []
    return work.session.execute(_THERE, theirs(work, whose, encounter=row.fhir_id, source=row.source)).all()


def _sections(rows: Sequence[Line], bodies: Sequence[Json], context: Context) -> list[SectionCard]:
    found: list[SectionCard] = []
    for heading, shelves in SECTIONS:
        here = [(row, body) for row, body in zip(rows, bodies, strict=True) if row.shelf in shelves]
        here.sort(key=lambda pair: shelves.index(pair[0].shelf))
        if not here:
            continue
        left = len(here) - SHOWN
        more = say_count("and {n} more in your records", "and {n} more in your records", left) if left > 0 else ""
        found.append(SectionCard(say(heading), [_link(row, body, context) for row, body in here[:SHOWN]], more))
    return found


def _link(row: Line, body: Json, context: Context) -> LinkCard:
    record = read(row.group, body, context)
    below = record.value or (record.notes[0] if record.notes else "") or record.when
    return LinkCard(
        record.title, below, record.status, record.tone, _PATHS.get(row.shelf, "/records/item/") + str(row.id)
    )
