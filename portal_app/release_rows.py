"""Stored answers as the database keeps them: how a change of the rules reads them, and writes those that differ."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportOperatorIssue=false, reportAssignmentType=false, reportOptionalMemberAccess=false, reportReturnType=false
# queries are built here: docs/decisions/0002-types.md

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Text, Uuid, and_, cast, null, select, text, type_coerce
from sqlalchemy.types import NullType

from portal_app.models import Resource, ResourceRelease
from portal_app.work import Work

_R: Any = Resource.__table__  # type: ignore[attr-defined]


def raw(column: Any) -> Any:
    """As the database keeps it; an id as its text, which is compared and counted faster than an object."""
    kept = cast(column, Text) if isinstance(column.type, Uuid) else column
    return type_coerce(kept, NullType()).label(column.name)


_ALWAYS = (
    "id", "patient_id", "panel_id", "about_id", "release_class", "shelf", "flags", "entered_in_error", "arrived_at",
)  # fmt: skip
_SELDOM = ("code", "clinical_at")
_STORED_IN: Any = ResourceRelease.__table__  # type: ignore[attr-defined]
_ANSWER = ("allowed_from", "proxy_from", "decided_by")
_PLAIN = and_(_STORED_IN.c.visible_from.is_not_distinct_from(_STORED_IN.c.allowed_from), _STORED_IN.c.hold.is_(None))
"""Seen as soon as it is allowed: nobody's own wait, no hold."""


@cache
def reading(*seldom: str) -> Any:
    """What is read of each item; what no rule asks for is not."""
    some = (raw(_R.c[name]) if name in seldom else null().label(name) for name in _SELDOM)
    kept = (raw(_STORED_IN.c[name]) for name in ("version", *_ANSWER))
    both = _R.outerjoin(_STORED_IN, _STORED_IN.c.resource_id == _R.c.id)
    return select(*(raw(_R.c[name]) for name in _ALWAYS), *some, *kept, _PLAIN.label("plain")).select_from(both)


_ONE_BY_ONE = (
    "UPDATE resource_releases SET allowed_from = ?1, visible_from = ?1, proxy_from = ?2, hold = NULL, "
    "decided_by = ?3, version = version + 1 WHERE resource_id = ?4 AND version = ?5"
)
"""What was read must still be stored: who settled the item meanwhile knew more. No wait of their own and no hold bears
on these items, so they are seen as soon as it is allowed."""
_ALL_AT_ONCE = text(
    "UPDATE resource_releases AS old SET allowed_from = now.allowed, visible_from = now.allowed, "
    "proxy_from = now.proxy, hold = NULL, decided_by = now.decided_by, version = old.version + 1 "
    "FROM unnest(CAST(:allowed AS timestamptz[]), CAST(:proxy AS timestamptz[]), CAST(:decided_by AS text[]), "
    "CAST(:item AS uuid[]), CAST(:version AS int[])) AS now(allowed, proxy, decided_by, item, version) "
    "WHERE old.resource_id = now.item AND old.version = now.version"
)
_GIVEN = ("allowed", "proxy", "decided_by", "item", "version")
_ITEM = itemgetter(_GIVEN.index("item"))
"""The item that such a row is for."""


@dataclass(frozen=True)
class Differences:
    """What does not follow from the rules: whose items, what to write, and what to settle one by one."""

    rows: list[tuple[Any, ...]]
    """From when who may see it, the rule, the item, and the version that is stored now."""
    owners: dict[Any, UUID]
    """Whose each item is."""
    apart: list[UUID]
    set_apart: set[UUID]
    """The patients of the items apart."""

    def add(self, now: list[Any], id_: Any, version: int, owner: UUID) -> None:
        """This is to be stored for an item of theirs."""
        self.rows.append((*now[: len(_ANSWER)], id_, version))
        self.owners[id_] = owner

    def pieces(self, most: int) -> Iterator[tuple[Sequence[tuple[Any, ...]], frozenset[UUID]]]:
        """So many rows at a time, and whose they are; rows that came together, and so lie together, go together."""
        rows = sorted(self.rows, key=_ITEM)
        for some in (rows[start : start + most] for start in range(0, len(rows), most)):
            yield some, frozenset(map(self.owners.__getitem__, map(_ITEM, some)))


def write(work: Work, rows: Sequence[tuple[Any, ...]]) -> None:
    """Store these rows of `Differences`, unless somebody has settled the item since it was looked at."""
    db = work.connection
    if rows and db.dialect.name == "postgresql":
        columns = zip(*rows, strict=True)
        db.execute(_ALL_AT_ONCE, dict(zip(_GIVEN, map(_array, columns), strict=True)))
    elif rows:
        db.exec_driver_sql(_ONE_BY_ONE, list(rows))


def _array(values: Sequence[Any]) -> str:
    """PostgreSQL's text of an array of moments, ids, numbers, or keys of rules: JSON's words for them are its own."""
    return f"{{{orjson.dumps(values).decode()[1:-1]}}}"
