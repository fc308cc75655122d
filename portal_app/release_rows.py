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
from sqlalchemy import Text, Uuid, cast, null, select, text, type_coerce
from sqlalchemy.types import NullType

from portal_app.models import STORED, Resource, ResourceRelease
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


@cache
def reading(*seldom: str) -> Any:
    """What is read of each item; what no rule asks for is not."""
    some = (raw(_R.c[name]) if name in seldom else null().label(name) for name in _SELDOM)
    stored = (raw(_STORED_IN.c[name]) for name in ("version", *STORED))
    both = _R.outerjoin(_STORED_IN, _STORED_IN.c.resource_id == _R.c.id)
    return select(*(raw(_R.c[name]) for name in _ALWAYS), *some, *stored).select_from(both)


_ONE_BY_ONE = (
    "UPDATE resource_releases SET "  # noqa: S608
    + ", ".join(f"{name} = ?" for name in STORED)
    + ", version = version + 1 WHERE resource_id = ? AND version = ?"
)
"""What was read must still be stored: who settled the item meanwhile knew more."""
_GIVEN = {**dict.fromkeys(STORED, "timestamptz"), "decided_by": "text", "resource_id": "uuid", "version": "int"}
"""What is stored for an item, and its database's words for it."""
_ALL_AT_ONCE = text(
    f"UPDATE resource_releases AS old SET {', '.join(f'{name} = now.{name}' for name in STORED)}, "  # noqa: S608
    f"version = old.version + 1 FROM json_to_recordset(CAST(:rows AS json)) "
    f"AS now({', '.join(f'{name} {kept}' for name, kept in _GIVEN.items())}) "
    "WHERE old.resource_id = now.resource_id AND old.version = now.version"
)
"""Where the database takes a whole list: as JSON, which is quicker to write down than arrays are."""
_ITEM = itemgetter(len(STORED))
"""The item that such a row is for."""


@dataclass(frozen=True)
class Differences:
    """What does not follow from the rules: whose items, what to write, and what to settle one by one."""

    rows: list[tuple[Any, ...]]
    """What to store, the item, and the version that is stored now."""
    owners: dict[Any, UUID]
    """Whose each item is."""
    apart: list[UUID]
    set_apart: set[UUID]
    """The patients of the items apart."""

    def add(self, now: list[Any], id_: Any, version: int, owner: UUID) -> None:
        """This is to be stored for an item of theirs."""
        self.rows.append((*now, id_, version))
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
        named = [dict(zip(_GIVEN, row, strict=True)) for row in rows]
        db.execute(_ALL_AT_ONCE, {"rows": orjson.dumps(named).decode()})
    elif rows:
        db.exec_driver_sql(_ONE_BY_ONE, list(rows))
