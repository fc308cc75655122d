"""Which pages the record has, and what stands on them for the person whose eyes are used.

The statements are built once, for any patient at any moment: building one costs more than running it.
"""

from collections.abc import Iterable, Sequence
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, func, or_, select

from portal_app import looking, releasing
from portal_app.access import visible
from portal_app.access.actor import Actor
from portal_app.catalogue import say
from portal_app.chart.dates import Moment, Precision, spoken_time
from portal_app.errors import NotFound
from portal_app.models import ChartImport, Notice, Resource, ResourceBody, Shelf
from portal_app.models.base import Utc
from portal_app.values.theirs import rows, scalar
from portal_app.work import Work

Line = Row[Any]
"""The narrow columns of a resource with its body."""
JOINED = ("MedicationDispense", "ImmunizationRecommendation")
"""What a page joins to other lines: it has no line of its own there."""

_NOW = cast(Any, bindparam("now", type_=Utc()))
_COLUMNS = (
    Resource.id, Resource.source, Resource.type, Resource.fhir_id, Resource.group, Resource.shelf, Resource.title,
    Resource.status, Resource.clinical_at, Resource.precision, Resource.sort_at, Resource.encounter,
    Resource.from_patient, ResourceBody.body,
)  # fmt: skip
_FRESH = select(func.max(ChartImport.ended_at))

STANDING = visible.resources(visible.ANY_PATIENT, _NOW).where(Resource.entered_in_error.is_(False))
"""What stands in the record; what the chart itself calls an error is never shown as true."""


def on_shelf(shelf: Shelf) -> Select[Any]:
    """What has a line of its own on this page."""
    return STANDING.where(Resource.shelf == shelf, Resource.type.not_in(JOINED))


def newest_first(query: Select[Any]) -> Select[Any]:
    """The order of every list."""
    return query.order_by(Resource.sort_at.desc(), Resource.id.desc())


def lines_of(query: Select[Any]) -> Select[Any]:
    """The same rows as lines, with their bodies."""
    return query.join(ResourceBody, ResourceBody.resource_id == Resource.id).with_only_columns(*_COLUMNS)


def count_of(query: Select[Any]) -> Select[Any]:
    """How many rows there are, by the narrow columns alone."""
    return query.with_only_columns(func.count())


FOLLOWS: ColumnElement[bool] = and_(
    Resource.sort_at <= bindparam("last_at", type_=Utc()),
    or_(Resource.sort_at < bindparam("last_at", type_=Utc()), Resource.id < bindparam("last_id")),
)
"""What comes after a line in the order of `newest_first`."""


class Part:
    """A list that is read a part at a time: its statements."""

    def __init__(self, query: Select[Any]) -> None:
        first = newest_first(lines_of(query)).limit(bindparam("most"))
        self._first, self._next, self._count = first, first.where(FOLLOWS), count_of(query)
        self._last = query.where(Resource.id == bindparam("last_id")).with_only_columns(Resource.sort_at)

    def read(self, work: Work, whose: Actor, most: int, after: str = "", **more: object) -> tuple[Sequence[Line], int]:
        """The lines that follow `after` (a line's id, found again in the list itself), and how many there are."""
        known = theirs(work, whose, most=most, **more)
        total = scalar(work, self._count, known) or 0
        if not after:
            return rows(work, self._first, known), total
        known |= {"last_id": line_id(after)}
        known["last_at"] = scalar(work, self._last, known)
        if known["last_at"] is None:
            raise not_found()
        return rows(work, self._next, known), total


def theirs(work: Work, whose: Actor, **more: object) -> dict[str, Any]:
    """What the statements of this file are run with."""
    return {"me": whose.patient_id, "now": work.now, **more}


def reader(work: Work, through: UUID | None, shelf: Shelf) -> Actor:
    """Through whose eyes this page is read; a page that the clinic does not show is not found."""
    whose = looking.eyes(work, through)
    if shelf in off(work):
        raise not_found()
    return whose


def off(work: Work) -> frozenset[Shelf]:
    """The pages that the clinic has switched off."""
    return releasing.rules_now(work).off_shelves


_UNSEEN = (
    select(Notice.about_id)
    .where(Notice.account_id == bindparam("reader"), Notice.seen_at.is_(None))
    .where(Notice.about_id.in_(bindparam("ids", expanding=True)))
)


def new_ones(work: Work, whose: Actor, shown: Iterable[Line]) -> set[UUID]:
    """Those of these that the reader was told of and has not seen yet."""
    ids = [row.id for row in shown]
    if not ids or whose.account_id is None:
        return set()
    return {row.about_id for row in rows(work, _UNSEEN, {"reader": whose.account_id, "ids": ids})}


def freshness(work: Work) -> str:
    """As of when the portal's copy of the chart is."""
    at = scalar(work, _FRESH, {})
    if at is None:
        return say("Nothing has come from your chart yet.")
    return say("From your chart as of {moment}.", moment=spoken_time(at, work.clinic.zone))


def moment_of(row: Row[Any]) -> Moment | None:
    """When it happened, as exactly as it is known."""
    return Moment(row.clinical_at, Precision(row.precision or "second")) if row.clinical_at else None


def line_id(value: str) -> UUID:
    """An id that a browser sent; one that is none is found nowhere."""
    try:
        return UUID(value)
    except ValueError:
        raise not_found() from None


def not_found() -> NotFound:
    """Unseen, missing and switched off are the same."""
    return NotFound(say("We could not find that. It may have moved."))
