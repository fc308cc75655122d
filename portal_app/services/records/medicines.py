"""The medicines: one line each, however often it was prescribed; what is taken now apart from what is over."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Row, bindparam, func, select

from portal_app import looking
from portal_app.access.actor import Actor
from portal_app.catalogue import say
from portal_app.chart import medicines as words
from portal_app.chart.dates import spoken
from portal_app.chart.dose_times import dose_time
from portal_app.chart.fields import Json, rows, text
from portal_app.chart.medicine_standing import refills, standing
from portal_app.chart.questionnaire.pharmacy import PHARMACY
from portal_app.chart.record import Context, Tone
from portal_app.chart.standing import PAST
from portal_app.models import Group, Resource, Shelf
from portal_app.services.records.cards import MedicineCard, MedicineList, MedicinesPage, PharmacyCard
from portal_app.services.records.naming import context_for
from portal_app.services.records.shelves import (
    STANDING,
    Line,
    freshness,
    line_id,
    lines_of,
    moment_of,
    new_ones,
    newest_first,
    not_found,
    on_shelf,
    reader,
    theirs,
)
from portal_app.values.theirs import rows as all_rows
from portal_app.work import Work

PAGE = 20
MOST_ORDERS = 4
"""Orders of one medicine that are read: more than one may hold at once, each with a dose of its own."""
MOST_FILLS = 16
"""Refills of one medicine that are read."""
_FILL = "MedicationDispense"

_NARROW = (Resource.id, Resource.title, Resource.status, Resource.clinical_at, Resource.precision)
_ORDERS = newest_first(on_shelf(Shelf.MEDICINES).with_only_columns(*_NARROW))
_PLACE = func.row_number().over(
    partition_by=Resource.title, order_by=(Resource.sort_at.desc(), Resource.id.desc())
)  # fmt: skip
_RANKED = (
    STANDING.where(Resource.shelf == Shelf.MEDICINES, Resource.type == _FILL)
    .with_only_columns(*_NARROW, Resource.sort_at, _PLACE.label("place"))
    .subquery()
)
_FILLS = (
    select(*(_RANKED.c[column.key] for column in _NARROW))
    .where((_RANKED.c.place <= MOST_FILLS) | (_RANKED.c.title == ""))
    .order_by(_RANKED.c.sort_at.desc(), _RANKED.c.id.desc())
)
_OF_ONE = newest_first(
    lines_of(
        STANDING.where(Resource.shelf == Shelf.MEDICINES, Resource.type == _FILL, Resource.title == bindparam("title"))
    )
).limit(MOST_FILLS)
# by ids that were found through `visible` a moment ago: asked for with their patient, SQLite walks the whole chart
_LINES = lines_of(select(Resource).where(Resource.id.in_(bindparam("ids", expanding=True))))
_PERSON = newest_first(lines_of(STANDING.where(Resource.group == Group.PERSON, Resource.type == "Patient"))).limit(1)


@dataclass
class Medicine:
    """One medicine by the narrow columns: its orders and its refills, newest first."""

    head: Row[Any]
    orders: list[UUID] = field(default_factory=list)
    fills: list[UUID] = field(default_factory=list)
    now: bool = False


def medicines(work: Work, through: UUID | None = None) -> MedicinesPage:
    """The newest of what is taken now and of what is over, and where it is picked up."""
    whose = reader(work, through, Shelf.MEDICINES)
    found = _every(work, whose)
    now, past = ([one for one in found if one.now is holds] for holds in (True, False))
    looking.looked(work, whose, str(Shelf.MEDICINES))
    return MedicinesPage(
        now=MedicineList(_cards(work, whose, now[:PAGE]), len(now)),
        past=MedicineList(_past(work, past[:PAGE]), len(past)),
        pharmacy=_pharmacy(work, whose),
        fresh=freshness(work),
    )


def more_medicines(work: Work, show: str, after: str, through: UUID | None = None) -> MedicineList:
    """The part of a list that follows `after` (a card's id); `show` is now or past."""
    whose = reader(work, through, Shelf.MEDICINES)
    found = [one for one in _every(work, whose) if one.now == (show != "past")]
    last = line_id(after)
    start = next((number for number, one in enumerate(found) if one.orders[0] == last), None)
    if start is None:
        raise not_found()
    part = found[start + 1 : start + 1 + PAGE]
    looking.looked(work, whose, str(Shelf.MEDICINES))
    return MedicineList(_past(work, part) if show == "past" else _cards(work, whose, part), len(found))


def how_many_now(work: Work, whose: Actor) -> int:
    """How many medicines are taken now."""
    return sum(one.now for one in _every(work, whose))


def _every(work: Work, whose: Actor) -> list[Medicine]:
    """Every medicine, newest first. What holds stands before what is over among the orders of one."""
    found: dict[str, Medicine] = {}
    over: dict[str, list[UUID]] = {}
    for row in all_rows(work, _ORDERS, theirs(work, whose)):
        key = row.title or str(row.id)
        one = found.setdefault(key, Medicine(row))
        if row.status in PAST[Group.MEDICINES]:
            over.setdefault(key, []).append(row.id)
        else:
            one.orders.append(row.id)
            one.now = True
    for key, ids in over.items():
        found[key].orders += ids
    for row in all_rows(work, _FILLS, theirs(work, whose)):
        # what a pharmacy gave out and nobody here is known to have prescribed is a medicine too
        one = found.setdefault(row.title or str(row.id), Medicine(row, [row.id], now=True))
        if one.head is not row:
            one.fills.append(row.id)
    return list(found.values())


def _past(work: Work, shown: Sequence[Medicine]) -> list[MedicineCard]:
    """What is over, by its columns alone: the rest is on its own page."""
    zone = work.clinic.zone
    # nothing but its status is known here, and a list has few of them
    stands = {status: standing({"status": status}, (), Context(zone)) for status in {one.head.status for one in shown}}
    return [_over(one, spoken(moment_of(one.head), zone), *stands[one.head.status]) for one in shown]


def _over(one: Medicine, day: str, words: str, following: str, tone: Tone) -> MedicineCard:
    return MedicineCard(
        id=str(one.orders[0]),
        title=one.head.title or say("A medicine without a name"),
        status=words,
        tone=tone,
        next=following,
        details=[say("Prescribed {day}", day=day)] if day else [],
    )


def _cards(work: Work, whose: Actor, shown: Sequence[Medicine]) -> list[MedicineCard]:
    wanted = [row for one in shown for row in (*one.orders[:MOST_ORDERS], *one.fills)]
    rows = {row.id: row for row in all_rows(work, _LINES, theirs(work, whose, ids=wanted))} if wanted else {}
    bodies = {row_id: orjson.loads(row.body) for row_id, row in rows.items()}
    context = context_for(work, whose, list(rows.values()), list(bodies.values()))
    new = new_ones(work, whose, rows.values())
    return [
        _card(
            work,
            [(rows[order], bodies[order]) for order in one.orders[:MOST_ORDERS]],
            [bodies[fill] for fill in one.fills],
            context,
            new,
        )
        for one in shown
    ]


def _card(
    work: Work,
    orders: list[tuple[Line, Json]],
    fills: list[Json],
    context: Context,
    new: set[UUID],
) -> MedicineCard:
    row, body = orders[0]
    holding = [one for one in orders if one[0].status not in PAST[Group.MEDICINES]] or orders[:1]
    filled = fills or _itself(body)
    state, following, tone = standing(body, filled, context)
    return MedicineCard(
        id=str(row.id),
        title=row.title or words.read(body, context).title,
        why=list(dict.fromkeys(reason for _, order in holding for reason in words.reasons(order, context))),
        doses=list(dict.fromkeys(dose for _, order in holding for dose in words.how_to_take(order))),
        how=dose_time(body),
        status=state,
        tone=tone,
        next=following or say("Ask us when you need more."),
        details=[*words.prescribed(body, context), *refills(body, filled, context)],
        told=any(one.from_patient for one, _ in orders),
        fresh=any(one.id in new for one, _ in orders),
    )


def fills_of(work: Work, whose: Actor, row: Line) -> list[Json]:
    """What pharmacies gave out of the medicine that this line names, newest first."""
    if not row.title:
        return []
    return [orjson.loads(fill.body) for fill in all_rows(work, _OF_ONE, theirs(work, whose, title=row.title))]


def _itself(body: Json) -> list[Json]:
    """What is known of a pharmacy only is its own refill."""
    return [body] if body.get("resourceType") == _FILL else []


def _pharmacy(work: Work, whose: Actor) -> PharmacyCard:
    """The pharmacy that the patient named; an empty card if none."""
    row = next(iter(all_rows(work, _PERSON, theirs(work, whose))), None)
    body = orjson.loads(row.body) if row else {}
    found = next((one for one in rows(body.get("contained")) if text(one.get("id")) == PHARMACY), {})
    where = next((text(one.get("text")) for one in rows(found.get("address"))), "")
    reach = (text(one.get("value")) for one in rows(found.get("telecom")) if text(one.get("system")) == "phone")
    return PharmacyCard(text(found.get("name")), where, next(reach, ""))
